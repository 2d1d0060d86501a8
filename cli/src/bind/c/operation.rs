//! What a client does for an operation: its function, and what it lends.

use std::fmt::Write as _;

use idol_debug::schema::{Access, Cursor, Errors, Lease, OnDeath, Operation};

use super::names::{OWN, Scope, comment};
use super::text::{call, list};
use super::types::Types;

/// A value as a parameter: by value, or by a pointer to what is not changed.
pub(super) struct Parameter {
    pub(super) name: String,
    /// Its type, the name behind it.
    pub(super) declared: String,
    /// The same where a value goes to.
    pub(super) out: String,
    /// The value itself.
    pub(super) value: String,
}

impl Parameter {
    /// None where nothing stands for the type.
    pub(super) fn new(
        types: &Types<'_>,
        ty: &str,
        name: String,
    ) -> Option<Self> {
        let c = types.name(ty)?;
        let (declared, value) = match types.is_struct(ty) {
            true => (format!("const {c} *{name}"), format!("*{name}")),
            false => (format!("{c} {name}"), name.clone()),
        };
        Some(Self {
            out: format!("{c} *{name}"),
            declared,
            value,
            name,
        })
    }
}

/// A lease and the names of its parameters.
pub(super) struct Lent<'s> {
    pub(super) lease: &'s Lease,
    pub(super) name: String,
    pub(super) length: String,
    pub(super) size: usize,
}

pub(super) struct Made<'a, 's> {
    pub(super) types: &'a Types<'s>,
    pub(super) operation: &'a Operation,
    pub(super) function: &'a str,
    /// Of each argument, unless nothing stands for it.
    pub(super) arguments: Vec<Option<Parameter>>,
    pub(super) leases: Vec<Lent<'a>>,
    pub(super) reply: Option<Parameter>,
    /// The error: by its type, or by its code alone.
    pub(super) error: Option<Parameter>,
}

impl<'a, 's> Made<'a, 's> {
    pub(super) fn new(
        types: &'a Types<'s>,
        operation: &'a Operation,
        function: &'a str,
    ) -> Self {
        let mut scope = Scope::with(OWN);
        let arguments = operation.arguments.iter().map(|argument| {
            let name = scope.name(&argument.name);
            Parameter::new(types, &argument.ty, name)
        });
        let arguments = arguments.collect();
        let leases = operation.leases.iter().map(|lease| {
            let name = scope.name_of_all(
                &crate::bind::python::names::identifier(&lease.name),
                &["_length"],
            );
            Lent {
                length: format!("{name}_length"),
                name,
                lease,
                size: types.size(&lease.ty),
            }
        });
        let leases = leases.collect();
        let error = match &operation.errors {
            Errors::None | Errors::ServerDeath => None,
            Errors::Code { codes: None, ty } if types.only(ty).is_none() => {
                Some(Parameter {
                    name: "error".to_owned(),
                    declared: "uint32_t error".to_owned(),
                    out: "uint32_t *error".to_owned(),
                    value: "error".to_owned(),
                })
            }
            Errors::Code { ty, .. } | Errors::Value { ty, .. } => {
                Parameter::new(types, ty, "error".to_owned())
            }
        };
        Self {
            types,
            operation,
            function,
            arguments,
            leases,
            reply: Parameter::new(
                types,
                &operation.reply.ty,
                "reply".to_owned(),
            ),
            error,
        }
    }

    pub(super) fn write(
        &self,
        cursor: Option<Cursor<'_>>,
        header: &mut String,
        source: &mut String,
    ) {
        let upper = self.function.to_uppercase();
        let operation = self.operation;
        for (what, number) in [
            ("NUMBER", operation.number.into()),
            ("MESSAGE_MAX", operation.message.max),
            ("ROOM", operation.room),
        ] {
            let _ = writeln!(header, "#define {upper}_{what} {number}");
        }
        header.push_str("\n/*\n");
        header.push_str(&self.about());
        header.push_str(" */\n");
        let mut add = |head: String, body: String| {
            header.push_str(&format!("{head};\n\n"));
            source.push_str(&format!("{head}\n{{\n{body}}}\n\n"));
        };
        add(self.head(), self.call());
        add(self.encode_head(), self.encode());
        add(self.decode_head(), self.decode());
        add(self.encode_reply_head(), self.encode_reply());
        if self.error.is_some() && self.only().is_none() {
            add(self.encode_error_head(), self.encode_error());
        }
        add(self.answer_head(), self.answer());
        if let Some(cursor) = cursor {
            self.cursor(cursor, header, source);
        }
    }

    pub(super) fn about(&self) -> String {
        let operation = self.operation;
        let mut text = match &operation.doc {
            Some(doc) => comment(doc),
            None => format!(" * The operation `{}`.\n", operation.name),
        };
        text.push_str(
            &comment(match operation.on_death {
                OnDeath::Retry => "\nA server that has died is asked again.",
                OnDeath::Error | OnDeath::ServerDeath | OnDeath::Untold => {
                    "\nIt is sent once: IDOL_DIED if the server dies."
                }
            })
            .replacen(" *\n", "", 1),
        );
        let arguments =
            operation.arguments.iter().map(|it| (&it.name, &it.doc));
        let leases = operation.leases.iter().map(|it| (&it.name, &it.doc));
        for (name, doc) in arguments.chain(leases) {
            if let Some(doc) = doc {
                text.push_str(&comment(&format!("`{name}`: {doc}")));
            }
        }
        text
    }

    pub(super) fn given(&self) -> impl Iterator<Item = &Parameter> {
        self.arguments.iter().flatten()
    }

    /// What stands for the only error, whose code nobody knows.
    pub(super) fn only(&self) -> Option<&str> {
        match &self.operation.errors {
            Errors::Code { codes: None, ty } => self.types.only(ty),
            _ => None,
        }
    }

    pub(super) fn head(&self) -> String {
        let mut parameters = vec!["const idol_transport *transport".to_owned()];
        parameters.extend(self.given().map(|one| one.declared.clone()));
        for lent in &self.leases {
            let lease = lent.lease;
            let reads = lease.access == Access::Read;
            if lease.slice {
                let constant = if reads { "const " } else { "" };
                parameters.push(format!("{constant}uint8_t *{}", lent.name));
                parameters.push(format!("size_t {}", lent.length));
            } else if let Some(c) = self.types.name(&lease.ty) {
                let constant = if reads { "const " } else { "" };
                parameters.push(format!("{constant}{c} *{}", lent.name));
            }
        }
        parameters.extend(self.outs());
        list(&format!("idol_status {}", self.function), &parameters)
    }

    pub(super) fn outs(&self) -> impl Iterator<Item = String> {
        [&self.reply, &self.error]
            .into_iter()
            .flatten()
            .map(|one| one.out.clone())
    }

    pub(super) fn call(&self) -> String {
        let operation = self.operation;
        let mut text = format!(
            "    uint8_t own_message[{}];\n    uint8_t own_body[{}];\n",
            operation.message.max.max(1),
            operation.room.max(1)
        );
        for lent in self.leases.iter().filter(|lent| !lent.lease.slice) {
            let _ = writeln!(
                text,
                "    uint8_t own_{}[{}];",
                lent.name,
                lent.size.max(1)
            );
        }
        if !self.leases.is_empty() {
            let count = self.leases.len();
            let _ = writeln!(text, "    idol_lease own_leases[{count}];");
        }
        text.push_str(
            "    idol_request own_request;\n    idol_answer own_answer;\n    \
             idol_status own_status;\n    size_t own_length;\n",
        );
        let mut given =
            vec!["own_message".to_owned(), "sizeof own_message".to_owned()];
        given.push("&own_length".to_owned());
        given.extend(self.given().map(|one| one.name.clone()));
        text.push_str(&format!(
            "    if (!{}) {{\n        return IDOL_BAD_VALUE;\n    }}\n",
            call(&format!("{}_encode_request", self.function), &given, 10)
        ));
        for (index, lent) in self.leases.iter().enumerate() {
            text.push_str(&self.lend(index, lent));
        }
        let (leases, count) = match self.leases.len() {
            0 => ("NULL", 0),
            count => ("own_leases", count),
        };
        text.push_str(&format!(
            "    own_request.operation = {number};\n    own_request.name = \
             \"{name}\";\n    own_request.message = own_message;\n    \
             own_request.length = own_length;\n    own_request.reply = \
             own_body;\n    own_request.room = {room};\n    \
             own_request.leases = {leases};\n    own_request.lease_count = \
             {count};\n    own_status = idol_call(transport, &own_request, \
             {idempotent}, &own_answer);\n    if (own_status != IDOL_OK) {{\n        \
             return own_status;\n    }}\n",
            number = operation.number,
            name = operation.name,
            room = operation.room,
            idempotent = operation.idempotent,
        ));
        let mut given = vec![
            "own_answer.code".to_owned(),
            "own_body".to_owned(),
            "own_answer.length".to_owned(),
        ];
        let outs = [&self.reply, &self.error].into_iter().flatten();
        given.extend(outs.map(|one| one.name.clone()));
        text.push_str(&format!(
            "    own_status = {};\n",
            call(&format!("{}_decode_answer", self.function), &given, 4)
        ));
        for lent in &self.leases {
            text.push_str(&self.filled(lent));
        }
        text + "    return own_status;\n"
    }

    /// Makes a lease of what is lent.
    pub(super) fn lend(&self, index: usize, lent: &Lent<'_>) -> String {
        let lease = lent.lease;
        let mut text = String::new();
        let name = &lent.name;
        let (memory, length) = match lease.slice {
            true => (name.clone(), lent.length.clone()),
            false => (format!("own_{name}"), lent.size.to_string()),
        };
        if lease.slice {
            if lent.size > 1 {
                text.push_str(&format!(
                    "    if ({length} % {} != 0) {{\n        return \
                     IDOL_BAD_LEASE;\n    }}\n",
                    lent.size
                ));
            }
            if let Some(most) = lease.max_len {
                let most = u64::from(most) * lent.size as u64;
                text.push_str(&format!(
                    "    if ((uint64_t){length} > UINT64_C({most})) {{\n        \
                     return IDOL_BAD_LEASE;\n    }}\n"
                ));
            }
        } else {
            text.push_str(&format!(
                "    memset({memory}, 0, sizeof {memory});\n"
            ));
            let value = format!("*{name}");
            let put = self.types.put(&lease.ty, &memory, &value);
            if let Some(put) = put
                && lease.access != Access::Write
            {
                text.push_str(&format!(
                    "    if (!{put}) {{\n        return IDOL_BAD_VALUE;\n    \
                     }}\n"
                ));
            }
        }
        let (access, read, write) = match lease.access {
            Access::Read => ("READ", memory.as_str(), "NULL"),
            Access::Write => ("WRITE", "NULL", memory.as_str()),
            Access::ReadWrite => {
                ("READ_WRITE", memory.as_str(), memory.as_str())
            }
        };
        text + &format!(
            "    own_leases[{index}].access = IDOL_{access};\n    \
             own_leases[{index}].read = {read};\n    own_leases[{index}].write \
             = {write};\n    own_leases[{index}].length = {length};\n"
        )
    }

    /// Gives back what a server wrote to a value. What it had only to write
    /// is there if it succeeded.
    pub(super) fn filled(&self, lent: &Lent<'_>) -> String {
        let lease = lent.lease;
        let memory = format!("own_{}", lent.name);
        let get = self.types.get(&lease.ty, &memory, &lent.name);
        let (Some(get), false) = (get, lease.slice) else {
            return String::new();
        };
        let when = match lease.access {
            Access::Read => return String::new(),
            Access::Write => "own_status == IDOL_OK",
            Access::ReadWrite => {
                "(own_status == IDOL_OK || own_status == IDOL_ERROR)"
            }
        };
        format!(
            "    if ({when} && !{get}) {{\n        return IDOL_BAD_REPLY;\n    \
             }}\n"
        )
    }
}
