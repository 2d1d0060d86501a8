//! What happens again and again, said once: a task that dies as soon as it is
//! restarted, a client that asks the same until it gets another answer.

/// Lines of what may repeat, at the most.
const LONGEST: usize = 8;
/// How often something is there in a row before it is said once.
const LEAST: usize = 4;

/// A line, and what is compared of it.
pub(super) struct Line<K> {
    pub(super) key: K,
    pub(super) text: String,
}

/// The lines, of which those that repeat what stands right above them are
/// counted instead.
pub(super) fn said_once<K: PartialEq>(lines: Vec<Line<K>>) -> Vec<String> {
    let mut said = Vec::new();
    let mut rest = lines.as_slice();
    while !rest.is_empty() {
        let (len, times) = first_repeat(rest).unwrap_or((1, 1));
        let (repeated, after) = rest.split_at(len * times);
        said.extend(repeated[..len].iter().map(|line| line.text.clone()));
        match (len, times - 1) {
            (_, 0) => {}
            (1, more) => said.push(format!("(this {more} times more)")),
            (len, more) => {
                said.push(format!("(these {len} lines {more} times more)"));
            }
        }
        rest = after;
    }
    said
}

/// The length of what repeats at the start, and how often it is there.
fn first_repeat<K: PartialEq>(lines: &[Line<K>]) -> Option<(usize, usize)> {
    let longest = LONGEST.min(lines.len() / LEAST);
    (1..=longest).find_map(|len| {
        let first = &lines[..len];
        let is_first = |other: &&[Line<K>]| {
            other
                .iter()
                .map(|it| &it.key)
                .eq(first.iter().map(|it| &it.key))
        };
        let times = lines.chunks(len).take_while(is_first).count();
        (times >= LEAST).then_some((len, times))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(letters: &str) -> String {
        let line = |key: char| Line {
            key,
            text: key.to_string(),
        };
        said_once(letters.chars().map(line).collect()).join(" ")
    }

    #[test]
    fn what_repeats_is_said_once_and_counted() {
        assert_eq!(said("abbbbbc"), "a b (this 4 times more) c");
        assert_eq!(said("xababababa"), "x a b (these 2 lines 3 times more) a");
    }

    #[test]
    fn what_is_there_three_times_is_shown_three_times() {
        assert_eq!(said("aaab"), "a a a b");
        assert_eq!(said("ababab"), "a b a b a b");
        assert_eq!(said(""), "");
    }
}
