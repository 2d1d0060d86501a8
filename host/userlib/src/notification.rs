//! Notification bits as a receiver sees them.

/// The notifications that one receive delivered. 4 bytes.
#[derive(Copy, Clone)]
#[repr(transparent)]
pub struct NotificationBits(u32);

impl NotificationBits {
    /// Wraps raw bits.
    pub const fn new(bits: u32) -> Self {
        Self(bits)
    }

    /// All bits.
    pub const fn get_raw_bits(&self) -> u32 {
        self.0
    }

    /// Is any bit of `mask` set?
    #[must_use]
    pub const fn check_notification_mask(&self, mask: u32) -> bool {
        self.0 & mask != 0
    }

    /// Is any bit of `mask` set, and does `condition` hold? The condition is
    /// asked only if a bit is set: it confirms that the event really
    /// happened, since anybody can post any bit.
    #[must_use]
    pub fn check_condition(
        &self,
        mask: u32,
        condition: impl Fn() -> bool,
    ) -> bool {
        self.check_notification_mask(mask) && condition()
    }

    /// Is any bit of `mask` set, and is the timer no longer armed? A timer's
    /// deadline is cleared when it fires.
    #[must_use]
    pub fn has_timer_fired(&self, mask: u32) -> bool {
        self.check_condition(mask, || crate::sys_get_timer().deadline.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::NotificationBits;

    #[test]
    fn any_bit_of_the_mask_is_enough() {
        let bits = NotificationBits::new(0b101);
        assert_eq!(bits.get_raw_bits(), 0b101);
        assert!(bits.check_notification_mask(0b110));
        assert!(!bits.check_notification_mask(0b010));
    }

    #[test]
    fn a_condition_is_asked_only_when_a_bit_is_set() {
        let bits = NotificationBits::new(1);
        assert!(bits.check_condition(1, || true));
        assert!(!bits.check_condition(1, || false));
        assert!(!bits.check_condition(2, || panic!("asked without a bit")));
    }
}
