//! In what two files differ.

/// The first line in which two texts differ.
pub(super) fn difference(old: &str, new: &str) -> Option<String> {
    // Files may have been checked out with other line ends.
    let (mut old, mut new) = (old.lines(), new.lines());
    let mut line = 1;
    loop {
        match (old.next(), new.next()) {
            (None, None) => return None,
            (a, b) if a == b => line += 1,
            (a, b) => {
                let [a, b] = [a, b].map(|it| it.unwrap_or("nothing"));
                return Some(format!(
                    "line {line}\n  file  {}\n  stubs {}",
                    a.trim(),
                    b.trim()
                ));
            }
        }
    }
}
