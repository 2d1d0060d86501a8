//! What holds for any bytes whatever: the front end comes to a result, what it
//! refuses it can show, and what it accepts makes code that is Rust.

use idol::Generator;
use idol::check::Side;
use idol::diagnostic::{Code, Diagnostic};
use idol::load;
use idol::render;
use idol::report::Report;
use idol::server::ServerStyle;
use idol::source::Source;

/// Reads, checks, shows and generates; returns the stubs, for [`parses`].
///
/// # Panics
///
/// If something does not hold.
pub(crate) fn front_end(bytes: &[u8]) -> Vec<String> {
    let source = match Source::from_bytes("any.idol", bytes.to_vec()) {
        Ok(source) => source,
        Err(unreadable) => {
            shown(&unreadable.into());
            return Vec::new();
        }
    };
    let mut stubs = Vec::new();
    let mut shown_before = None;
    // Both sides are mostly told the same.
    let mut shown_once = |report: Report| {
        if shown_before.as_ref() != Some(&report) {
            shown(&report);
            shown_before = Some(report);
        }
    };
    for side in [Side::Client, Side::Server] {
        match load::load(&source, side) {
            Ok(loaded) => {
                assert!(!loaded.warnings.has_errors());
                // Of these one style is refused, which is not known here.
                let one_style = |d: &Diagnostic| d.code == Code::StyleCollision;
                if !loaded.warnings.diagnostics().iter().any(one_style) {
                    stubs.extend(generated(&loaded.syntax, side));
                }
                shown_once(loaded.warnings);
            }
            Err(report) => {
                assert!(report.has_errors(), "refused without a reason");
                shown_once(report);
            }
        }
    }
    // What nobody in particular may use, some server may use. The other way
    // round there are types with a name that the client takes.
    if load::load(&source, Side::Either).is_ok() {
        assert!(load::load(&source, Side::Server).is_ok());
    }
    // As a debugger reads it, which knows no keys of ours.
    if let Ok(interface) = source.text().parse::<idol::syntax::Interface>() {
        let _ = load::check(&interface, Side::Server);
    }
    stubs
}

/// Shows a report in every way; what it points at is there.
fn shown(report: &Report) {
    for diagnostic in report.diagnostics().iter().take(2) {
        let source = report.source();
        let text = render::diagnostic(source, diagnostic);
        assert!(text.contains(&format!("[{}]: ", diagnostic.code)));
        let line = render::line(source, diagnostic);
        assert!(!line.contains('\n'), "{line:?}");
        let pretty = render::pretty::diagnostic(
            source,
            diagnostic,
            render::pretty::Colors::Never,
        );
        if let (Some(source), Some(span)) = (source, diagnostic.span) {
            assert!(source.text().get(span.range()).is_some(), "{span:?}");
            let position = source.position(span.start);
            let place = format!(
                "--> {}:{}:{}\n",
                source.name(),
                position.line,
                position.column
            );
            assert!(text.contains(&place), "{place} in {text}");
            assert!(pretty.contains(&place), "{place} in {pretty}");
        }
    }
}

/// The stubs of an interface that was accepted for a side.
fn generated(interface: &idol::syntax::Interface, side: Side) -> Vec<String> {
    let generator = Generator::new();
    let text = |write: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("stubs are text")
    };
    if side == Side::Client {
        return vec![text(&|out| {
            generator
                .generate_client_stub(interface, out)
                .expect("it was accepted");
        })];
    }
    // Either style, as the name has it: both would take twice the time.
    let style = match interface.name.len() % 2 {
        0 => ServerStyle::InOrder,
        _ => ServerStyle::Pipelined,
    };
    vec![text(&|out| {
        generator
            .generate_server_support(interface, style, out)
            .expect("it was accepted");
    })]
}

/// Asserts that a stub is Rust. Needs more stack than the front end does.
///
/// # Panics
///
/// If it is not.
pub(crate) fn parses(stub: &str) {
    if let Err(error) = parsed(stub) {
        panic!("{error}:\n{stub}");
    }
}

/// Parses a stub, and the items in it that may have any style, which are a
/// macro's.
pub(crate) fn parsed(stub: &str) -> syn::Result<()> {
    for item in syn::parse_file(stub)?.items {
        if let syn::Item::Macro(item) = item {
            // Not its definition, nor the words and the braces before the
            // items: proofs, and rows for operations.
            if item.ident.is_none() {
                let tokens: Vec<_> = item.mac.tokens.into_iter().collect();
                let in_braces: Vec<_> = tokens
                    .iter()
                    .map(|token| token.to_string().starts_with('{'))
                    .collect();
                let words = in_braces.iter().take_while(|it| !**it).count();
                let braces =
                    in_braces.iter().skip(words).take_while(|it| **it).count();
                let items = tokens.into_iter().skip(words + braces);
                syn::parse2::<syn::File>(items.collect())?;
            }
        }
    }
    Ok(())
}
