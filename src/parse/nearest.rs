//! The known word that a misspelt one was meant to be.

/// The nearest of these names, if one is near: at most a third of its letters
/// changed, added, dropped or swapped with a neighbour.
pub(crate) fn nearest<'n>(found: &str, names: &[&'n str]) -> Option<&'n str> {
    const LONGEST: usize = 40;
    if found.len() > LONGEST {
        return None;
    }
    let found = found.to_lowercase();
    let mut best = None;
    for name in names {
        let distance =
            distance(found.as_bytes(), name.to_lowercase().as_bytes());
        let allowed = found.len().max(name.len()).div_ceil(3);
        let nearer = match best {
            Some((least, _)) => distance < least,
            None => true,
        };
        if distance <= allowed && nearer {
            best = Some((distance, *name));
        }
    }
    best.map(|(_, name)| name)
}

/// How many bytes must be changed, added, dropped or swapped with a neighbour
/// to make one word of the other.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let width = b.len() + 1;
    let mut before_last: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1; width];
        for j in 0..b.len() {
            let change = usize::from(a[i] != b[j]);
            row[j + 1] =
                (last[j] + change).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                row[j + 1] = row[j + 1].min(before_last[j - 1] + 1);
            }
        }
        before_last = last;
        last = row;
    }
    last[b.len()]
}
