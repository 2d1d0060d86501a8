//! The section `.idolatry` of a generated server.

use idol::Generator;
use idol::server::ServerStyle;
use idol::syntax::Interface;

/// The text that a server of `interface` carries.
pub(crate) fn of(interface: &Interface) -> String {
    let mut server = Vec::new();
    Generator::new()
        .generate_server_support(interface, ServerStyle::InOrder, &mut server)
        .expect("a server can be generated");
    in_server(&String::from_utf8(server).expect("what is generated is text"))
}

/// The text in the stub of a server.
fn in_server(stub: &str) -> String {
    let (_, rest) = stub.split_once("_INTERFACE: [u8; ").expect("it is there");
    let (length, rest) = rest.split_once("] = *").expect("it is bytes");
    let (literal, _) = rest.split_once("\n\";\n").expect("they end");
    let literal: syn::LitByteStr =
        syn::parse_str(&format!("{literal}\n\"")).expect("a literal");
    let bytes = literal.value();
    assert_eq!(length.parse(), Ok(bytes.len()), "the stub compiles");
    String::from_utf8(bytes).expect("the section is text")
}
