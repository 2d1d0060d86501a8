//! Addresses of files, as the protocol has them.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;

/// The path that an address means, if it is one of a file.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    // Behind a host, which is this one.
    let encoded = &rest[rest.find('/')?..];
    let decoded = decode(encoded)?;
    let windows = decoded.as_bytes();
    let path = match windows {
        [b'/', drive, b':', ..] if drive.is_ascii_alphabetic() => &decoded[1..],
        _ => decoded.as_str(),
    };
    Some(PathBuf::from(path))
}

/// The address of a file. None if its path is no text.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    let path = path.to_str()?.replace('\\', "/");
    let mut uri = String::from("file://");
    if !path.starts_with('/') {
        uri.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => uri.push(byte.into()),
            b'/' | b'-' | b'.' | b'_' | b'~' | b':' => uri.push(byte.into()),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    Uri::from_str(&uri).ok()
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{path, uri};
    use std::path::Path;
    use std::str::FromStr;

    #[test]
    fn a_path_is_the_same_behind_an_address() {
        for text in ["/a b/ü😀/%41#?.idol", "/x/y.idol"] {
            let address = uri(Path::new(text)).expect("an address");
            assert_eq!(path(&address).as_deref(), Some(Path::new(text)));
        }
    }

    #[test]
    fn other_addresses_are_no_files() {
        for text in ["untitled:Untitled-1", "http://a/b", "file://%ff/%ff"] {
            let uri = lsp_types::Uri::from_str(text).expect("an address");
            assert_eq!(path(&uri), None, "{text}");
        }
    }
}
