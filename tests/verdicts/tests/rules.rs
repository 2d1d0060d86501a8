//! What `idol diff` says of Rust is what the compiler says.
//!
//! Both versions of an interface are generated. A caller and servers of both
//! styles, written for the old one, are compiled against the new one.

mod rows;
mod source;

use std::sync::OnceLock;

use idol::Generator;
use idol::check::Side;
use idol::server::ServerStyle;
use idol::source::Source;
use idol::syntax::Interface;
use idol_cli::diff::{Audience, Rule, Verdict, Version, compare};
use trials::{Failed, Trial};

use crate::compiler::Compiler;
use rows::{NO_SOURCE, ROWS, Row};

const TYPES: &str = include_str!("rules/types.rs");

/// A trial for each rule, and that each has one.
pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![Trial::test("every_rule_has_a_row", || {
        every_rule_has_a_row();
        Ok(())
    })];
    for (index, row) in ROWS.iter().enumerate() {
        let name = row.rule.name().replace('-', "_");
        let name = format!("{name}_{index}_is_what_rustc_says");
        let test = move || tried(index, row);
        trials.push(Trial::test(name, test));
    }
    trials
}

fn every_rule_has_a_row() {
    for rule in Rule::ALL {
        let has_row = ROWS.iter().any(|row| row.rule == *rule);
        assert!(has_row != NO_SOURCE.contains(rule), "{}", rule.name());
    }
}

/// The text of an interface: what stands in it, or all of it.
fn interface(text: &str) -> String {
    match text.starts_with('(') {
        true => text.to_owned(),
        false => format!("(name: \"I\", ops: {{ {text} }})"),
    }
}

/// What a rule is tried with compiles or does not, as the row says, and that
/// is the rule's verdict.
fn tried(index: usize, row: &Row) -> Result<(), Failed> {
    static COMPILER: OnceLock<Result<Compiler, String>> = OnceLock::new();
    let compiler = COMPILER.get_or_init(|| {
        Compiler::new().map_err(|failed| format!("{:?}", failed.message()))
    });
    let compiler = compiler.as_ref()?;
    let (old, new) = (interface(row.old), interface(row.new));
    let rules = {
        let old = Source::new("old.idol", old.as_str());
        let new = Source::new("new.idol", new.as_str());
        let changes = compare(&Version::old(&old)?, &Version::new(&new)?);
        changes.iter().map(|change| change.rule).collect::<Vec<_>>()
    };
    assert!(rules.contains(&row.rule), "{rules:?}");
    let (old, new): (Interface, Interface) = (old.parse()?, new.parse()?);
    let mut compiles = Vec::new();
    for (what, expected) in [
        ("caller", row.caller),
        ("in_order", row.in_order),
        ("pipelined", row.pipelined),
    ] {
        let style = match what {
            "pipelined" => ServerStyle::Pipelined,
            _ => ServerStyle::InOrder,
        };
        let side = match what {
            "caller" => Side::Client,
            _ => Side::Server,
        };
        // As it was, it compiled.
        let before = text(&old, &old, side, style)?;
        let name = format!("{index}_{what}");
        let said = compiler.compile(&format!("{name}_old"), &before)?;
        if let Err(said) = said {
            return Err(format!("the old {what}: {said}").into());
        }
        let said = match text(&old, &new, side, style) {
            Ok(text) => compiler.compile(&name, &text)?,
            // There is nothing to compile against.
            Err(failed) => Err(format!("{:?}", failed.message())),
        };
        match (&said, expected) {
            (Ok(()), false) => {
                return Err(format!("{what} compiles").into());
            }
            (Err(said), true) => return Err(format!("{what}: {said}").into()),
            _ => {}
        }
        compiles.push(said.is_ok());
    }
    let all = compiles.iter().all(|compiles| *compiles);
    match row.rule.verdict(Audience::Rust) {
        Verdict::Compatible => assert!(all, "{compiles:?}"),
        Verdict::Breaking => assert!(!all, "{compiles:?}"),
        // Callers go on; a server lacks a function, which whoever builds it
        // is told. Or types that have one name are one type, or are not.
        Verdict::Look => {
            assert!(compiles[0] || row.rule == Rule::TypeMoved, "{compiles:?}")
        }
    }
    Ok(())
}

/// A crate: source that was written for the old version, and the stub of the
/// new one.
fn text(
    old: &Interface,
    new: &Interface,
    side: Side,
    style: ServerStyle,
) -> Result<String, Failed> {
    let generate = |interface: &Interface| -> Result<String, Failed> {
        let mut stub = Vec::new();
        let generator = Generator::new();
        match side {
            Side::Client => {
                generator.generate_client_stub(interface, &mut stub)?;
            }
            Side::Server | Side::Either => {
                generator
                    .generate_server_support(interface, style, &mut stub)?;
            }
        }
        Ok(String::from_utf8(stub)?)
    };
    let (before, after) = (generate(old)?, generate(new)?);
    let written = match (side, style) {
        (Side::Client, _) => source::caller(&before)?,
        (_, ServerStyle::InOrder) => {
            source::server(&before, &format!("InOrder{}Impl", old.name))?
        }
        (_, ServerStyle::Pipelined) => {
            source::server(&before, &format!("{}Replies", old.name))?
        }
    };
    Ok(format!(
        "#![allow(warnings)]\n\
         mod types {{\n{TYPES}\n}}\n\
         mod stub {{\nuse super::types::*;\n{after}\n}}\n\
         mod written {{\n\
         use super::types::*;\n\
         use super::stub::*;\n\
         fn named(it: {}) {{}}\n\
         {written}\n}}\n",
        match side {
            Side::Client => old.name.clone(),
            Side::Server | Side::Either => format!("{}Operation", old.name),
        }
    ))
}
