#![doc = "Placeholder."]
#![no_std]
