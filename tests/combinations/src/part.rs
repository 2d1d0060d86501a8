//! What one test target has compiled.

use std::collections::BTreeSet;

use crate::choice;
use crate::combination::{Combination, Kind};
use crate::setting::Setting;
use crate::suite::Suite;

/// Defines `trials`: a trial for each of these functions, over a part.
macro_rules! tests {
    ($($test:ident,)+) => {
        /// The tests over a part.
        pub fn trials(part: $crate::part::Part) -> Vec<::trials::Trial> {
            vec![$(::trials::Trial::test(stringify!($test), move || {
                $test(part);
                Ok(())
            })),+]
        }
    };
}
pub(crate) use tests;

/// The suites of a target.
#[derive(Copy, Clone)]
pub struct Part {
    pub suites: &'static [Suite],
    pub extent: Extent,
}

/// Which combinations a target has.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Extent {
    /// A sample of the defaults'.
    Sample,
    /// All of the defaults' that are of a kind.
    Kind(Kind),
    /// All of the other settings'.
    Settings,
}

impl Part {
    /// The combinations with a setting that are here, by the list.
    pub fn combinations(&self, setting: Setting) -> BTreeSet<Combination> {
        match self.extent {
            Extent::Sample if setting == Setting::Defaults => choice::sample(),
            Extent::Sample => BTreeSet::new(),
            Extent::Kind(kind) => choice::all(setting)
                .into_iter()
                .filter(|c| setting == Setting::Defaults && c.kind == kind)
                .collect(),
            Extent::Settings => choice::all(setting),
        }
    }

    /// The suites of a setting.
    pub fn with(
        &self,
        setting: Setting,
    ) -> impl Iterator<Item = &'static Suite> + use<> {
        self.suites
            .iter()
            .filter(move |suite| suite.setting == setting)
    }
}
