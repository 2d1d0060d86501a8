//! The pages: every Markdown file of the repository, taken apart.

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd,
};

/// A Markdown file.
pub(crate) struct Page {
    /// From the root of the repository, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    /// What links lead to.
    pub(crate) links: Vec<String>,
    /// What links to headings are made of.
    pub(crate) anchors: Vec<String>,
}

/// A block of code.
pub(crate) struct Block {
    /// `None` if it is indented instead of fenced.
    pub(crate) language: Option<String>,
    /// What follows the language in the fence: the file that is quoted, or the
    /// code that is found.
    pub(crate) about: Option<String>,
    pub(crate) text: String,
}

impl Block {
    pub(crate) fn is(&self, language: &str) -> bool {
        self.language.as_deref() == Some(language)
    }

    /// The file that is quoted.
    pub(crate) fn file(&self) -> Option<&str> {
        self.about.as_deref().filter(|about| about.contains('.'))
    }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().expect("this package is in a folder")
}

/// A file of the repository.
pub(crate) fn read(path: &str) -> Result<String, String> {
    match fs::read_to_string(root().join(path)) {
        Ok(text) => Ok(text.replace("\r\n", "\n")),
        Err(why) => Err(format!("{path}: {why}")),
    }
}

/// All pages, in the order of their paths.
pub(crate) fn pages() -> Vec<Page> {
    let mut paths = Vec::new();
    find(&root(), &mut paths);
    paths.sort();
    let root = root();
    let pages: Vec<_> = paths
        .iter()
        .map(|path| path.strip_prefix(&root).expect("it was found there"))
        .map(|path| path.to_string_lossy().replace('\\', "/"))
        .map(|path| Page::read(&path))
        .collect();
    let front = pages.iter().find(|page| page.path == "README.md");
    let front = front.expect("there is a front page");
    assert!(!front.blocks.is_empty() && !front.links.is_empty());
    pages
}

/// The page whose commands `tests/tree` runs, in a tree made for it.
const IN_A_TREE: &str = "docs/src/guide/hubris.md";

/// Those whose commands are looked at here.
pub(crate) fn pages_with_commands() -> Vec<Page> {
    let tree = read("tests/tree/mod.rs").expect("there is one");
    assert!(tree.contains(&format!("join(\"{IN_A_TREE}\")")));
    let mut pages = pages_with_code();
    pages.retain(|page| page.path != IN_A_TREE);
    pages
}

/// Those whose blocks are looked at here. The pages about codes have tests of
/// their own, which run their examples.
pub(crate) fn pages_with_code() -> Vec<Page> {
    let mut pages = pages();
    pages.retain(|page| !page.path.contains("/explain/"));
    pages
}

/// Finds the Markdown files in a folder, but for what git ignores and what is
/// hidden.
fn find(folder: &Path, found: &mut Vec<PathBuf>) {
    let ignored = ignored(folder);
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().expect("the folder can be read");
        if name.starts_with('.') || ignored.contains(&name) {
            continue;
        }
        if kind.is_dir() {
            find(&entry.path(), found);
        } else if name.ends_with(".md") {
            found.push(entry.path());
        }
    }
}

/// What stands in a folder's `.gitignore`. The repository ignores whole
/// folders by their names, and no page by a pattern.
fn ignored(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join(".gitignore"));
    let text = text.unwrap_or_default();
    text.lines()
        .map(|line| line.trim_matches('/').to_owned())
        .collect()
}

impl Page {
    fn read(path: &str) -> Self {
        let text = read(path).expect("the page can be read");
        let mut page = Self {
            path: path.to_owned(),
            text: text.clone(),
            blocks: Vec::new(),
            links: Vec::new(),
            anchors: Vec::new(),
        };
        let mut heading = None;
        let mut is_code = false;
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    page.blocks.push(Block::new(&kind));
                    is_code = true;
                }
                Event::End(TagEnd::CodeBlock) => is_code = false,
                Event::Start(Tag::Link { dest_url, .. })
                | Event::Start(Tag::Image { dest_url, .. }) => {
                    page.links.push(dest_url.into_string());
                }
                Event::Start(Tag::Heading { .. }) => {
                    heading = Some(String::new());
                }
                Event::End(TagEnd::Heading(_)) => {
                    let heading = heading.take().unwrap_or_default();
                    page.anchors.push(anchor(&heading, &page.anchors));
                }
                Event::Text(text) | Event::Code(text) => {
                    page.text_in(&text, is_code, heading.as_mut());
                }
                _ => {}
            }
        }
        page
    }

    fn text_in(
        &mut self,
        text: &CowStr<'_>,
        is_code: bool,
        heading: Option<&mut String>,
    ) {
        if is_code {
            if let Some(block) = self.blocks.last_mut() {
                block.text.push_str(text);
            }
        } else if let Some(heading) = heading {
            heading.push_str(text);
        }
    }
}

impl Block {
    fn new(kind: &CodeBlockKind<'_>) -> Self {
        let (language, about) = match kind {
            CodeBlockKind::Indented => (None, None),
            CodeBlockKind::Fenced(info) => {
                let mut words = info.split_whitespace().map(str::to_owned);
                (Some(words.next().unwrap_or_default()), words.next())
            }
        };
        Self {
            language,
            about,
            text: String::new(),
        }
    }
}

/// What a link to a heading is made of, as GitHub and mdBook both do it: small
/// letters, hyphens for spaces, no punctuation, and a number for one that is
/// there already.
fn anchor(heading: &str, others: &[String]) -> String {
    let anchor: String = heading
        .trim()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .flat_map(char::to_lowercase)
        .collect();
    let numbered = |n: usize| format!("{anchor}-{n}");
    match others.contains(&anchor) {
        false => anchor,
        true => (1..)
            .map(numbered)
            .find(|anchor| !others.contains(anchor))
            .expect("there are few headings"),
    }
}
