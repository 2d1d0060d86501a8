//! `idol explain`.

use idol::diagnostic::Code;
use idol_cli::codes;
use idol_cli::explain::{explanation, title};
use snapbox::str;

use super::Folder;

#[test]
fn every_code_is_explained_by_its_code_and_its_name() {
    let folder = Folder::new("explain", &[]);
    // What the command reads of its arguments; a process for each takes long.
    let each = if trials::all() { 1 } else { 24 };
    for (turn, &code) in Code::ALL.iter().enumerate() {
        let texts = [
            code.to_string(),
            code.to_string().to_lowercase(),
            codes::name(code),
        ];
        for text in &texts {
            assert_eq!(codes::parse(text), Ok(code), "{text}");
        }
        for text in texts.iter().skip(turn % each).step_by(each) {
            let output =
                folder.idol(["explain", text]).output().expect("it runs");
            assert_eq!(output.status.code(), Some(0), "{text}");
            let said = String::from_utf8_lossy(&output.stdout);
            assert_eq!(said, explanation(code), "{text}");
            assert!(output.stderr.is_empty(), "{text}");
        }
    }
}

#[test]
fn without_a_code_all_are_listed() {
    let output = Folder::new("explain_all", &[])
        .idol(["explain"])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    let lines: Vec<_> = Code::ALL
        .iter()
        .map(|code| format!("{code}  {}", title(*code)))
        .collect();
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(said.lines().collect::<Vec<_>>(), lines);
}

#[test]
fn colours_replace_the_marks_of_markdown() {
    let output = Folder::new("explain_colours", &[])
        .idol(["explain", "E0140", "--color", "always"])
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.starts_with("\u{1b}[1mE0140: "), "{said}");
    assert!(!said.contains("```"), "{said}");
    let title = format!("# E0140: {}", title(Code::NoAccess));
    let plain = anstream::adapter::strip_str(&said).to_string();
    let words = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with("```"));
        lines
            .flat_map(str::split_whitespace)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let page = explanation(Code::NoAccess);
    assert!(page.starts_with(&title), "{page}");
    assert_eq!(words(&plain), words(page.trim_start_matches("# ")));
}

#[test]
fn a_code_that_does_not_exist_is_exit_code_2() {
    let folder = Folder::new("explain_bad", &[]);
    folder
        .idol(["explain", "E0999"])
        .assert()
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: invalid value 'E0999' for '[CODE]': no such code; `idol explain` lists all

For more information, try '--help'.

"#]]);
    for code in ["0140", "W0140", "E140", "", "E0140 "] {
        folder.idol(["explain", code]).assert().code(2);
    }
}
