//! The library's functions.
//!
//! The declarations are written by hand. The crate `unicorn-engine` links the
//! library when it is built, and so needs its headers, `libclang` and, where
//! `pkg-config` finds no library, `cmake` and a C compiler.

use std::ffi::{c_int, c_void};
use std::sync::OnceLock;

use libloading::Library;

use crate::processor::Failure;

const LIBRARY: &str = "libunicorn.so.2";

/// Declares the functions that are called, with their signatures in C, and
/// loads them.
macro_rules! api {
    ($($name:ident($($argument:ty),* $(; $dots:tt)?);)*) => {
        pub(super) struct Api {
            $(pub(super) $name: unsafe extern "C" fn($($argument),* $(, $dots)?) -> c_int,)*
            /// Keeps the functions loaded.
            _library: Library,
        }

        impl Api {
            fn load() -> Result<Self, String> {
                // SAFETY: the library has no initialiser that asks for
                // anything; the signatures are those of its header, version 2.
                unsafe {
                    let library = Library::new(LIBRARY).map_err(|error| {
                        format!("{error}: install libunicorn2")
                    })?;
                    Ok(Self {
                        $($name: *library.get(
                            concat!(stringify!($name), "\0").as_bytes(),
                        ).map_err(|error| error.to_string())?,)*
                        _library: library,
                    })
                }
            }
        }
    };
}

api! {
    uc_open(c_int, c_int, *mut *mut c_void);
    uc_close(*mut c_void);
    uc_ctl(*mut c_void, c_int; ...);
    uc_mem_map(*mut c_void, u64, usize, u32);
    uc_mem_map_ptr(*mut c_void, u64, usize, u32, *mut c_void);
    uc_mem_write(*mut c_void, u64, *const c_void, usize);
    uc_mem_read(*mut c_void, u64, *mut c_void, usize);
    uc_mmio_map(
        *mut c_void, u64, usize, ReadDevice, *mut c_void, WriteDevice,
        *mut c_void
    );
    uc_reg_write(*mut c_void, c_int, *const c_void);
    uc_reg_read(*mut c_void, c_int, *mut c_void);
    uc_hook_add(
        *mut c_void, *mut usize, c_int, *const c_void, *mut c_void, u64, u64;
        ...
    );
    uc_emu_start(*mut c_void, u64, u64, u64, usize);
    uc_emu_stop(*mut c_void);
    uc_context_alloc(*mut c_void, *mut *mut c_void);
    uc_context_save(*mut c_void, *mut c_void);
    uc_context_restore(*mut c_void, *mut c_void);
    uc_context_free(*mut c_void);
}

pub(super) type ReadDevice =
    extern "C" fn(*mut c_void, u64, u32, *mut c_void) -> u64;
pub(super) type WriteDevice =
    extern "C" fn(*mut c_void, u64, u32, u64, *mut c_void);

/// The library, or why there is none.
pub(super) fn api() -> Result<&'static Api, Failure> {
    static API: OnceLock<Result<Api, String>> = OnceLock::new();
    match API.get_or_init(Api::load) {
        Ok(api) => Ok(api),
        Err(error) => Err(error.clone().into()),
    }
}

/// Whether the emulator is installed.
///
/// # Errors
///
/// What to install if it is not.
pub fn available() -> Result<(), Failure> {
    api().map(drop)
}

/// Whether the library has done what it was asked.
pub(super) fn check(status: c_int) -> Result<(), Failure> {
    match status {
        0 => Ok(()),
        error => Err(format!("the emulator's error {error}").into()),
    }
}
