//! What settings and rare input make of the generated text, where no golden
//! shows it.

use idol::Generator;
use idol::server::ServerStyle;

/// An interface of two operations, with the errors that are given.
fn interface(doc: &str, errors: [&str; 2]) -> idol::syntax::Interface {
    let [first, second] = errors;
    format!(
        r#"Interface(name: "Lamp", ops: {{
            "light": (doc: "{doc}", reply: Result(ok: "()", err: CLike("{first}"))),
            "dim": (reply: Result(ok: "()", err: CLike("{second}"))),
        }})"#
    )
    .parse()
    .expect("the interface is right")
}

fn server(
    generator: &Generator,
    interface: &idol::syntax::Interface,
) -> String {
    let mut text = Vec::new();
    generator
        .generate_server_support(interface, ServerStyle::InOrder, &mut text)
        .expect("a server can be generated");
    String::from_utf8(text).expect("what is generated is text")
}

#[test]
fn operations_with_one_error_get_a_fail_server_unless_it_is_not_wanted() {
    let generator = Generator::new();
    let lamp = interface("", ["Broken", "Broken"]);
    let has_it = |text: String| text.contains("pub struct FailServer<");
    assert!(has_it(server(&generator, &lamp)));
    assert!(!has_it(server(&generator.without_error_server(), &lamp)));
}

#[test]
fn control_characters_are_escaped_for_debuggers() {
    let lamp = interface("a\\u{1b}b\\u{0}", ["Broken", "Worn"]);
    let text = server(&Generator::new(), &lamp);
    assert!(text.contains(r#"a\\u{1b}b\\u{0}"#), "{text}");
}

#[test]
fn a_reply_whose_size_is_known_is_not_compared_by_the_compiler() {
    let lamp: idol::syntax::Interface = r#"Interface(name: "Lamp", ops: {
        "light": (reply: Result(ok: "()", err: Complex("Fault"))),
        "dim": (reply: Result(ok: "u16", err: Complex("u32"))),
        "tune": (reply: Result(ok: "u16", err: Complex("Fault"))),
    })"#
    .parse()
    .expect("the interface is right");
    let text = server(&Generator::new(), &lamp);
    // It would warn of this one.
    assert!(!text.contains("if 0 > "), "{text}");
    assert!(!text.contains("if 2 > 4 "), "{text}");
    assert!(text.contains("if 2 > "), "{text}");
}

#[test]
fn the_elements_of_a_slice_are_proved_to_have_a_size() {
    let lamp: idol::syntax::Interface = r#"Interface(name: "Lamp", ops: {
        "show": (
            leases: {
                "row": (type: "[Pixel]", read: true),
                "raw": (type: "[u8]", read: true),
            },
            reply: Simple("()"),
        ),
    })"#
    .parse()
    .expect("the interface is right");
    let text = server(&Generator::new(), &lamp);
    assert!(text.contains("size_of::<Pixel>() != 0,"), "{text}");
    assert!(!text.contains("size_of::<u8>() != 0"), "{text}");
}
