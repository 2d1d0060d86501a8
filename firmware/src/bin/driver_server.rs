//! A register driver behind the generated server of `sys`.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod server {
    use core::convert::Infallible;

    use firmware::driver::Driver;
    use firmware::stand_in::sys::*;
    use idol_runtime::{NoNotifications, RequestError};
    use userlib::RecvMessage;

    include!(concat!(env!("OUT_DIR"), "/sys_server_stub.rs"));

    struct Server(Driver);

    impl NoNotifications for Server {}

    type Done = Result<(), RequestError<RccError>>;
    type Sure<T> = Result<T, RequestError<Infallible>>;

    impl InOrderSysImpl for Server {
        fn enable_clock_raw(&mut self, _: &RecvMessage, number: u32) -> Done {
            self.0.enable_clock(number).map_err(RequestError::from)
        }

        fn disable_clock_raw(&mut self, _: &RecvMessage, number: u32) -> Done {
            self.0.disable_clock(number).map_err(RequestError::from)
        }

        fn enter_reset_raw(&mut self, _: &RecvMessage, number: u32) -> Done {
            self.0.enter_reset(number).map_err(RequestError::from)
        }

        fn leave_reset_raw(&mut self, _: &RecvMessage, number: u32) -> Done {
            self.0.leave_reset(number).map_err(RequestError::from)
        }

        fn gpio_configure_raw(
            &mut self,
            _: &RecvMessage,
            port: Port,
            pins: u16,
            packed: u16,
        ) -> Sure<()> {
            self.0.configure(port, pins, packed);
            Ok(())
        }

        fn gpio_set_reset(
            &mut self,
            _: &RecvMessage,
            port: Port,
            set: u16,
            reset: u16,
        ) -> Sure<()> {
            self.0.set_reset(port, set, reset);
            Ok(())
        }

        fn gpio_read_input(
            &mut self,
            _: &RecvMessage,
            port: Port,
        ) -> Sure<u16> {
            Ok(self.0.read_input(port))
        }

        fn gpio_toggle(
            &mut self,
            _: &RecvMessage,
            port: Port,
            pins: u16,
        ) -> Sure<()> {
            self.0.toggle(port, pins);
            Ok(())
        }

        fn read_uid(&mut self, _: &RecvMessage) -> Sure<[u32; 3]> {
            Ok(self.0.read_uid())
        }

        fn gpio_irq_configure(
            &mut self,
            _: &RecvMessage,
            mask: u32,
            edge: Edge,
        ) -> Sure<()> {
            self.0.irq_configure(mask, edge);
            Ok(())
        }

        fn gpio_irq_control(
            &mut self,
            _: &RecvMessage,
            mask: u32,
            op: IrqControl,
        ) -> Sure<bool> {
            Ok(self.0.irq_control(mask, op))
        }
    }

    #[unsafe(export_name = "main")]
    fn main() -> ! {
        idol_runtime::serve!(self, { Server(Driver::default()) })
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
