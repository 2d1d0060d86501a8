//! Neovim opens a real file and shows what is wrong with it.

use std::fs;
use std::process::Command;

use trials::{Failed, Trial};

use super::{editors, folder, missing, path_with_idol, real_file, run};

pub(crate) fn trials() -> Vec<Trial> {
    let missing = || missing("nvim", "apt-get install neovim");
    vec![
        trials::needing(
            "editors::neovim_shows_what_is_wrong_with_a_real_file",
            missing(),
            shows_what_is_wrong,
        ),
        trials::needing(
            "editors::neovim_formats_and_fixes_a_real_file",
            missing(),
            formats_and_fixes,
        ),
    ]
}

const PRELUDE: &str = r#"
function wait(what, done)
  if not vim.wait(60000, done, 50) then
    io.stdout:write('nothing came of ' .. what .. '\n')
    vim.cmd('cquit')
  end
end
function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000)
  for _, answer in pairs(answers or {}) do
    return answer.result
  end
end
function say(...)
  io.stdout:write(table.concat({ ... }, '|') .. '\n')
end
"#;

/// What a script of Lua says, once the file of this text is open.
fn script(test: &str, text: &str, script: &str) -> Result<String, Failed> {
    let folder = folder(test);
    fs::write(folder.join("a.idol"), text).map_err(|e| e.to_string())?;
    fs::write(
        folder.join("s.lua"),
        format!("{PRELUDE}{script}\nvim.cmd('qa!')"),
    )
    .map_err(|e| e.to_string())?;
    let plugin = editors().join("neovim");
    let runtime = format!("set runtimepath+={}", plugin.display());
    let mut nvim = Command::new("nvim");
    nvim.args(["--headless", "--clean", "-n", "--cmd", &runtime])
        .args(["--cmd", "filetype plugin on", "--cmd", "syntax on"])
        .args(["a.idol", "-S", "s.lua"])
        .env("PATH", path_with_idol());
    Ok(run(&mut nvim, &folder)?)
}

/// A real file with a misspelt key, and the line that it is in.
fn broken() -> (String, usize) {
    let text = real_file();
    let line = text.lines().position(|line| line.contains("reply:"));
    let broken = text.replacen("reply:", "repyl:", 1);
    (broken, line.expect("a file has a reply"))
}

fn shows_what_is_wrong() -> Result<(), Failed> {
    let (text, line) = broken();
    let said = script(
        "neovim-diagnostics",
        &text,
        r#"
vim.diagnostic.config({ virtual_text = true })
wait('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
for _, found in ipairs(vim.diagnostic.get(0)) do
  say('found', found.lnum, found.severity, (found.message:gsub('\n', ' ')))
end
-- What is on the screen beside the line.
for _, space in pairs(vim.diagnostic.get_namespaces()) do
  local shown = space.user_data.virt_text_ns
  local marks = shown and vim.api.nvim_buf_get_extmarks(
    0, shown, 0, -1, { details = true }) or {}
  for _, mark in ipairs(marks) do
    local text = mark[4].virt_text
    say('shown', mark[2], text[#text][1])
  end
end
say('type', vim.bo.filetype, vim.bo.commentstring, vim.b.current_syntax)
vim.fn.cursor(vim.fn.search('name:'), 5)
local params = vim.lsp.util.make_position_params(0, 'utf-16')
local hover = ask('textDocument/hover', params)
say('hover', (hover.contents.value:gsub('\n', ' ')))
"#,
    )?;
    for expected in [
        format!("found|{line}|1|unknown key `repyl` in an operation"),
        format!("shown|{line}|"),
        "type|idol|// %s|idol".to_owned(),
        "hover|`name`  The prefix of every generated type".to_owned(),
    ] {
        if !said.contains(&expected) {
            return Err(format!("no {expected:?} in\n{said}").into());
        }
    }
    Ok(())
}

fn formats_and_fixes() -> Result<(), Failed> {
    let (text, _) = broken();
    let said = script(
        "neovim-fix",
        &text,
        r#"
wait('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
local found = vim.diagnostic.get(0)[1]
local at = { line = found.lnum, character = found.col }
local actions = ask('textDocument/codeAction', {
  textDocument = vim.lsp.util.make_text_document_params(),
  range = { start = at, ['end'] = at },
  context = { diagnostics = {} },
})
say('action', actions[1].title)
vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16')
wait('no diagnostics', function()
  for _, found in ipairs(vim.diagnostic.get(0)) do
    if found.severity == 1 then return false end
  end
  return true
end)
local edits = ask('textDocument/formatting', {
  textDocument = vim.lsp.util.make_text_document_params(),
  options = { tabSize = 4, insertSpaces = true },
})
vim.lsp.util.apply_text_edits(edits, 0, 'utf-16')
vim.cmd('silent write')
"#,
    )?;
    if !said.contains("action|Write `reply` for `repyl`") {
        return Err(said.into());
    }
    let file = folder_of("neovim-fix").join("a.idol");
    let written = fs::read_to_string(file).map_err(|e| e.to_string())?;
    let source = idol::source::Source::new("a.idol", real_file());
    let formatted = idol_cli::fmt::format(&source).expect("it is legal");
    match written == formatted {
        true => Ok(()),
        false => Err(format!("{said}\n{written}").into()),
    }
}

fn folder_of(test: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("editors")
        .join(test)
}
