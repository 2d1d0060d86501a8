//! Every name that generated code binds, imports or defines is in the table.

use std::collections::BTreeSet;

use idol::check::Side;
use idol::load;
use idol::model::Interface;
use idol::server::ServerStyle;
use idol::source::Source;
use idol::{CounterSettings, Generator};
use proc_macro2::{Delimiter, TokenTree};
use syn::visit::{self, Visit};

use crate::names;

/// All kinds of operations.
const EVERYTHING: &str = r#"Interface(name: "All", ops: {
    "one": (
        args: {
            "a": "u8",
            "b": "bool",
            "c": (type: "C", recv: FromPrimitive("u8")),
            "d": (type: "D", recv: From("u16")),
            "e": "Option<u8>",
            "f": "((), ())",
        },
        leases: {
            "g": (type: "[u8]", read: true),
            "h": (type: "[u16]", write: true, max_len: 4),
            "i": (type: "u32", read: true, write: true),
        },
        reply: Result(ok: "u32", err: CLike("Code")),
    ),
    "two": (reply: Result(ok: "Option<u32>", err: Complex("Fault"))),
    "three": (reply: Result(ok: "[u8; 4]", err: CLike("Code"))),
    "four": (reply: Result(ok: "bool", err: ServerDeath)),
    "five": (reply: Simple((type: "M", recv: FromPrimitive("u8"))), idempotent: true),
    "six": (
        encoding: Hubpack,
        args: { "j": "J", "k": "bool" },
        reply: Result(ok: "u32", err: Complex("Fault")),
    ),
    "seven": (
        encoding: Ssmarshal,
        args: { "l": "L" },
        leases: { "m": (type: "[u8]", read: true) },
        reply: Result(ok: "N", err: CLike("Code")),
        idempotent: true,
    ),
    "far": (number: 2000, reply: Simple("()"), idempotent: true),
})"#;

/// The same error everywhere, so that there is a `FailServer`.
const ALIKE: &str = r#"Interface(name: "All", ops: {
    "one": (reply: Result(ok: "u32", err: CLike("Code"))),
    "two": (args: { "a": "u8" }, reply: Result(ok: "()", err: CLike("Code"))),
})"#;

/// What a stub brings into scope for its users.
const IMPORTED: [&str; 2] = ["sys_send", "UnwrapLite"];

#[test]
fn generated_code_binds_imports_and_defines_only_what_is_in_the_table() {
    let mut unknown = BTreeSet::new();
    let mut found = BTreeSet::new();
    for text in [EVERYTHING, ALIKE] {
        let source = Source::new("all.idol", text);
        let loaded = load::load(&source, Side::Server).expect("it is legal");
        for stub in stubs(&loaded.syntax) {
            let file = syn::parse_file(&stub).expect("it is Rust");
            let mut names = Names::default();
            names.visit_file(&file);
            for name in names.0 {
                if !is_known(&loaded.interface, &name) {
                    unknown.insert(name.clone());
                }
                found.insert(name);
            }
        }
    }
    assert_eq!(unknown, BTreeSet::new());
    // It looks where names are.
    for name in [
        "__code",
        "__S",
        "All",
        "AllReplies",
        "All_six_ARGS",
        "FailServer",
        "INCOMING_SIZE",
        "ONE_MSG_SIZE",
        "a",
        "read_six_msg",
    ] {
        assert!(found.contains(name), "{name} is not in {found:?}");
    }
}

fn stubs(interface: &idol::syntax::Interface) -> Vec<String> {
    let mut stubs = Vec::new();
    for counted in [false, true] {
        let counters = CounterSettings::default()
            .with_client_counters(counted)
            .with_server_counters(counted);
        let generator = Generator::new()
            .with_counters(counters)
            .with_unsupported_operations(["two"]);
        let mut client = Vec::new();
        generator
            .generate_client_stub(interface, &mut client)
            .expect("a client can be generated");
        stubs.push(client);
        for style in [ServerStyle::InOrder, ServerStyle::Pipelined] {
            let mut server = Vec::new();
            generator
                .generate_server_support(interface, style, &mut server)
                .expect("a server can be generated");
            stubs.push(server);
        }
    }
    let text = |stub| String::from_utf8(stub).expect("it is text");
    stubs.into_iter().map(text).collect()
}

/// Whether the table has a name, or the interface says it.
fn is_known(interface: &Interface, name: &str) -> bool {
    let iface = interface.name.as_str();
    let op = |name: &str| {
        interface
            .operations
            .iter()
            .any(|op| op.name.as_str() == name)
    };
    name.starts_with(names::PRIVATE)
        || names::generated_type(iface, op, name).is_some()
        || name == names::INCOMING_SIZE
        || IMPORTED.contains(&name)
        || name.starts_with(&names::client_fingerprint(iface, "").to_string())
        || interface.operations.iter().any(|op| {
            let of_op = op.name.as_str();
            let own = op
                .arguments
                .iter()
                .map(|argument| &argument.name)
                .chain(op.leases.iter().map(|lease| &lease.name));
            names::read_message(of_op).are(name)
                || name == names::message_size(of_op).to_string()
                || name == names::reply_size(of_op).to_string()
                || own.into_iter().any(|own| own.as_str() == name)
        })
}

/// The names that a file binds, imports or defines in the scope of its user,
/// and in that of functions and blocks inside. What stands in a module of its
/// own meets no user's names.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn see(&mut self, name: &syn::Ident) {
        self.0.insert(name.to_string());
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Const(item) if item.ident != "_" => {
                self.see(&item.ident)
            }
            syn::Item::Enum(item) => self.see(&item.ident),
            syn::Item::Fn(item) => self.see(&item.sig.ident),
            syn::Item::Macro(item) => {
                if let Some(name) = &item.ident {
                    return self.see(name);
                }
                // What may have any style, behind the words for the macro and
                // the braces with proofs and rows, of which it makes private
                // names, those of structs for debuggers, and `read_.._msg`.
                let in_braces = |token: &TokenTree| {
                    matches!(token, TokenTree::Group(group)
                        if group.delimiter() == Delimiter::Brace)
                };
                let tokens = item.mac.tokens.clone().into_iter();
                let items = tokens
                    .skip_while(|token| !in_braces(token))
                    .skip_while(in_braces);
                let items = syn::parse2(items.collect());
                return self.visit_file(&items.expect("it is Rust"));
            }
            syn::Item::Mod(item) => return self.see(&item.ident),
            syn::Item::Static(item) => self.see(&item.ident),
            syn::Item::Struct(item) => self.see(&item.ident),
            syn::Item::Trait(item) => self.see(&item.ident),
            syn::Item::Type(item) => self.see(&item.ident),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.see(&name.ident);
    }

    fn visit_use_rename(&mut self, name: &'ast syn::UseRename) {
        if name.rename != "_" {
            self.see(&name.rename);
        }
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.see(&pattern.ident);
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_type_param(&mut self, parameter: &'ast syn::TypeParam) {
        // `T` of a proof stands where no type of a user's does.
        if parameter.ident != "T" {
            self.see(&parameter.ident);
        }
        visit::visit_type_param(self, parameter);
    }

    fn visit_const_param(&mut self, parameter: &'ast syn::ConstParam) {
        self.see(&parameter.ident);
        visit::visit_const_param(self, parameter);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        // Without a body, parameters meet nothing.
        if function.default.is_some() {
            visit::visit_trait_item_fn(self, function);
        }
    }
}
