//! The many ways that RON allows to write an interface in the old vocabulary.

use arbitrary::Unstructured;
use idol::syntax::{
    AttributedTy, Encoding, Error, Interface, Lease, Operation, RecvStrategy,
    Reply,
};

/// Writes an interface in one of the many ways that RON allows.
pub(crate) struct Writer<'a, 'b> {
    out: String,
    choices: &'a mut Unstructured<'b>,
}

impl<'a, 'b> Writer<'a, 'b> {
    pub(crate) fn new(choices: &'a mut Unstructured<'b>) -> Self {
        Self {
            out: String::new(),
            choices,
        }
    }

    fn pick(&mut self, below: u32) -> u32 {
        let picked = self.choices.int_in_range(0..=below - 1);
        picked.expect("there is something to pick")
    }

    fn once_in(&mut self, times: u32) -> bool {
        self.pick(times) + 1 == times
    }

    fn space(&mut self) {
        let space = match self.pick(12) {
            0 => "\n",
            1 => "\r\n\t",
            2 => "// a \"line, (\n",
            3 => "/* a block, { */",
            4 => "/* nested /* ** // */ \" */",
            5 => "/***/",
            6..9 => " ",
            _ => "",
        };
        self.out.push_str(space);
    }

    /// A token, with space before it.
    fn put(&mut self, token: &str) {
        self.space();
        // Words may not run together.
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '#';
        if token.starts_with(word) && self.out.ends_with(word) {
            self.out.push(' ');
        }
        self.out.push_str(token);
    }

    fn name(&mut self, name: &str) {
        if self.once_in(2) {
            self.put(name);
        }
    }

    /// Entries in brackets, in the order given, with or without the last
    /// comma.
    fn group(&mut self, brackets: [&str; 2], entries: &[&dyn Fn(&mut Self)]) {
        self.put(brackets[0]);
        for (i, entry) in entries.iter().enumerate() {
            entry(self);
            if i + 1 < entries.len() || self.once_in(2) {
                self.put(",");
            }
        }
        self.put(brackets[1]);
    }

    /// The entries of a struct, in any order.
    fn structure(&mut self, name: &str, mut fields: Vec<&dyn Fn(&mut Self)>) {
        self.name(name);
        for i in (1..fields.len()).rev() {
            let j = self.pick(i as u32 + 1) as usize;
            fields.swap(i, j);
        }
        self.group(["(", ")"], &fields);
    }

    fn key(&mut self, key: &str) {
        if self.once_in(8) {
            self.put(&format!("r#{key}"));
        } else {
            self.put(key);
        }
        self.put(":");
    }

    fn string(&mut self, value: &str) {
        let raw = |hashes: usize| {
            let fence = "#".repeat(hashes);
            format!("r{fence}\"{value}\"{fence}")
        };
        let text = match self.pick(4) {
            0 if !value.contains('"') => raw(0),
            0 | 1 => {
                let mut hashes = 1;
                while value.contains(&format!("\"{}", "#".repeat(hashes))) {
                    hashes += 1;
                }
                raw(hashes)
            }
            _ => {
                let mut text = String::from("\"");
                for c in value.chars() {
                    let escape = self.once_in(6);
                    match c {
                        '"' => text.push_str("\\\""),
                        '\\' => text.push_str("\\\\"),
                        '\n' if escape => text.push_str("\\n"),
                        '\t' if escape => text.push_str("\\t"),
                        '\r' if escape => text.push_str("\\r"),
                        '\0' if escape => text.push_str("\\0"),
                        '\'' if escape => text.push_str("\\'"),
                        c if escape && (c as u32) < 256 => {
                            text.push_str(&format!("\\x{:02X}", c as u32));
                        }
                        c if escape => {
                            text.push_str(&format!("\\u{{{:x}}}", c as u32));
                        }
                        c => text.push(c),
                    }
                }
                text.push('"');
                text
            }
        };
        self.put(&text);
    }

    fn number(&mut self, n: u32) {
        let text = match self.pick(5) {
            0 => format!("0x{n:X}"),
            1 => format!("0b{n:b}"),
            2 => format!("0o{n:o}"),
            3 => format!("{n}_"),
            _ => n.to_string(),
        };
        self.put(&text);
    }

    fn bool(&mut self, value: bool) {
        self.put(if value { "true" } else { "false" });
    }

    fn doc(&mut self, doc: &Option<String>) {
        self.key("doc");
        self.string(doc.as_deref().unwrap_or_default());
    }

    fn attributed(&mut self, ty: &AttributedTy) {
        let is_bare = ty.recv == RecvStrategy::FromBytes && ty.doc.is_none();
        if is_bare && self.once_in(2) {
            return self.string(&ty.ty);
        }
        let mut fields: Vec<&dyn Fn(&mut Self)> = Vec::new();
        let name = |w: &mut Self| {
            w.key("type");
            w.string(&ty.ty);
        };
        let recv = |w: &mut Self| {
            w.key("recv");
            match &ty.recv {
                RecvStrategy::FromBytes => w.put("FromBytes"),
                RecvStrategy::FromPrimitive(raw) => {
                    w.put("FromPrimitive");
                    w.group(["(", ")"], &[&|w: &mut Self| w.string(raw)]);
                }
                RecvStrategy::From(raw, function) => {
                    w.put(if ty.refuses { "TryFrom" } else { "From" });
                    let raw = |w: &mut Self| w.string(raw);
                    let function = |w: &mut Self| match function {
                        None => w.put("None"),
                        Some(function) => {
                            w.put("Some");
                            w.group(
                                ["(", ")"],
                                &[&|w: &mut Self| w.string(function)],
                            );
                        }
                    };
                    w.group(["(", ")"], &[&raw, &function]);
                }
            }
        };
        let doc = |w: &mut Self| w.doc(&ty.doc);
        fields.push(&name);
        if ty.recv != RecvStrategy::FromBytes || self.once_in(2) {
            fields.push(&recv);
        }
        if ty.doc.is_some() {
            fields.push(&doc);
        }
        self.structure("AttributedTy", fields);
    }

    fn lease(&mut self, lease: &Lease) {
        let ty = |w: &mut Self| {
            w.key("type");
            w.string(&lease.ty);
        };
        let read = |w: &mut Self| {
            w.key("read");
            w.bool(lease.read);
        };
        let write = |w: &mut Self| {
            w.key("write");
            w.bool(lease.write);
        };
        let max_len = |w: &mut Self| {
            w.key("max_len");
            match lease.max_len {
                None => w.put("None"),
                Some(n) => {
                    w.put("Some");
                    w.group(["(", ")"], &[&|w: &mut Self| w.number(n)]);
                }
            }
        };
        let mut fields: Vec<&dyn Fn(&mut Self)> = vec![&ty];
        if lease.read || self.once_in(2) {
            fields.push(&read);
        }
        if lease.write || self.once_in(2) {
            fields.push(&write);
        }
        if lease.max_len.is_some() || self.once_in(2) {
            fields.push(&max_len);
        }
        let doc = |w: &mut Self| w.doc(&lease.doc);
        if lease.doc.is_some() {
            fields.push(&doc);
        }
        self.structure("Lease", fields);
    }

    fn reply(&mut self, reply: &Reply) {
        match reply {
            Reply::Simple(ty) => {
                self.put("Simple");
                self.group(["(", ")"], &[&|w: &mut Self| w.attributed(ty)]);
            }
            Reply::Result { ok, err } => {
                self.put("Result");
                let ok = |w: &mut Self| {
                    w.key("ok");
                    w.attributed(ok);
                };
                let err = |w: &mut Self| {
                    w.key("err");
                    let (name, ty) = match err {
                        Error::CLike(ty) => ("CLike", ty),
                        Error::Complex(ty) => ("Complex", ty),
                        Error::ServerDeath => return w.put("ServerDeath"),
                    };
                    w.put(name);
                    w.group(["(", ")"], &[&|w: &mut Self| w.string(ty)]);
                };
                if self.once_in(2) {
                    self.group(["(", ")"], &[&ok, &err]);
                } else {
                    self.group(["(", ")"], &[&err, &ok]);
                }
            }
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let args = |w: &mut Self| {
            w.key("args");
            w.map(&operation.args, &Self::attributed);
        };
        let leases = |w: &mut Self| {
            w.key("leases");
            w.map(&operation.leases, &Self::lease);
        };
        let reply = |w: &mut Self| {
            w.key("reply");
            w.reply(&operation.reply);
        };
        let idempotent = |w: &mut Self| {
            w.key("idempotent");
            w.bool(operation.idempotent);
        };
        let encoding = |w: &mut Self| {
            w.key("encoding");
            w.put(match operation.encoding {
                Encoding::Zerocopy => "Zerocopy",
                Encoding::Ssmarshal => "Ssmarshal",
                Encoding::Hubpack => "Hubpack",
            });
        };
        let doc = |w: &mut Self| {
            let key = if w.once_in(2) { "doc" } else { "description" };
            w.key(key);
            w.string(operation.doc.as_deref().unwrap_or_default());
        };
        let feature = |w: &mut Self| {
            w.key("feature");
            w.string(operation.feature.as_deref().unwrap_or_default());
        };
        let mut fields: Vec<&dyn Fn(&mut Self)> = vec![&reply];
        if !operation.args.is_empty() || self.once_in(2) {
            fields.push(&args);
        }
        if !operation.leases.is_empty() || self.once_in(2) {
            fields.push(&leases);
        }
        if operation.idempotent || self.once_in(2) {
            fields.push(&idempotent);
        }
        if operation.encoding != Encoding::Zerocopy || self.once_in(2) {
            fields.push(&encoding);
        }
        if operation.doc.is_some() {
            fields.push(&doc);
        }
        if operation.feature.is_some() {
            fields.push(&feature);
        }
        self.structure("Operation", fields);
    }

    fn map<T>(
        &mut self,
        map: &indexmap::IndexMap<String, T>,
        value: &dyn Fn(&mut Self, &T),
    ) {
        let entries: Vec<_> = map
            .iter()
            .map(|(name, item)| {
                move |w: &mut Self| {
                    w.string(name);
                    w.put(":");
                    value(w, item);
                }
            })
            .collect();
        let entries: Vec<&dyn Fn(&mut Self)> =
            entries.iter().map(|e| e as &dyn Fn(&mut Self)).collect();
        self.group(["{", "}"], &entries);
    }

    pub(crate) fn interface(mut self, interface: &Interface) -> String {
        if self.once_in(4) {
            self.put("#![enable(unwrap_newtypes)]");
        }
        if self.once_in(8) {
            self.put("#![enable(implicit_some, unwrap_variant_newtypes,)]");
        }
        let name = |w: &mut Self| {
            w.key("name");
            w.string(&interface.name);
        };
        let ops = |w: &mut Self| {
            w.key("ops");
            w.map(&interface.ops, &Self::operation);
        };
        let doc = |w: &mut Self| w.doc(&interface.doc);
        let mut fields: Vec<&dyn Fn(&mut Self)> = vec![&name, &ops];
        if interface.doc.is_some() {
            fields.push(&doc);
        }
        self.structure("Interface", fields);
        self.space();
        self.out
    }
}
