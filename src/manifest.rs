//! What a manifest says about dependencies, as far as a build script can know.
//!
//! Cargo has read the file and found it right, so nothing is checked here. What
//! is not understood makes the whole unknown: nobody is refused for a form of
//! TOML that this does not know.

/// A line of a table that names dependencies.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Dependency {
    /// The key, which is what Rust calls the crate unless its library has a
    /// name of its own.
    pub(crate) key: String,
    /// Where it is, if that is a folder.
    pub(crate) path: Option<String>,
    pub(crate) source: Origin,
    /// The package's name, where the key is another; empty if it is unknown.
    pub(crate) package: Option<String>,
    /// Whether a feature has to ask for it.
    pub(crate) optional: bool,
}

/// Where a dependency is described.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Origin {
    /// Here.
    Own,
    /// Here, and it comes from a repository, whose packages may have
    /// libraries of any name.
    Git,
    /// In the workspace's manifest.
    Workspace,
}

/// A key with all tables that it is in, and its value as it is written.
type Entry<'t> = (Vec<String>, &'t str);

/// What code of a package may name, tests included, on any target and with any
/// feature: all but what build scripts alone see. `None` is unknown.
pub(crate) fn dependencies(text: &str) -> Option<Vec<Dependency>> {
    Some(collect(&entries(text)?, |path| match path {
        [table, rest @ ..] if of_code(table) => Some(rest),
        [target, _, table, rest @ ..]
            if target == "target" && of_code(table) =>
        {
            Some(rest)
        }
        _ => None,
    }))
}

/// What all code of a package may name, on any target; with any feature, where
/// it is not optional. `None` is unknown.
pub(crate) fn plain(text: &str) -> Option<Vec<Dependency>> {
    Some(collect(&entries(text)?, |path| match path {
        [table, rest @ ..] if table == "dependencies" => Some(rest),
        _ => None,
    }))
}

/// What members of a workspace share.
pub(crate) fn shared(text: &str) -> Option<Vec<Dependency>> {
    Some(collect(&entries(text)?, |path| match path {
        [workspace, table, rest @ ..]
            if workspace == "workspace" && table == "dependencies" =>
        {
            Some(rest)
        }
        _ => None,
    }))
}

fn of_code(table: &str) -> bool {
    matches!(
        table,
        "dependencies" | "dev-dependencies" | "dev_dependencies"
    )
}

fn collect(
    entries: &[Entry<'_>],
    inside: impl Fn(&[String]) -> Option<&[String]>,
) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    for (path, value) in entries {
        let Some([key, setting @ ..]) = inside(path) else {
            continue;
        };
        let at = match found.iter().position(|known| known.key == *key) {
            Some(at) => at,
            None => {
                found.push(Dependency {
                    key: key.clone(),
                    path: None,
                    source: Origin::Own,
                    package: None,
                    optional: false,
                });
                found.len() - 1
            }
        };
        match setting.first().map(String::as_str) {
            Some("path") => found[at].path = string(value),
            Some("git") => found[at].source = Origin::Git,
            Some("workspace") => found[at].source = Origin::Workspace,
            Some("package") => {
                found[at].package = Some(string(value).unwrap_or_default());
            }
            Some("optional") => found[at].optional = *value != "false",
            _ => {}
        }
    }
    found
}

/// A string's text, where nothing in it is escaped.
fn string(value: &str) -> Option<String> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = value.get(1..)?.strip_suffix(quote)?;
    let plain = !inner.contains(quote) && !inner.contains('\\');
    plain.then(|| inner.to_owned())
}

/// All keys that have values, tables within a line included.
fn entries(text: &str) -> Option<Vec<Entry<'_>>> {
    let mut found = Vec::new();
    let mut table = Vec::new();
    for statement in split(text, '\n')? {
        if let Some(head) = statement.strip_prefix('[') {
            let head = head.strip_suffix(']')?;
            let list = head.strip_prefix('[');
            let head = list.and_then(|h| h.strip_suffix(']')).unwrap_or(head);
            table = keys(head)?;
            // A table says that it is there, even if nothing is in it.
            found.push((table.clone(), ""));
        } else {
            entry(&table, statement, &mut found)?;
        }
    }
    Some(found)
}

fn entry<'t>(
    table: &[String],
    statement: &'t str,
    found: &mut Vec<Entry<'t>>,
) -> Option<()> {
    let (key, value) = halves(statement)?;
    let mut path = table.to_vec();
    path.extend(keys(key)?);
    match value.strip_prefix('{') {
        None => found.push((path, value)),
        Some(inner) => {
            found.push((path.clone(), ""));
            for part in split(inner.strip_suffix('}')?, ',')? {
                entry(&path, part, found)?;
            }
        }
    }
    Some(())
}

/// What stands on both sides of the first `=` outside of quotes.
fn halves(statement: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, c) in statement.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '=' => {
                let value = statement.get(at + 1..)?;
                return Some((&statement[..at], value.trim()));
            }
            None => {}
        }
    }
    None
}

/// The parts of a key, which dots divide.
fn keys(text: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    loop {
        let (key, after) = match rest.chars().next()? {
            quote @ ('"' | '\'') => {
                let (key, after) = rest[1..].split_once(quote)?;
                (key, after)
            }
            _ => {
                let bare = |c: char| {
                    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
                };
                rest.split_at(rest.find(|c| !bare(c)).unwrap_or(rest.len()))
            }
        };
        if key.is_empty() || key.contains('\\') {
            return None;
        }
        found.push(key.to_owned());
        rest = after.trim_start();
        if rest.is_empty() {
            return Some(found);
        }
        rest = rest.strip_prefix('.')?.trim_start();
    }
}

/// Divides a text at a character outside of strings, brackets and comments.
/// `None` where one of those has no end, or there is a comment inside of
/// brackets, whose words would count.
fn split(text: &str, end: char) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = text.get(at..)?.chars().next() {
        let rest = &text[at..];
        match c {
            '"' | '\'' => {
                at += quoted(rest, c)?;
                continue;
            }
            '#' => {
                if depth == 0 {
                    found.push(&text[start..at]);
                }
                at += rest.find('\n').unwrap_or(rest.len());
                if depth == 0 {
                    start = at;
                }
                continue;
            }
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.checked_sub(1)?,
            _ if c == end && depth == 0 => {
                found.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    found.push(&text[start..]);
    if depth != 0 {
        return None;
    }
    let found = found.into_iter().map(str::trim);
    Some(found.filter(|part| !part.is_empty()).collect())
}

/// The bytes of the string at the beginning of a text, quotes included.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let long = quote.to_string().repeat(3);
    let mark = match text.starts_with(&long) {
        true => long,
        false => quote.to_string(),
    };
    let mut at = mark.len();
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with(&mark) {
            at += mark.len();
            // Quotes right before the end belong to a long string.
            while mark.len() == 3 && text[at..].starts_with(quote) {
                at += 1;
            }
            return Some(at);
        }
        let c = rest.chars().next()?;
        at += c.len_utf8();
        if c == '\\' && quote == '"' {
            at += text.get(at..)?.chars().next()?.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, dependencies, shared};

    /// The keys of the dependencies of a manifest that is understood.
    fn keys(text: &str) -> Vec<String> {
        let found = dependencies(text).expect("understood");
        found.into_iter().map(|it| it.key).collect()
    }

    #[test]
    fn dependencies_are_found_however_they_are_written() {
        for text in [
            "[dependencies]\nserde = \"1\"",
            "[dependencies] # those\r\n  serde = { version = \"1\" } # it\r\n",
            "[dependencies]\nserde.workspace = true",
            "[dependencies]\n\"serde\" = '1'",
            "[dependencies.serde]\nversion = \"1\"\nfeatures = [\n  \"derive\", # a, ]\n]",
            "[ dependencies . 'serde' ]",
            "[target.'cfg(target_os = \"none\")'.dependencies]\nserde = \"1\"",
            "[target.thumbv7em-none-eabihf.dependencies.serde]\nversion = \"1\"",
            "[dev-dependencies]\nserde = \"1\"",
            "[package]\nname = \"a\"\ndescription = \"\"\"\n[dependencies]\nno = 1 \\\"\"\"\"\n\
             [dependencies]\nserde = \"1\"\n[build-dependencies]\nidol = \"0\"",
            "dependencies = { serde = { version = \"1\", features = [\"a\", \"b\"] } }",
            "dependencies.serde = \"1\"",
        ] {
            assert_eq!(keys(text), ["serde"], "{text}");
        }
    }

    #[test]
    fn what_is_no_dependency_of_code_is_not_one() {
        for text in [
            "",
            "[build-dependencies]\nserde = \"1\"",
            "# [dependencies]\n# serde = \"1\"",
            "[features]\ndependencies = [\"serde\"]",
            "[workspace.dependencies]\nserde = \"1\"",
            "[package.metadata.dependencies]\nserde = \"1\"",
            "[[bin]]\nname = 'dependencies'",
        ] {
            assert_eq!(keys(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_unknown() {
        for text in [
            "[dependencies]\n\"ser\\u0064e\" = \"1\"",
            "[dependencies\nserde = \"1\"",
            "text = \"\"\"",
            "serde",
            "[a] b = 1",
            "a = ]",
            "a = { b = 1",
        ] {
            assert_eq!(dependencies(text), None, "{text}");
        }
    }

    #[test]
    fn where_a_dependency_comes_from_is_known() {
        let text = "[dependencies]\nnear = { path = \"../near\" }\n\
                    far = { git = \"https://git.example/far\" }\n\
                    common.workspace = true\n\
                    [workspace.dependencies]\ncommon = { path = 'c' }";
        let found = dependencies(text).expect("understood");
        let origins: Vec<_> = found.iter().map(|it| it.source).collect();
        assert_eq!(origins, [Origin::Own, Origin::Git, Origin::Workspace]);
        assert_eq!(found[0].path.as_deref(), Some("../near"));
        let shared = shared(text).expect("understood");
        assert_eq!(shared[0].path.as_deref(), Some("c"));
    }
}
