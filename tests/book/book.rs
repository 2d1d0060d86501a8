//! The book, the front page and every other Markdown file tell the truth.
//!
//! A block of code says what it is in its fence: a language, and behind it the
//! file that it quotes or the code of a diagnostic that it gives. What each
//! language is held to is in [`blocks`] and [`commands`].
//!
//! `IDOL_BLESS=1 cargo test -p book` writes the tables that are copies.

mod blessings;
mod blocks;
mod commands;
mod links;
mod page;
mod runs;
mod said;
mod tables;
mod workspace;

use page::{Page, pages, pages_with_code, pages_with_commands};

/// These functions, with their names.
macro_rules! named {
    ($($test:ident),+ $(,)?) => {
        [$((stringify!($test), $test as fn())),+]
    };
}

fn main() {
    let mut trials = trials::each(named![
        code_is_quoted_from_files_that_are_compiled,
        every_block_is_in_a_language_that_is_held_to_something,
        interfaces_are_legal_or_give_the_code_shown,
        settings_are_toml_and_name_packages_that_are_here,
        what_the_generator_says_is_what_it_says,
        data_is_what_the_command_writes,
        commands_are_those_that_there_are,
        no_link_is_dead,
        every_page_of_the_book_is_in_its_summary,
        tables_that_are_copies_agree_with_what_they_are_copied_from,
        settings_are_all_in_the_book_and_the_book_has_no_others,
        every_blessing_is_explained,
        every_package_for_users_has_a_page_with_an_example,
    ]);
    // What cargo builds for one package has not the features of them all.
    trials.push(trials::long(
        "what_a_run_prints_is_what_it_prints",
        "compiles what the book runs",
        "book",
        || {
            what_a_run_prints_is_what_it_prints();
            Ok(())
        },
    ));
    trials::run(trials);
}

/// Fails with all that is wrong, each with its page.
fn all_right(pages: &[Page], wrong: impl Fn(&Page) -> Vec<String>) {
    let all: Vec<_> = pages
        .iter()
        .flat_map(|page| {
            let wrong = wrong(page).into_iter();
            wrong.map(|wrong| format!("{}: {wrong}\n", page.path))
        })
        .collect();
    assert!(all.is_empty(), "\n{}", all.concat());
}

fn code_is_quoted_from_files_that_are_compiled() {
    all_right(&pages_with_code(), blocks::misquoted);
}

fn every_block_is_in_a_language_that_is_held_to_something() {
    all_right(&pages_with_code(), blocks::unknown);
}

fn interfaces_are_legal_or_give_the_code_shown() {
    all_right(&pages_with_code(), blocks::interfaces);
}

fn settings_are_toml_and_name_packages_that_are_here() {
    all_right(&pages_with_code(), blocks::manifests);
}

fn what_the_generator_says_is_what_it_says() {
    all_right(&pages_with_code(), said::diagnostics);
}

fn data_is_what_the_command_writes() {
    all_right(&pages_with_code(), said::findings);
}

fn commands_are_those_that_there_are() {
    let known = workspace::Known::of_this_workspace();
    all_right(&pages_with_commands(), |page| known.wrong(page));
}

fn what_a_run_prints_is_what_it_prints() {
    all_right(&pages_with_commands(), runs::printed_otherwise);
}

fn no_link_is_dead() {
    let all = pages();
    all_right(&all, |page| links::dead(page, &all));
}

fn every_page_of_the_book_is_in_its_summary() {
    assert_eq!(links::in_summary(&pages()), links::in_book(&pages()));
}

fn tables_that_are_copies_agree_with_what_they_are_copied_from() {
    all_right(&pages(), tables::stale);
}

fn settings_are_all_in_the_book_and_the_book_has_no_others() {
    assert_eq!(tables::settings_in_book(), tables::settings());
}

fn every_blessing_is_explained() {
    assert_eq!(blessings::unexplained(), [""; 0]);
}

fn every_package_for_users_has_a_page_with_an_example() {
    let known = workspace::Known::of_this_workspace();
    let without = known.without_example();
    assert!(without.is_empty(), "no example: {without:?}");
}
