//! Attributed types: `"u8"` and `(type: .., recv: ..)`.

use super::keys::{Seen, Shape};
use super::node::{Kind, Node};
use super::reader::{Reader, head};
use super::spans::{TypeSpans, Unusable};
use super::text::{self, Piece};
use crate::syntax::{AttributedTy, RecvStrategy};

static ATTRIBUTED: Shape = Shape {
    what: "a type",
    name: "AttributedTy",
    keys: &["type", "recv", "doc"],
    ours: 1,
    any_form: true,
};

impl Reader<'_> {
    pub(super) fn attributed(
        &mut self,
        node: Node,
    ) -> (AttributedTy, TypeSpans) {
        let mut attributed = stand_in();
        let mut spans = TypeSpans {
            name: node.span,
            ty: node.span,
            ..TypeSpans::default()
        };
        if let Kind::Text(ty) = node.kind {
            attributed.ty = ty;
            return (attributed, spans);
        }
        // An old reader takes a character for a string of one.
        if let (Kind::Char, true) = (&node.kind, self.is_lenient()) {
            for (_, piece) in text::pieces(&self.text[node.span.range()]) {
                if let Piece::Char(c) = piece {
                    attributed.ty.push(c);
                }
            }
            return (attributed, spans);
        }
        spans.ty_unusable = Unusable(true);
        let whole = node.span;
        let group = match &node.kind {
            Kind::Group(group)
                if group.name.is_some() || !group.entries.is_empty() =>
            {
                self.structure(node, &ATTRIBUTED, "")
            }
            _ => {
                self.kind(&node, "a type in quotes, or `(type: ...)`");
                None
            }
        };
        let Some(group) = group else {
            return (attributed, spans);
        };
        let head = head(whole, &group);
        let mut seen = Seen::none(group.complete);
        for entry in group.entries {
            match self.key(&entry, &ATTRIBUTED, &mut seen) {
                Some(0) => {
                    spans.ty = entry.value.span;
                    if let Some(ty) =
                        self.string(entry.value, "a type in quotes")
                    {
                        attributed.ty = ty;
                        spans.ty_unusable = Unusable(false);
                    }
                }
                Some(2) => attributed.doc = self.doc(entry.value),
                Some(_) => {
                    spans.recv = Some(entry.value.span);
                    match self.strategy(entry.value, &mut spans) {
                        Some((recv, refuses)) => {
                            attributed.recv = recv;
                            attributed.refuses = refuses;
                        }
                        None => spans.recv_unusable = Unusable(true),
                    }
                }
                None => {}
            }
        }
        self.required(&seen, &ATTRIBUTED, &[0], head, "");
        (attributed, spans)
    }

    fn strategy(
        &mut self,
        node: Node,
        spans: &mut TypeSpans,
    ) -> Option<(RecvStrategy, bool)> {
        const NAMES: &[&str] =
            &["FromBytes", "FromPrimitive", "From", "TryFrom"];
        let (name, span, mut group) =
            self.variant(node, "a receive strategy", NAMES)?;
        match name {
            0 => {
                self.unit(NAMES[0], span, group)?;
                Some((RecvStrategy::FromBytes, false))
            }
            1 => {
                let [raw] = self.contents(
                    NAMES[1],
                    "an integer type in quotes",
                    span,
                    group,
                )?;
                spans.raw = Some(raw.span);
                self.string(raw, "an integer type in quotes")
                    .map(|raw| (RecvStrategy::FromPrimitive(raw), false))
            }
            strategy => {
                let function = match &mut group {
                    Some(group) if group.entries.len() == 2 => {
                        group.entries.pop()
                    }
                    _ => None,
                };
                let [raw] = self.contents(
                    NAMES[strategy],
                    "a type in quotes, and perhaps a function",
                    span,
                    group,
                )?;
                spans.raw = Some(raw.span);
                let raw = self.string(raw, "a type in quotes")?;
                let function = match function {
                    Some(entry) => self.function(entry.value, spans)?,
                    None => None,
                };
                Some((RecvStrategy::From(raw, function), strategy == 3))
            }
        }
    }

    /// `None`, `Some("function")` or `"function"`.
    fn function(
        &mut self,
        node: Node,
        spans: &mut TypeSpans,
    ) -> Option<Option<String>> {
        const EXPECTED: &str = "`None` or `Some(\"function\")`";
        let node = self.option(node, EXPECTED)?;
        match node {
            None => Some(None),
            Some(node) => {
                spans.function = Some(node.span);
                self.string(node, EXPECTED).map(Some)
            }
        }
    }
}

/// What takes the place of a type that the text does not give.
pub(super) fn stand_in() -> AttributedTy {
    AttributedTy {
        ty: String::new(),
        recv: RecvStrategy::FromBytes,
        refuses: false,
        doc: None,
    }
}
