//! `idol completions`.

use snapbox::str;

use super::Folder;

#[test]
fn every_shell_has_a_script_that_names_all_subcommands() {
    let folder = Folder::new("completions", &[]);
    let subcommands = super::whole::subcommands();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = folder
            .idol(["completions", shell])
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{shell}");
        assert!(output.stderr.is_empty(), "{shell}");
        let script = String::from_utf8_lossy(&output.stdout);
        for subcommand in &subcommands {
            assert!(script.contains(subcommand), "{subcommand} in {shell}");
        }
    }
}

#[test]
fn a_shell_that_does_not_exist_is_exit_code_2() {
    Folder::new("completions_bad", &[])
        .idol(["completions", "tcsh"])
        .assert()
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: invalid value 'tcsh' for '<SHELL>'
  [possible values: bash, elvish, fish, powershell, zsh]

  tip: a similar value exists: 'zsh'

For more information, try '--help'.

"#]]);
}

#[test]
fn the_codes_to_explain_are_completed() {
    let folder = Folder::new("completions_codes", &[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = folder
            .idol(["completions", shell])
            .output()
            .expect("it runs");
        let script = String::from_utf8_lossy(&output.stdout);
        // The scripts of these complete no values of any argument.
        let completes = !matches!(shell, "elvish" | "powershell");
        for code in idol::diagnostic::Code::ALL {
            let code = code.to_string();
            assert_eq!(script.contains(&code), completes, "{code} in {shell}");
        }
    }
}
