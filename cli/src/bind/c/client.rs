//! The two files of an interface: its types and its operations.

use std::fmt::Write as _;

use idol_debug::schema::{
    Access, Bounds, Cursor, Encoding, Errors, Form as Wire, Lease, Next,
    OnDeath, Operation, Schema,
};

use super::names::{OWN, Scope, comment, lower};
use super::types::Types;
use crate::bind::python::names::module;
use crate::outcome::Failure;

/// A module's name, its header and its source.
pub(super) struct Files {
    pub(super) module: String,
    pub(super) header: String,
    pub(super) source: String,
}

/// What follows the names of operations in those of their functions and types.
const FUNCTIONS: [&str; 8] = [
    "_encode_request",
    "_decode_request",
    "_encode_reply",
    "_encode_error",
    "_decode_answer",
    "_cursor",
    "_begin",
    "_next",
];

/// The same of constants.
const CONSTANTS: [&str; 3] = ["_MESSAGE_MAX", "_ROOM", "_NUMBER"];

/// The names that an interface has in C, and its types. What is named the same
/// in the same order has the same names.
pub(super) struct Named<'s> {
    pub(super) module: String,
    pub(super) types: Types<'s>,
    /// The functions of the operations, in their order.
    functions: Vec<String>,
}

impl<'s> Named<'s> {
    pub(super) fn new(
        schema: &'s Schema,
        scope: &mut Scope,
    ) -> Result<Self, Failure> {
        let module = module(&schema.interface);
        let mut functions = Vec::new();
        for operation in &schema.operations {
            let wanted = format!("{module}_{}", lower(&operation.name));
            let function = scope.name_of_all(&wanted, &FUNCTIONS);
            scope.name_of_all(&function.to_uppercase(), &CONSTANTS);
            functions.push(function);
        }
        let types = Types::of(schema, &module, scope)?;
        Ok(Self {
            module,
            types,
            functions,
        })
    }

    /// The function of an operation, by its position.
    pub(super) fn function(&self, operation: usize) -> &str {
        self.functions.get(operation).map_or("", String::as_str)
    }
}

/// The files of an interface.
pub(super) fn files(schema: &Schema, named: &Named<'_>) -> Files {
    let module = &named.module;
    let upper = module.to_uppercase();
    let interface = &schema.interface;
    let about = match &schema.doc {
        Some(doc) => comment(doc),
        None => format!(" * The interface `{interface}`.\n"),
    };
    let mut header = format!(
        "/*\n{about} *\n * Made by `idol bind c`: do not edit.\n */\n#ifndef \
         IDOL_{upper}_H\n#define IDOL_{upper}_H\n\n#include \"idol.h\"\n\n\
         #ifdef __cplusplus\nextern \"C\" {{\n#endif\n\n/* What client and \
         server must agree on. */\n#define {upper}_FINGERPRINT \"{}\"\n\n{}",
        schema.fingerprint, named.types.header
    );
    let mut source = format!(
        "/* `{interface}`: see the header. Made by `idol bind c`: do not edit. \
         */\n#include \"{module}.h\"\n\n#include <string.h>\n\n{}",
        named.types.source
    );
    for (operation, function) in schema.operations.iter().zip(&named.functions)
    {
        let made = Made::new(&named.types, operation, function);
        made.write(schema.cursor(operation), &mut header, &mut source);
    }
    header.push_str("#ifdef __cplusplus\n}\n#endif\n\n#endif\n");
    Files {
        module: module.clone(),
        header,
        source: source.trim_end().to_owned() + "\n",
    }
}

/// A value as a parameter: by value, or by a pointer to what is not changed.
struct Parameter {
    name: String,
    /// Its type, the name behind it.
    declared: String,
    /// The same where a value goes to.
    out: String,
    /// The value itself.
    value: String,
}

impl Parameter {
    /// None where nothing stands for the type.
    fn new(types: &Types<'_>, ty: &str, name: String) -> Option<Self> {
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
struct Lent<'s> {
    lease: &'s Lease,
    name: String,
    length: String,
    size: usize,
}

struct Made<'a, 's> {
    types: &'a Types<'s>,
    operation: &'a Operation,
    function: &'a str,
    /// Of each argument, unless nothing stands for it.
    arguments: Vec<Option<Parameter>>,
    leases: Vec<Lent<'a>>,
    reply: Option<Parameter>,
    /// The error: by its type, or by its code alone.
    error: Option<Parameter>,
}

impl<'a, 's> Made<'a, 's> {
    fn new(
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

    fn write(
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

    fn about(&self) -> String {
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

    fn given(&self) -> impl Iterator<Item = &Parameter> {
        self.arguments.iter().flatten()
    }

    /// What stands for the only error, whose code nobody knows.
    fn only(&self) -> Option<&str> {
        match &self.operation.errors {
            Errors::Code { codes: None, ty } => self.types.only(ty),
            _ => None,
        }
    }

    fn head(&self) -> String {
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

    fn outs(&self) -> impl Iterator<Item = String> {
        [&self.reply, &self.error]
            .into_iter()
            .flatten()
            .map(|one| one.out.clone())
    }

    fn call(&self) -> String {
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
    fn lend(&self, index: usize, lent: &Lent<'_>) -> String {
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
    fn filled(&self, lent: &Lent<'_>) -> String {
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

    fn encode_head(&self) -> String {
        let mut parameters: Vec<_> =
            ["uint8_t *to", "size_t room"].map(str::to_owned).into();
        parameters.push("size_t *length".to_owned());
        parameters.extend(self.given().map(|one| one.declared.clone()));
        list(
            &format!("bool {}_encode_request", self.function),
            &parameters,
        )
    }

    fn encode(&self) -> String {
        let mut text = String::new();
        for (argument, given) in
            self.operation.arguments.iter().zip(&self.arguments)
        {
            if let Some(given) = given {
                let form = (argument.form, argument.size);
                text.push_str(&self.value_written(
                    &argument.ty,
                    form,
                    &given.value,
                ));
            }
        }
        writes(&text)
    }

    /// Writes a value, or leaves the function.
    fn value_written(
        &self,
        ty: &str,
        (form, size): (Wire, Bounds),
        value: &str,
    ) -> String {
        let types = self.types;
        let zerocopy = self.operation.encoding == Encoding::Zerocopy;
        match form {
            Wire::Byte => fails(&format!("idol_write_bool(&own_to, {value})")),
            Wire::Flagged => {
                let held = value.strip_prefix('*').unwrap_or(value);
                let inside = types
                    .held(ty)
                    .and_then(|of| {
                        let value = format!("{held}->value");
                        types.put(of, "own_at + 1", &value)
                    })
                    .map(|put| {
                        format!(
                            "    if ({held}->some && !{put}) {{\n        \
                             return false;\n    }}\n"
                        )
                    });
                format!(
                    "    own_at = idol_room(&own_to, {max});\n    if (own_at == \
                     NULL) {{\n        return false;\n    }}\n    \
                     memset(own_at, 0, {max});\n    own_at[0] = {held}->some \
                     ? 1 : 0;\n{}",
                    inside.unwrap_or_default(),
                    max = size.max,
                )
            }
            Wire::Value if zerocopy => {
                let put = types.put(ty, "own_at", value).unwrap_or_default();
                format!(
                    "    own_at = idol_room(&own_to, {max});\n    if (own_at == \
                     NULL) {{\n        return false;\n    }}\n    \
                     memset(own_at, 0, {max});\n{}",
                    fails(&put),
                    max = size.max
                )
            }
            Wire::Value => {
                let write =
                    types.write(ty, "&own_to", value).unwrap_or_default();
                fails(&write)
            }
        }
    }

    fn decode_head(&self) -> String {
        let mut parameters: Vec<_> = ["const uint8_t *from", "size_t length"]
            .map(str::to_owned)
            .into();
        parameters.extend(self.given().map(|one| one.out.clone()));
        list(
            &format!("bool {}_decode_request", self.function),
            &parameters,
        )
    }

    fn decode(&self) -> String {
        let mut text = String::new();
        for (argument, given) in
            self.operation.arguments.iter().zip(&self.arguments)
        {
            if let Some(given) = given {
                let form = (argument.form, argument.size);
                text.push_str(&self.value_read(
                    &argument.ty,
                    form,
                    &given.name,
                    "false",
                ));
            }
        }
        format!(
            "{}{text}    return own_from.left == 0;\n",
            reader("from", &text)
        )
    }

    /// Reads a value, or leaves the function.
    fn value_read(
        &self,
        ty: &str,
        (form, size): (Wire, Bounds),
        place: &str,
        wrong: &str,
    ) -> String {
        let types = self.types;
        let zerocopy = self.operation.encoding == Encoding::Zerocopy;
        let fails = |test: &str| {
            format!("    if (!{test}) {{\n        return {wrong};\n    }}\n")
        };
        let next = format!(
            "    own_at = idol_next(&own_from, {});\n    if (own_at == NULL) \
             {{\n        return {wrong};\n    }}\n",
            size.max
        );
        match form {
            Wire::Byte => format!("{next}    *{place} = own_at[0] != 0;\n"),
            Wire::Flagged => {
                let inside = types
                    .held(ty)
                    .and_then(|of| {
                        let value = format!("&{place}->value");
                        types.get(of, "own_at + 1", &value)
                    })
                    .map(|get| {
                        format!(
                            "    if ({place}->some && !{get}) {{\n        \
                             return {wrong};\n    }}\n"
                        )
                    });
                format!(
                    "{next}    if (own_at[0] > 1) {{\n        return \
                     {wrong};\n    }}\n    {place}->some = own_at[0] == 1;\n{}",
                    inside.unwrap_or_default()
                )
            }
            Wire::Value if zerocopy => {
                let get = types.get(ty, "own_at", place).unwrap_or_default();
                next + &fails(&get)
            }
            Wire::Value => {
                let read =
                    types.read(ty, "&own_from", place).unwrap_or_default();
                fails(&read)
            }
        }
    }

    fn encode_reply_head(&self) -> String {
        let mut parameters: Vec<_> =
            ["uint8_t *to", "size_t room"].map(str::to_owned).into();
        parameters.push("size_t *length".to_owned());
        parameters.extend(self.reply.iter().map(|one| one.declared.clone()));
        list(&format!("bool {}_encode_reply", self.function), &parameters)
    }

    fn encode_reply(&self) -> String {
        let reply = &self.operation.reply;
        let text = self.reply.as_ref().map(|given| {
            let form = (reply.form, reply.size);
            self.value_written(&reply.ty, form, &given.value)
        });
        writes(&text.unwrap_or_default())
    }

    fn encode_error_head(&self) -> String {
        let mut parameters: Vec<_> =
            ["uint8_t *to", "size_t room"].map(str::to_owned).into();
        parameters.push("size_t *length".to_owned());
        parameters.push("uint32_t *code".to_owned());
        parameters.extend(self.error.iter().map(|one| one.declared.clone()));
        list(&format!("bool {}_encode_error", self.function), &parameters)
    }

    fn encode_error(&self) -> String {
        match &self.operation.errors {
            Errors::None | Errors::ServerDeath => String::new(),
            Errors::Value { ty, form, size } => {
                let value = self.error.as_ref().map_or("", |it| &it.value);
                let text = self.value_written(ty, (*form, *size), value);
                format!(
                    "{}    *code = 1;\n    return true;\n",
                    writes(&text).trim_end_matches("    return true;\n")
                )
            }
            Errors::Code { codes: None, .. } => {
                "    (void)to;\n    (void)room;\n    *length = 0;\n    *code = \
                 error;\n    return error != 0 && error <= 0xffff;\n"
                    .to_owned()
            }
            Errors::Code {
                ty,
                codes: Some(codes),
            } => {
                let mut text = "    (void)to;\n    (void)room;\n    *length = \
                                0;\n    *code = 0;\n"
                    .to_owned();
                for known in codes {
                    if let Some(constant) = self.types.constant(ty, &known.name)
                    {
                        text.push_str(&format!(
                            "    if (error == {constant}) {{\n        *code = \
                             {};\n    }}\n",
                            known.code
                        ));
                    }
                }
                text + "    return *code != 0;\n"
            }
        }
    }

    fn answer_head(&self) -> String {
        let mut parameters: Vec<_> =
            ["uint32_t code", "const uint8_t *body", "size_t length"]
                .map(str::to_owned)
                .into();
        parameters.extend(self.outs());
        list(
            &format!("idol_status {}_decode_answer", self.function),
            &parameters,
        )
    }

    fn answer(&self) -> String {
        let operation = self.operation;
        let reply = &operation.reply;
        let dead = "    if (idol_is_dead(code)) {\n        return IDOL_DIED;\n    \
                    }\n";
        let wrong = "IDOL_BAD_REPLY";
        let ok = self.reply.as_ref().map(|given| {
            let form = (reply.form, reply.size);
            self.value_read(&reply.ty, form, &given.name, wrong)
        });
        let whole = "    return own_from.left == 0 ? IDOL_OK : \
                     IDOL_BAD_REPLY;\n";
        if operation.errors == Errors::None {
            return match ok {
                // Neither is looked at.
                None => {
                    format!(
                        "    (void)body;\n    (void)length;\n{dead}    return IDOL_OK;\n"
                    )
                }
                Some(ok) => {
                    format!("{}{dead}{ok}{whole}", reader("body", &ok))
                }
            };
        }
        let ok = ok.unwrap_or_default();
        let mut used = ok.clone();
        let failed = match &operation.errors {
            Errors::None | Errors::ServerDeath => {
                "    return IDOL_BAD_REPLY;\n".to_owned()
            }
            Errors::Value { ty, form, size } => {
                let given = self.error.as_ref();
                let read = given.map(|given| {
                    self.value_read(ty, (*form, *size), &given.name, wrong)
                });
                let read = read.unwrap_or_default();
                used.push_str(&read);
                format!(
                    "{read}    return own_from.left == 0 ? IDOL_ERROR : \
                     IDOL_BAD_REPLY;\n"
                )
            }
            Errors::Code { codes: None, .. } => {
                let error = self.only().unwrap_or("code");
                format!(
                    "    *error = {error};\n    return own_from.left == 0 ? \
                     IDOL_ERROR : IDOL_BAD_REPLY;\n"
                )
            }
            Errors::Code {
                ty,
                codes: Some(codes),
            } => {
                let mut text = "    if (own_from.left != 0) {\n        return \
                                IDOL_BAD_REPLY;\n    }\n    switch (code) {\n"
                    .to_owned();
                for known in codes {
                    if let Some(constant) = self.types.constant(ty, &known.name)
                    {
                        text.push_str(&format!(
                            "    case {}:\n        *error = {constant};\n        \
                             return IDOL_ERROR;\n",
                            known.code
                        ));
                    }
                }
                text + "    default:\n        return IDOL_BAD_REPLY;\n    }\n"
            }
        };
        format!(
            "{}{dead}    if (code == 0) {{\n{}    }}\n{failed}",
            reader("body", &used),
            indented(&format!("{ok}{whole}"))
        )
    }

    /// What goes through a cursor's elements.
    fn cursor(
        &self,
        cursor: Cursor<'_>,
        header: &mut String,
        source: &mut String,
    ) {
        let (types, function) = (self.types, self.function);
        let Some(Some(place)) = self.arguments.last() else {
            return;
        };
        let Some(held) = types.held(&self.operation.reply.ty) else {
            return;
        };
        let mut members = String::new();
        let mut begin = String::new();
        let mut given = vec!["cursor->transport".to_owned()];
        for (argument, one) in
            self.operation.arguments.iter().zip(&self.arguments)
        {
            let Some(one) = one else {
                continue;
            };
            let (name, value) = (&one.name, &one.value);
            let c = types.name(&argument.ty).unwrap_or_default();
            let _ = writeln!(members, "    {c} own_{name};");
            let _ = writeln!(begin, "    cursor->own_{name} = {value};");
            given.push(match types.is_struct(&argument.ty) {
                true => format!("&cursor->own_{name}"),
                false => format!("cursor->own_{name}"),
            });
        }
        let (element, next, found) = match cursor.next {
            Next::Field => (
                Parameter::new(types, cursor.element, "element".to_owned()),
                types.named_member(cursor.element, "next"),
                "own_reply.value".to_owned(),
            ),
            Next::Second => {
                let element = types.member(held, 0);
                let found =
                    element.map(|name| format!("own_reply.value.{name}"));
                (
                    Parameter::new(types, cursor.element, "element".to_owned()),
                    types.member(held, 1),
                    found.unwrap_or_default(),
                )
            }
        };
        let Some(next) = next else {
            return;
        };
        header.push_str(&format!(
            "/*\n * Goes through what `{}` gives, an element at a time:\n * \
             `{function}_next` is IDOL_OK for each, and IDOL_END behind the \
             last.\n * After an error there is nothing more.\n */\ntypedef \
             struct {{\n    const idol_transport *transport;\n    bool \
             more;\n{members}}} {function}_cursor;\n\n",
            self.operation.name
        ));
        let mut add = |head: String, body: String| {
            header.push_str(&format!("{head};\n\n"));
            source.push_str(&format!("{head}\n{{\n{body}}}\n\n"));
        };
        let mut parameters = vec![
            format!("{function}_cursor *cursor"),
            "const idol_transport *transport".to_owned(),
        ];
        parameters.extend(self.given().map(|one| one.declared.clone()));
        add(
            list(&format!("void {function}_begin"), &parameters),
            format!(
                "    cursor->transport = transport;\n    cursor->more = \
                 true;\n{begin}"
            ),
        );
        let mut parameters = vec![format!("{function}_cursor *cursor")];
        parameters.extend(element.iter().map(|one| one.out.clone()));
        parameters.extend(self.error.iter().map(|one| one.out.clone()));
        given.push("&own_reply".to_owned());
        given.extend(self.error.iter().map(|one| one.name.clone()));
        let c = types.name(&self.operation.reply.ty).unwrap_or_default();
        let taken = match element {
            Some(_) => format!("    *element = {found};\n"),
            None => String::new(),
        };
        add(
            list(&format!("idol_status {function}_next"), &parameters),
            format!(
                "    {c} own_reply;\n    idol_status own_status;\n    if \
                 (!cursor->more) {{\n        return IDOL_END;\n    }}\n    \
                 cursor->more = false;\n    own_status = {};\n    if \
                 (own_status != IDOL_OK) {{\n        return own_status;\n    \
                 }}\n    if (!own_reply.some) {{\n        return IDOL_END;\n    \
                 }}\n{taken}    cursor->own_{} = own_reply.value.{next};\n    \
                 cursor->more = true;\n    return IDOL_OK;\n",
                call(function, &given, 4),
                place.name
            ),
        );
    }
}

/// The writer, what is written with it, and the length of that.
fn writes(text: &str) -> String {
    let at = match text.contains("own_at") {
        true => "    uint8_t *own_at;\n",
        false => "",
    };
    if text.is_empty() {
        return "    (void)to;\n    (void)room;\n    *length = 0;\n    return \
                true;\n"
            .to_owned();
    }
    format!(
        "    idol_writer own_to;\n{at}    own_to.at = to;\n    own_to.left = \
         room;\n{text}    *length = room - own_to.left;\n    return true;\n"
    )
}

/// The reader of what a parameter points at.
fn reader(of: &str, used: &str) -> String {
    let at = match used.contains("own_at") {
        true => "    const uint8_t *own_at;\n",
        false => "",
    };
    format!(
        "    idol_reader own_from;\n{at}    own_from.at = {of};\n    \
         own_from.left = length;\n"
    )
}

fn fails(test: &str) -> String {
    format!("    if (!{test}) {{\n        return false;\n    }}\n")
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

/// A list of parameters behind a name, a row for each where they are many.
fn list(head: &str, parameters: &[String]) -> String {
    wrapped(head, parameters, head.len() + 1, 80)
}

/// The same of arguments, behind so many spaces.
fn call(function: &str, given: &[String], spaces: usize) -> String {
    wrapped(function, given, spaces + 4, 80 - spaces)
}

fn wrapped(head: &str, items: &[String], spaces: usize, most: usize) -> String {
    let whole = format!("{head}({})", items.join(", "));
    if whole.len() < most {
        return whole;
    }
    let spaces = match spaces {
        // A long name leaves no room behind it.
        spaces if spaces > 40 => 4,
        spaces => spaces,
    };
    let behind = format!(",\n{}", " ".repeat(spaces));
    let first = match spaces {
        4 => format!("\n{}", " ".repeat(4)),
        _ => String::new(),
    };
    format!("{head}({first}{})", items.join(&behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_have_a_row_for_each() {
        let items = ["int a".to_owned(), "int b".to_owned()];
        assert_eq!(list("void f", &items), "void f(int a, int b)");
        let items = ["int a".repeat(6), "int b".repeat(10)];
        assert_eq!(
            list("void f", &items),
            format!("void f({},\n       {})", items[0], items[1])
        );
    }
}
