//! An operation's functions in Rust, on both sides.

use idol::Generator;
use idol::server::ServerStyle;
use idol::syntax;

/// The signature of a client's method and of a server's, as they are
/// generated, of an operation with this number. Empty where one cannot be.
pub(super) fn both(
    interface: &syntax::Interface,
    name: &str,
    number: u16,
) -> (String, String) {
    let Some(operation) = interface.ops.get(name) else {
        return Default::default();
    };
    // All else would be generated in vain.
    let mut alone = syntax::Interface {
        name: interface.name.clone(),
        ops: Default::default(),
        reserved: Vec::new(),
        doc: None,
    };
    let mut operation = operation.clone();
    operation.number = number.into();
    // Free numbers below it would be counted.
    operation.number = operation.number.min(1);
    alone.ops.insert(name.to_owned(), operation);
    let generator = Generator::new();
    let (mut client, mut server) = (Vec::new(), Vec::new());
    // Whoever asks need not have both.
    let _ = generator.generate_client_stub(&alone, &mut client);
    let style = ServerStyle::InOrder;
    let _ = generator.generate_server_support(&alone, style, &mut server);
    let (client, server) = (
        String::from_utf8_lossy(&client),
        String::from_utf8_lossy(&server),
    );
    let of = |code: &str, begins| {
        let text = function(code, begins, name).unwrap_or_default();
        laid_out(&with_own_names(&text))
    };
    (of(&client, "    pub fn "), of(&server, "    fn "))
}

/// The function of this name, up to its body.
fn function(code: &str, begins: &str, name: &str) -> Option<String> {
    let heads = [format!("{begins}{name}("), format!("{begins}r#{name}(")];
    let is_head = |line: &&str| heads.iter().any(|head| line.starts_with(head));
    let mut lines = code.lines().skip_while(|line| !is_head(line));
    let mut text = String::new();
    loop {
        let line = lines.next()?;
        let line = line.strip_prefix("    ").unwrap_or(line);
        let ends = line.ends_with(" {") || line.ends_with(';');
        let line = line.trim_end_matches([';', '{']).trim_end();
        text.push_str(line);
        if ends {
            break;
        }
        text.push('\n');
    }
    for (long, short) in [
        ("::core::result::Result", "Result"),
        ("::idol_runtime::", "idol_runtime::"),
        ("::userlib::", "userlib::"),
    ] {
        text = text.replace(long, short);
    }
    Some(text)
}

/// Types as the file names them: a stub does so through a module of its own.
fn with_own_names(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("__idol_") {
        let (before, path) = rest.split_at(at);
        out.push_str(before);
        rest = match path.split_once("_types::") {
            Some((_, name)) => name,
            None => {
                out.push_str("__idol_");
                path.get("__idol_".len()..).unwrap_or_default()
            }
        };
    }
    out + rest
}

/// A long head with a parameter in each line.
fn laid_out(head: &str) -> String {
    let is_short = head.len() <= 80 || head.contains('\n');
    let (Some(open), false) = (head.find('('), is_short) else {
        return head.to_owned();
    };
    let mut out = String::with_capacity(head.len() * 2);
    let mut depth = 0_u32;
    let mut is_inside = false;
    for (at, c) in head.char_indices() {
        is_inside |= at == open;
        match c {
            _ if !is_inside => out.push(c),
            '(' | '[' | '<' => {
                depth += 1;
                out.push(c);
                if at == open {
                    out.push_str("\n    ");
                }
            }
            ')' if depth == 1 => {
                is_inside = false;
                out.push_str(",\n)");
            }
            ')' | ']' | '>' => {
                depth = depth.saturating_sub(1);
                out.push(c);
            }
            ',' if depth == 1 => out.push_str(",\n   "),
            _ => out.push(c),
        }
    }
    out
}
