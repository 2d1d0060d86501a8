//! Links lead somewhere: to files that are there, and to headings in them.

use std::collections::BTreeSet;

use crate::page::{Page, root};

/// Where the pages of the book are.
const BOOK: &str = "docs/src/";
const SUMMARY: &str = "docs/src/SUMMARY.md";

/// Links of a page that lead nowhere.
pub(crate) fn dead(page: &Page, all: &[Page]) -> Vec<String> {
    let links = page.links.iter();
    links
        .filter_map(|link| leads(page, link, all).err())
        .collect()
}

fn leads(page: &Page, link: &str, all: &[Page]) -> Result<(), String> {
    if link.contains("://") {
        return Ok(());
    }
    let (file, anchor) = match link.split_once('#') {
        None => (link, None),
        Some((file, anchor)) => (file, Some(anchor)),
    };
    let target = match file {
        "" => page.path.clone(),
        _ => resolve(&page.path, file)?,
    };
    if !root().join(&target).exists() {
        return Err(format!("`{link}`: there is no {target}"));
    }
    // mdBook makes `.html` of every `.md`, also of those outside the book.
    let leaves = page.path.starts_with(BOOK) && !target.starts_with(BOOK);
    if leaves && target.ends_with(".md") {
        return Err(format!("`{link}` leaves the book: name the folder"));
    }
    let Some(anchor) = anchor else {
        return Ok(());
    };
    let there = all.iter().find(|page| page.path == target);
    match there.is_some_and(|p| p.anchors.iter().any(|a| a == anchor)) {
        true => Ok(()),
        false => Err(format!("`{link}`: no such heading in {target}")),
    }
}

/// What a link from a page leads to, from the root.
fn resolve(page: &str, link: &str) -> Result<String, String> {
    let mut parts: Vec<_> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_none() => {
                return Err(format!("`{link}` leaves the repository"));
            }
            ".." => {}
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// The pages that the book's summary names.
pub(crate) fn in_summary(all: &[Page]) -> BTreeSet<String> {
    let summary = all.iter().find(|page| page.path == SUMMARY);
    let links = summary.expect("there is a summary").links.iter();
    links
        .map(|link| resolve(SUMMARY, link).expect("it is in the book"))
        .collect()
}

/// The pages that are in the book's folder.
pub(crate) fn in_book(all: &[Page]) -> BTreeSet<String> {
    all.iter()
        .map(|page| page.path.clone())
        .filter(|path| path.starts_with(BOOK) && path != SUMMARY)
        .collect()
}
