//! The section `.idolatry` of a generated server.

use idol::Generator;
use idol::server::ServerStyle;
use idol::syntax::Interface;

/// The text that a server of `interface` carries.
pub(crate) fn of(interface: &Interface) -> String {
    in_server(&stub(interface))
}

/// The stub of a server.
pub(crate) fn stub(interface: &Interface) -> String {
    let mut server = Vec::new();
    Generator::new()
        .generate_server_support(interface, ServerStyle::InOrder, &mut server)
        .expect("a server can be generated");
    String::from_utf8(server).expect("what is generated is text")
}

/// The text in the stub of a server.
fn in_server(stub: &str) -> String {
    let file = syn::parse_file(stub).expect("it is Rust");
    let section = file.items.iter().find_map(|item| match item {
        syn::Item::Static(item)
            if item.ident.to_string().ends_with("_INTERFACE") =>
        {
            Some(item)
        }
        _ => None,
    });
    let section = section.expect("it is there");
    let bytes = match &*section.expr {
        syn::Expr::Block(block) => block
            .block
            .stmts
            .iter()
            .filter_map(|statement| match statement {
                syn::Stmt::Item(syn::Item::Const(item)) => Some(item),
                _ => None,
            })
            .flat_map(part)
            .collect(),
        literal => value(literal),
    };
    let syn::Type::Array(array) = &*section.ty else {
        panic!("it is an array");
    };
    assert_eq!(integer(&array.len), bytes.len(), "the stub compiles");
    String::from_utf8(bytes).expect("the section is text")
}

/// What the compiler makes of a part of the text: a literal, or lines with
/// numbers in them.
fn part(part: &syn::ItemConst) -> Vec<u8> {
    let (syn::Type::Array(lines), syn::Expr::Call(hold)) =
        (&*part.ty, &*part.expr)
    else {
        return value(&part.expr);
    };
    let line = String::from_utf8(value(&hold.args[0])).expect("it is text");
    let zeros = "0".repeat(line.matches('0').count());
    let first = integer(&hold.args[1]);
    let numbers = first..first + integer(&lines.len);
    let lines = numbers.map(|n| line.replacen(&zeros, &n.to_string(), 1));
    lines.collect::<String>().into_bytes()
}

fn value(literal: &syn::Expr) -> Vec<u8> {
    match literal {
        syn::Expr::Unary(reference) => value(&reference.expr),
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::ByteStr(bytes),
            ..
        }) => bytes.value(),
        _ => panic!("no literal"),
    }
}

fn integer(literal: &syn::Expr) -> usize {
    let syn::Expr::Lit(syn::ExprLit {
        lit: syn::Lit::Int(integer),
        ..
    }) = literal
    else {
        panic!("no integer");
    };
    integer.base10_parse().expect("it fits")
}
