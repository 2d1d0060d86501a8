//! The settings that stubs are generated with.

use std::num::NonZeroU32;

use idol::server::ServerStyle;
use idol::{AllowedCallers, CounterSettings, Generator};

use crate::combination::{Combination, Kind, Retry};

/// The settings of a generator.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Setting {
    /// The defaults, and nothing is counted in the test.
    Defaults,
    Counters,
    NoCounters,
    CombinedClientErrors,
    PlainInfallible,
    RetryBound,
    RestrictedCallers,
    FailServer,
    Unsupported,
}

/// How often an idempotent request is sent at most, where there is a bound.
pub const RETRY_BOUND: u32 = 3;

/// The index of the one task that may call restricted servers.
pub const ALLOWED_CALLER: usize = 1;

impl Setting {
    /// Whether a client and a server of this legal combination can be
    /// generated with this setting.
    pub fn fits(self, combination: &Combination) -> bool {
        match self {
            Self::Defaults
            | Self::Counters
            | Self::NoCounters
            | Self::CombinedClientErrors
            | Self::PlainInfallible
            | Self::RestrictedCallers
            | Self::Unsupported => true,
            // It would have no error to end with.
            Self::RetryBound => {
                (combination.kind, combination.retry)
                    != (Kind::Simple, Retry::Idempotent)
            }
            Self::FailServer => {
                matches!(combination.kind, Kind::CLike | Kind::Complex)
            }
        }
    }

    fn generator(self, interface: &idol::syntax::Interface) -> Generator {
        let generator = Generator::new();
        let counters = CounterSettings::default();
        let uncounted = counters
            .clone()
            .with_server_counters(false)
            .with_client_counters(false);
        match self {
            Self::Defaults | Self::Counters | Self::RestrictedCallers => {
                generator
            }
            Self::NoCounters => generator.with_counters(uncounted),
            Self::CombinedClientErrors => {
                generator.with_counters(counters.combine_client_errors(true))
            }
            Self::PlainInfallible => {
                // A client differs in nothing, so it has something else.
                generator
                    .with_plain_infallible_returns(true)
                    .with_client_runtime(true)
            }
            Self::RetryBound => {
                generator.with_retry_bound(NonZeroU32::new(RETRY_BOUND))
            }
            Self::FailServer => generator.with_error_server(),
            Self::Unsupported => {
                generator.with_unsupported_operations(interface.ops.keys())
            }
        }
    }

    fn allowed_callers(
        self,
        interface: &idol::syntax::Interface,
    ) -> AllowedCallers {
        if self != Self::RestrictedCallers {
            return AllowedCallers::new();
        }
        let names = interface.ops.keys().cloned();
        names.map(|op| (op, vec![ALLOWED_CALLER])).collect()
    }

    /// The text of a client, or why there is none.
    pub fn client(
        self,
        interface: &idol::syntax::Interface,
    ) -> Result<String, String> {
        text(|out| {
            self.generator(interface)
                .generate_client_stub(interface, out)
        })
    }

    /// The text of a server, or why there is none.
    pub fn server(
        self,
        interface: &idol::syntax::Interface,
        style: ServerStyle,
    ) -> Result<String, String> {
        text(|out| {
            self.generator(interface)
                .generate_restricted_server_support(
                    interface,
                    style,
                    &self.allowed_callers(interface),
                    out,
                )
        })
    }
}

fn text(
    generate: impl FnOnce(
        &mut Vec<u8>,
    )
        -> Result<(), Box<dyn std::error::Error + Send + Sync>>,
) -> Result<String, String> {
    let mut text = Vec::new();
    generate(&mut text).map_err(|error| error.to_string())?;
    String::from_utf8(text).map_err(|error| error.to_string())
}
