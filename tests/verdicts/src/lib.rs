//! The crates that stubs name, built once: nothing else is here.

use counters as _;
use hubpack as _;
use idol_derive as _;
use idol_runtime as _;
use num_traits as _;
use serde as _;
use userlib as _;
use zerocopy as _;
use zerocopy_derive as _;
