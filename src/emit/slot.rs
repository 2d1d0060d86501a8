//! A client made of a task slot:
//!
//! ```text
//! impl ::core::convert::From<&::userlib::task_slot::TaskSlot> for Spi {
//!     fn from(__slot: &::userlib::task_slot::TaskSlot) -> Self {
//!         ::core::convert::From::from(__slot.get_task_id())
//!     }
//! }
//! ```

use super::names;
use super::writer::{Writer, block, written};
use crate::model::Interface;

/// What stands behind the text of a client that is made of slots, too.
pub(crate) fn from_slot(interface: &Interface) -> String {
    let name = names::rust(&interface.name);
    written(|w| {
        w.blank();
        let function = |w: &mut Writer| {
            let body = |w: &mut Writer| {
                w.text("::core::convert::From::from(__slot.get_task_id())");
            };
            block!(
                w,
                body,
                "fn from(__slot: &::userlib::task_slot::TaskSlot) -> Self {{"
            );
        };
        block!(
            w,
            function,
            "impl ::core::convert::From<&::userlib::task_slot::TaskSlot> \
             for {name} {{"
        );
    })
}
