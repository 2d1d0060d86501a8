//! Makes each system call with known arguments, and hands over the results.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod calls {
    use core::slice::{from_raw_parts, from_raw_parts_mut};

    use firmware as _;
    use userlib::{Lease, ReplyFaultReason, TaskId};

    const PEER: TaskId = TaskId(0x1234);

    #[unsafe(export_name = "main")]
    fn main() -> ! {
        loop {}
    }

    fn outgoing() -> &'static [u8] {
        // SAFETY: the emulator has memory there, which nobody writes.
        unsafe { from_raw_parts(0x2000_8100 as *const u8, 3) }
    }

    fn incoming() -> &'static mut [u8] {
        // SAFETY: the emulator has memory there, which only the one call that
        // is made uses.
        unsafe { from_raw_parts_mut(0x2000_8200 as *mut u8, 5) }
    }

    fn leases() -> &'static [Lease<'static>] {
        // SAFETY: the emulator has memory there, all zero, which is two leases
        // of nothing as nobody looks at them.
        unsafe { from_raw_parts(0x2000_8300 as *const Lease<'static>, 2) }
    }

    /// Defines functions that make one system call each and write what they
    /// got to `$out`.
    macro_rules! calls {
        ($($name:ident($out:ident) $body:block)*) => {
            $(
                #[unsafe(no_mangle)]
                #[unsafe(link_section = ".uncounted")]
                extern "C" fn $name($out: &mut [u32; 6]) $body
            )*
        };
    }

    calls! {
        send(out) {
            let (code, len) =
                userlib::sys_send(PEER, 0x56, outgoing(), incoming(), leases());
            out[0] = code;
            out[1] = len as u32;
        }
        recv(out) {
            match userlib::sys_recv(incoming(), 0x8000_0001, Some(PEER)) {
                Ok(message) => {
                    out[0] = message.sender.0.into();
                    out[1] = message.operation;
                    out[2] = message.message_len as u32;
                    out[3] = message.response_capacity as u32;
                    out[4] = message.lease_count as u32;
                }
                Err(code) => out[5] = code,
            }
        }
        recv_open(out) {
            let message = userlib::sys_recv_open(incoming(), 0);
            out[0] = message.sender.0.into();
            out[4] = message.lease_count as u32;
        }
        reply(_out) {
            userlib::sys_reply(PEER, 77, outgoing());
        }
        set_timer(_out) {
            userlib::sys_set_timer(Some(0x1_0000_0002), 4);
        }
        clear_timer(_out) {
            userlib::sys_set_timer(None, 4);
        }
        borrow_read(out) {
            let (code, len) = userlib::sys_borrow_read(PEER, 2, 9, incoming());
            out[0] = code;
            out[1] = len as u32;
        }
        borrow_write(out) {
            let (code, len) = userlib::sys_borrow_write(PEER, 2, 9, outgoing());
            out[0] = code;
            out[1] = len as u32;
        }
        borrow_info(out) {
            if let Some(info) = userlib::sys_borrow_info(PEER, 2) {
                out[0] = info.attributes.bits();
                out[1] = info.len as u32;
            }
        }
        irq_control(_out) {
            userlib::sys_irq_control(5, true);
        }
        irq_control_clear_pending(_out) {
            userlib::sys_irq_control_clear_pending(5, true);
        }
        panic(_out) {
            userlib::sys_panic(outgoing());
        }
        get_timer(out) {
            let timer = userlib::sys_get_timer();
            out[0] = timer.now as u32;
            out[1] = (timer.now >> 32) as u32;
            if let Some(deadline) = timer.deadline {
                out[2] = deadline as u32;
                out[3] = (deadline >> 32) as u32;
            }
            out[4] = timer.on_dl;
        }
        refresh_task_id(out) {
            out[0] = userlib::sys_refresh_task_id(PEER).0.into();
        }
        post(out) {
            out[0] = userlib::sys_post(PEER, 0x80);
        }
        reply_fault(_out) {
            userlib::sys_reply_fault(PEER, ReplyFaultReason::BadLeases);
        }
        irq_status(out) {
            out[0] = userlib::sys_irq_status(5).bits();
        }
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
