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
        syn::Expr::Block(block) => put_together(&block.block.stmts),
        literal => value(literal),
    };
    let syn::Type::Array(array) = &*section.ty else {
        panic!("it is an array");
    };
    assert_eq!(integer(&array.len), bytes.len(), "the stub compiles");
    String::from_utf8(bytes).expect("the section is text")
}

/// What the compiler makes of the parts that are put together.
fn put_together(statements: &[syn::Stmt]) -> Vec<u8> {
    let mut parts = Vec::new();
    let mut text = Vec::new();
    for statement in statements {
        match statement {
            syn::Stmt::Item(syn::Item::Const(item)) => {
                parts.push((item.ident.to_string(), part(item)));
            }
            syn::Stmt::Local(local) => {
                let init = local.init.as_ref().map(|init| &*init.expr);
                let Some(syn::Expr::Call(put)) = init else {
                    continue;
                };
                let name = part_name(&put.args[2]);
                let (_, bytes) = parts
                    .iter()
                    .find(|(other, _)| *other == name)
                    .expect("it is there");
                let from = integer(&put.args[3]);
                let length = integer(&put.args[4]);
                text.extend_from_slice(&bytes[from..from + length]);
            }
            _ => {}
        }
    }
    text
}

/// The constant that an expression flattens, or is.
fn part_name(part: &syn::Expr) -> String {
    match part {
        syn::Expr::MethodCall(flattened) => part_name(&flattened.receiver),
        syn::Expr::Path(path) => {
            path.path.require_ident().expect("it is one").to_string()
        }
        _ => panic!("no constant"),
    }
}

/// What the compiler makes of a part: a literal, or lines with numbers in
/// them, ten in a block.
fn part(part: &syn::ItemConst) -> Vec<u8> {
    let (syn::Type::Array(blocks), syn::Expr::Call(hold)) =
        (&*part.ty, &*part.expr)
    else {
        return value(&part.expr);
    };
    let line = String::from_utf8(value(&hold.args[0])).expect("it is text");
    let zeros = "0".repeat(line.matches('0').count());
    let first = 10 * integer(&hold.args[1]);
    let numbers = first..first + 10 * integer(&blocks.len);
    let width = zeros.len();
    let lines =
        numbers.map(|n| line.replacen(&zeros, &format!("{n:0width$}"), 1));
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
