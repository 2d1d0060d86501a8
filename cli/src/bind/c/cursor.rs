//! What goes through the elements that an operation gives one at a time.

use std::fmt::Write as _;

use idol_debug::schema::{Cursor, Next};

use super::operation::{Made, Parameter};
use super::text::{call, list};

impl Made<'_, '_> {
    /// What goes through a cursor's elements.
    pub(super) fn cursor(
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
