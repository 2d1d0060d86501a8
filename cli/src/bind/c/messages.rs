//! The functions of an operation that make bytes of values, and values of bytes.

use idol_debug::schema::{Bounds, Encoding, Errors, Form as Wire};

use super::operation::Made;
use super::text::{fails, indented, list};

impl Made<'_, '_> {
    pub(super) fn encode_head(&self) -> String {
        let mut parameters: Vec<_> =
            ["uint8_t *to", "size_t room"].map(str::to_owned).into();
        parameters.push("size_t *length".to_owned());
        parameters.extend(self.given().map(|one| one.declared.clone()));
        list(
            &format!("bool {}_encode_request", self.function),
            &parameters,
        )
    }

    pub(super) fn encode(&self) -> String {
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
    pub(super) fn value_written(
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

    pub(super) fn decode_head(&self) -> String {
        let mut parameters: Vec<_> = ["const uint8_t *from", "size_t length"]
            .map(str::to_owned)
            .into();
        parameters.extend(self.given().map(|one| one.out.clone()));
        list(
            &format!("bool {}_decode_request", self.function),
            &parameters,
        )
    }

    pub(super) fn decode(&self) -> String {
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
    pub(super) fn value_read(
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

    pub(super) fn encode_reply_head(&self) -> String {
        let mut parameters: Vec<_> =
            ["uint8_t *to", "size_t room"].map(str::to_owned).into();
        parameters.push("size_t *length".to_owned());
        parameters.extend(self.reply.iter().map(|one| one.declared.clone()));
        list(&format!("bool {}_encode_reply", self.function), &parameters)
    }

    pub(super) fn encode_reply(&self) -> String {
        let reply = &self.operation.reply;
        let text = self.reply.as_ref().map(|given| {
            let form = (reply.form, reply.size);
            self.value_written(&reply.ty, form, &given.value)
        });
        writes(&text.unwrap_or_default())
    }

    pub(super) fn encode_error_head(&self) -> String {
        let mut parameters: Vec<_> =
            ["uint8_t *to", "size_t room"].map(str::to_owned).into();
        parameters.push("size_t *length".to_owned());
        parameters.push("uint32_t *code".to_owned());
        parameters.extend(self.error.iter().map(|one| one.declared.clone()));
        list(&format!("bool {}_encode_error", self.function), &parameters)
    }

    pub(super) fn encode_error(&self) -> String {
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

    pub(super) fn answer_head(&self) -> String {
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

    pub(super) fn answer(&self) -> String {
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
