//! What a task's symbols say.

use object::{Object, ObjectSymbol};

/// Where counters are, which a client or a server counts its calls in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Counters {
    /// The name of the static.
    pub name: String,
    /// Its address.
    pub address: u64,
    /// Its size in bytes.
    pub size: u64,
}

/// The counters that there are, in the order of their addresses.
pub(crate) fn counters(file: &object::File<'_>) -> Vec<Counters> {
    let mut found: Vec<_> = file
        .symbols()
        .filter_map(|symbol| {
            Some(Counters {
                name: counters_in(symbol.name().ok()?)?.to_owned(),
                address: symbol.address(),
                size: symbol.size(),
            })
        })
        .collect();
    found.sort_by(|a, b| (a.address, &a.name).cmp(&(b.address, &b.name)));
    found.dedup();
    found
}

/// The name of a static with counters, `__SPI_SERVER_COUNTERS`, in a symbol's
/// name, where its length stands before it.
fn counters_in(symbol: &str) -> Option<&str> {
    for ending in ["_SERVER_COUNTERS", "_CLIENT_COUNTERS"] {
        let Some(at) = symbol.find(ending) else {
            continue;
        };
        let end = at.checked_add(ending.len())?;
        let whole = symbol.get(..end)?;
        for (start, _) in whole.match_indices("__") {
            let before = whole.get(..start)?;
            let digits = before.trim_end_matches(|c: char| c.is_ascii_digit());
            let length = before.get(digits.len()..)?;
            let name = whole.get(start..)?;
            // The newer form has one more underscore before it.
            for name in [name, name.get(1..)?] {
                if name.starts_with("__") && length.parse() == Ok(name.len()) {
                    return Some(name);
                }
            }
        }
    }
    None
}

/// The size of the stack between the two symbols of Hubris's linker scripts.
pub(crate) fn stack(file: &object::File<'_>) -> Option<u64> {
    let address = |name: &str| {
        let mut symbols = file.symbols();
        symbols
            .find(|symbol| symbol.name() == Ok(name))
            .map(|symbol| symbol.address())
    };
    address("_stack_start")?.checked_sub(address("_stack_base")?)
}

#[cfg(test)]
mod tests {
    use super::counters_in;

    #[test]
    fn counters_are_found_in_both_manglings() {
        for (symbol, name) in [
            (
                "_ZN6caller23__BENCH_CLIENT_COUNTERS17h1b1ea06ca8cb8e6bE",
                Some("__BENCH_CLIENT_COUNTERS"),
            ),
            (
                "_RNvCsc_6caller23___BENCH_CLIENT_COUNTERS",
                Some("__BENCH_CLIENT_COUNTERS"),
            ),
            (
                "_ZN3a__25__MY__SPI_SERVER_COUNTERS17hE",
                Some("__MY__SPI_SERVER_COUNTERS"),
            ),
            ("_ZN5__SPI15_SERVER_COUNTERSE", None),
            ("_SERVER_COUNTERS", None),
            ("__A_SERVER_COUNTERS", None),
            ("", None),
        ] {
            assert_eq!(counters_in(symbol), name, "{symbol}");
        }
    }
}
