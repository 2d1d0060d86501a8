//! The texts of new projects, in which `{{word}}` stands for what differs.

pub(super) const BUILD: &str = include_str!("template/build.txt");
pub(super) const CHANGED: &str = include_str!("template/changed.txt");
pub(super) const CLIENT: &str = include_str!("template/client.txt");
pub(super) const FUZZ: &str = include_str!("template/fuzz.txt");
pub(super) const IN_ORDER: &str = include_str!("template/server_in_order.txt");
pub(super) const INTERFACE: &str = include_str!("template/interface.txt");
pub(super) const IN_A_TREE: &str = include_str!("template/in_a_tree.txt");
pub(super) const MESSAGES: &str = include_str!("template/messages.txt");
pub(super) const PIPELINED: &str =
    include_str!("template/server_pipelined.txt");
pub(super) const README: &str = include_str!("template/readme.txt");
pub(super) const TEST: &str = include_str!("template/test.txt");
pub(super) const WAITS: &str = include_str!("template/waits.txt");

/// A text with words filled in.
pub(super) fn fill(text: &str, words: &[(&str, &str)]) -> String {
    let mut text = text.replace("\r\n", "\n");
    for (word, is) in words {
        text = text.replace(&format!("{{{{{word}}}}}"), is);
    }
    text
}
