//! Emacs opens a file in its mode, and asks the server about it.

use std::fs;
use std::process::Command;

use trials::{Failed, Trial};

use super::{editors, folder, missing, path_with_idol, real_file, run};

pub(crate) fn trials() -> Vec<Trial> {
    let emacs = || missing("emacs", "apt-get install emacs-nox");
    let eglot = || {
        emacs().or_else(|| {
            let found = Command::new("emacs")
                .args(["--batch", "--eval"])
                .arg("(unless (locate-library \"eglot\") (kill-emacs 1))")
                .output()
                .is_ok_and(|output| output.status.success());
            let way = "apt-get install elpa-eglot";
            (!found).then(|| format!("`eglot` is missing: {way}"))
        })
    };
    vec![
        trials::needing(
            "editors::emacs_has_a_mode_that_colours_and_sets_in",
            emacs(),
            colours_and_sets_in,
        ),
        trials::needing(
            "editors::emacs_shows_what_is_wrong_with_a_real_file",
            eglot(),
            shows_what_is_wrong,
        ),
    ]
}

/// What an expression says, once the file of this text is open.
fn script(test: &str, text: &str, script: &str) -> Result<String, Failed> {
    let folder = folder(test);
    fs::write(folder.join("a.idol"), text).map_err(|e| e.to_string())?;
    fs::write(folder.join("s.el"), script).map_err(|e| e.to_string())?;
    let mut emacs = Command::new("emacs");
    emacs
        .arg("--batch")
        .arg("-L")
        .arg(editors().join("emacs"))
        .args(["-l", "idol-mode", "-l", "s.el"])
        .env("PATH", path_with_idol());
    Ok(run(&mut emacs, &folder)?)
}

fn colours_and_sets_in() -> Result<(), Failed> {
    let text = real_file();
    let flat: String = text
        .lines()
        .map(|line| format!("{}\n", line.trim_start()))
        .collect();
    let said = script(
        "emacs-mode",
        &flat,
        r#"
(find-file "a.idol")
(font-lock-ensure)
(defun face (text sign)
  (goto-char (point-min))
  (search-forward (concat text sign))
  (message "face|%s|%s" text
           (get-text-property (- (point) 2) 'face)))
(face "Interface" "(")
(face "Result" "(")
(face "name" ":")
(message "mode|%s" major-mode)
(indent-region (point-min) (point-max))
(save-buffer)
"#,
    )?;
    for expected in [
        "face|Interface|font-lock-keyword-face",
        "face|Result|font-lock-type-face",
        "face|name|font-lock-variable-name-face",
        "mode|idol-mode",
    ] {
        if !said.contains(expected) {
            return Err(format!("no {expected:?} in\n{said}").into());
        }
    }
    let file =
        format!("{}/editors/emacs-mode/a.idol", env!("CARGO_TARGET_TMPDIR"));
    let written = fs::read_to_string(file).map_err(|e| e.to_string())?;
    // Real files may be set in otherwise, those of `idol fmt` are not.
    let source = idol::source::Source::new("a.idol", text);
    let formatted = idol_cli::fmt::format(&source).expect("it is legal");
    let source = idol::source::Source::new("a.idol", written);
    let again = idol_cli::fmt::format(&source).expect("it is legal");
    match again == formatted {
        true => Ok(()),
        false => Err(again.into()),
    }
}

fn shows_what_is_wrong() -> Result<(), Failed> {
    let text = real_file();
    let line = text.lines().position(|line| line.contains("reply:"));
    let line = line.expect("a file has a reply") + 1;
    let broken = text.replacen("reply:", "repyl:", 1);
    let said = script(
        "emacs-eglot",
        &broken,
        r#"
(require 'eglot)
(setq eglot-sync-connect 60 eglot-autoshutdown nil)
(find-file "a.idol")
(call-interactively #'eglot)
(with-timeout (60 (message "nothing came"))
  (while (not (flymake-diagnostics))
    (accept-process-output nil 0.1)
    (flymake-start)))
(dolist (found (flymake-diagnostics))
  (message "found|%d|%s"
           (line-number-at-pos (flymake-diagnostic-beg found))
           (flymake-diagnostic-text found)))
(kill-emacs 0)
"#,
    )?;
    let expected = format!("found|{line}|");
    let is_shown =
        said.contains(&expected) && said.contains("unknown key `repyl`");
    match is_shown {
        true => Ok(()),
        false => Err(said.into()),
    }
}
