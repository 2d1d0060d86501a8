//! The module of an interface: its types, its operations, and two clients.

use idol_debug::schema::{
    Access, Bounds, Cursor, Encoding, Errors, Form, Next, OnDeath, Operation,
    Schema,
};

use super::names::{Scope, doc, identifier, string};
use super::types::Types;

/// The text of a module.
pub(super) fn module(schema: &Schema) -> String {
    let interface = schema.interface.as_str();
    let mut scope =
        Scope::with([interface.to_owned(), format!("{interface}Sync")]);
    let types = Types::of(schema, &mut scope);
    let about = match &schema.doc {
        Some(text) => doc(text, ""),
        None => format!("The interface `{interface}`."),
    };
    let mut text = format!(
        "\"\"\"{about}\"\"\"\n\nfrom __future__ import annotations\n\n\
         import enum\nfrom collections.abc import AsyncIterator, Iterator\n\
         from dataclasses import dataclass\n\
         from typing import Any, Optional, Union\n\n\
         from . import _runtime as _r\n\n\
         FINGERPRINT = {}\n\
         \"\"\"What client and server must agree on.\"\"\"\n\n",
        string(&schema.fingerprint)
    );
    text.push_str(&types.text);
    // Not every module has need of all that is imported.
    text.push_str("\n_ = (enum, dataclass, Any, Optional, Union, AsyncIterator, Iterator)\n");
    let raised = exceptions(schema, &types, &mut scope, &mut text);
    let mut rows = Vec::new();
    let mut methods = Scope::default();
    for operation in &schema.operations {
        let cursor = schema.cursor(operation);
        rows.push(Row {
            cursor,
            iterator: None,
            constant: format!("_OP_{}", operation.number),
            method: method(&mut methods, &operation.name),
            raises: raised
                .iter()
                .find(|(ty, _)| Some(ty.as_str()) == error_type(operation))
                .map(|(_, class)| class.as_str()),
            operation,
        });
    }
    // Behind the operations, whose names are the interface's.
    for row in rows.iter_mut().filter(|row| row.cursor.is_some()) {
        row.iterator = Some(methods.name(&format!("{}_iter", row.method)));
    }
    for row in &rows {
        text.push_str(&constant(interface, row, &types));
        text.push_str(&lent(row, &types, &mut scope));
    }
    for style in [Style::Async, Style::Sync] {
        text.push_str(&client(schema, style, &rows, &types));
    }
    text
}

/// An operation and its names.
struct Row<'s> {
    operation: &'s Operation,
    constant: String,
    method: String,
    raises: Option<&'s str>,
    cursor: Option<Cursor<'s>>,
    /// The method that goes through what a cursor gives.
    iterator: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Async,
    Sync,
}

/// What begins with `_` is the client's own.
fn method(scope: &mut Scope, name: &str) -> String {
    match name.starts_with('_') {
        true => scope.name(&format!("op{name}")),
        false => scope.name(name),
    }
}

fn error_type(operation: &Operation) -> Option<&str> {
    match &operation.errors {
        Errors::Code { ty, .. } | Errors::Value { ty, .. } => Some(ty),
        Errors::None | Errors::ServerDeath => None,
    }
}

/// An exception for each type of errors.
fn exceptions(
    schema: &Schema,
    types: &Types,
    scope: &mut Scope,
    text: &mut String,
) -> Vec<(String, String)> {
    let mut raised = Vec::<(String, String)>::new();
    for operation in &schema.operations {
        let Some(ty) = error_type(operation) else {
            continue;
        };
        if raised.iter().any(|(known, _)| known == ty) {
            continue;
        }
        let class = scope.name(&format!("{}Exception", identifier(ty)));
        let annotation = match &operation.errors {
            // Known by its code alone.
            Errors::Code { codes: None, .. } if types.only(ty).is_none() => {
                "int"
            }
            _ => types.annotation(ty),
        };
        text.push_str(&format!(
            "\n\nclass {class}(_r.CallError):\n    \"\"\"An operation failed: \
             `error` says why.\"\"\"\n\n    error: {annotation}\n"
        ));
        raised.push((ty.to_owned(), class));
    }
    text.push_str("\n\n");
    raised
}

fn value(ty: &str, form: Form, size: Bounds, types: &Types) -> String {
    let form = match form {
        Form::Value => "VALUE",
        Form::Byte => "BYTE",
        Form::Flagged => "FLAGGED",
    };
    format!(
        "_r.Value({}, _r.Form.{form}, {})",
        types.codec(ty),
        size.max
    )
}

fn constant(interface: &str, row: &Row<'_>, types: &Types) -> String {
    let operation = row.operation;
    let encoding = match operation.encoding {
        Encoding::Zerocopy => "ZEROCOPY",
        Encoding::Hubpack => "HUBPACK",
        Encoding::Ssmarshal => "SSMARSHAL",
    };
    let arguments: String = operation
        .arguments
        .iter()
        .map(|argument| {
            let name = string(&argument.name);
            let value =
                value(&argument.ty, argument.form, argument.size, types);
            format!("        _r.Argument({name}, {value}),\n")
        })
        .collect();
    let leases: String = operation
        .leases
        .iter()
        .map(|lease| {
            let access = match lease.access {
                Access::Read => "READ",
                Access::Write => "WRITE",
                Access::ReadWrite => "READ_WRITE",
            };
            let slice = if lease.slice { "True" } else { "False" };
            let most = lease.max_len;
            let most = most.map_or("None".to_owned(), |most| most.to_string());
            format!(
                "        _r.LeaseKind({}, _r.Access.{access}, {}, {slice}, \
                 {most}),\n",
                string(&lease.name),
                types.codec(&lease.ty),
            )
        })
        .collect();
    let reply = &operation.reply;
    format!(
        "{constant}: _r.Operation[{annotation}] = _r.Operation(\n    \
         {interface},\n    {name},\n    {number},\n    \
         _r.Encoding.{encoding},\n    {idempotent},\n    (\n{arguments}    ),\n    \
         (\n{leases}    ),\n    {value},\n    {failures},\n    {room},\n)\n",
        constant = row.constant,
        annotation = types.annotation(&reply.ty),
        interface = string(interface),
        name = string(&operation.name),
        number = operation.number,
        idempotent = if operation.idempotent { "True" } else { "False" },
        value = value(&reply.ty, reply.form, reply.size, types),
        failures = failures(row, types),
        room = operation.room,
    )
    .replace("    (\n    ),", "    (),")
}

fn failures(row: &Row<'_>, types: &Types) -> String {
    let raises = row.raises.unwrap_or("_r.CallError");
    match &row.operation.errors {
        Errors::None => "_r.Failures(ignores_code=True)".to_owned(),
        Errors::ServerDeath => "_r.Failures()".to_owned(),
        Errors::Code { codes: None, ty } => match types.only(ty) {
            Some((name, member)) => format!(
                "_r.Failures({raises}, only={member}, only_name={})",
                string(name)
            ),
            None => format!("_r.Failures({raises}, any_code=True)"),
        },
        Errors::Code {
            ty,
            codes: Some(codes),
        } => {
            let mut members = Vec::new();
            let mut names = Vec::new();
            for known in codes {
                if let Some(member) = types.member(ty, &known.name) {
                    members.push(format!("{}: {member}", known.code));
                    let name = string(&known.name);
                    names.push(format!("{}: {name}", known.code));
                }
            }
            let (members, names) = (members.join(", "), names.join(", "));
            format!("_r.Failures({raises}, {{{members}}}, {{{names}}})")
        }
        Errors::Value { ty, form, size } => {
            let value = value(ty, *form, *size, types);
            format!("_r.Failures({raises}, value={value})")
        }
    }
}

/// The types of what is lent, unless it is bytes.
fn lent(row: &Row<'_>, types: &Types, scope: &mut Scope) -> String {
    let leases = row.operation.leases.iter();
    leases
        .filter(|lease| lease.ty != "u8")
        .map(|lease| {
            let name = format!("{}_{}", row.operation.name, lease.name);
            let name = scope.name(&name.to_uppercase());
            format!(
                "{name} = {}\n\"\"\"What `{}` of `{}` holds.\"\"\"\n",
                types.codec(&lease.ty),
                lease.name,
                row.operation.name
            )
        })
        .collect()
}

fn client(
    schema: &Schema,
    style: Style,
    rows: &[Row<'_>],
    types: &Types,
) -> String {
    let interface = &schema.interface;
    let about = match &schema.doc {
        Some(text) => doc(text, "    "),
        None => format!("A client of `{interface}`."),
    };
    let (class, transport) = match style {
        Style::Async => (interface.clone(), "_r.Transport"),
        Style::Sync => (format!("{interface}Sync"), "_r.SyncTransport"),
    };
    let mut text = format!(
        "\n\nclass {class}:\n    \"\"\"{about}\"\"\"\n\n    \
         def __init__(\n        self, transport: {transport}, retries: \
         Optional[int] = None\n    ) -> None:\n        \"\"\"A client whose \
         requests go through `transport`. A server that has\n        died is \
         asked again `retries` times, where that is allowed.\"\"\"\n        \
         self._transport = transport\n        self._retries = retries\n"
    );
    for row in rows {
        text.push_str(&operation(row, style, types));
        if let Some((cursor, iterator)) = row.cursor.zip(row.iterator.as_ref())
        {
            text.push_str(&iteration(row, cursor, iterator, style, types));
        }
    }
    text
}

/// The method that goes through what a cursor gives.
fn iteration(
    row: &Row<'_>,
    cursor: Cursor<'_>,
    iterator: &str,
    style: Style,
    types: &Types,
) -> String {
    let (parameters, values) = parameters(row.operation, types);
    let Some((place, others)) = values.split_last() else {
        return String::new();
    };
    let (prefix, result, wait) = match style {
        Style::Async => ("async ", "AsyncIterator", "await "),
        Style::Sync => ("", "Iterator", ""),
    };
    let next = match cursor.next {
        Next::Second => "            _element, _place = _found\n",
        Next::Field => "            _element, _place = _found, _found.next\n",
    };
    let given: String = others.iter().map(|name| format!("{name}, ")).collect();
    let parameters: String = parameters
        .iter()
        .map(|p| format!("        {p},\n"))
        .collect();
    format!(
        "\n    {prefix}def {iterator}(\n        self,\n{parameters}    ) -> \
         {result}[{annotation}]:\n        \"\"\"Goes through what \
         `{operation}` gives, from `{place}` on.\n\n        Each element is \
         asked for when it is wanted.\n        \"\"\"\n        \
         _place = {place}\n        \
         while (_found := {wait}self.{method}({given}_place)) is not None:\n\
         {next}            yield _element\n",
        annotation = types.annotation(cursor.element),
        operation = row.operation.name,
        method = row.method,
    )
}

/// The parameters that are arguments, and their names.
fn parameters(
    operation: &Operation,
    types: &Types,
) -> (Vec<String>, Vec<String>) {
    let mut scope = Scope::default();
    let names = operation.arguments.iter().map(|a| scope.name(&a.name));
    let names: Vec<_> = names.collect();
    let annotated = names.iter().zip(&operation.arguments);
    let annotated = annotated.map(|(name, argument)| {
        format!("{name}: {}", types.annotation(&argument.ty))
    });
    (annotated.collect(), names)
}

fn operation(row: &Row<'_>, style: Style, types: &Types) -> String {
    let operation = row.operation;
    let mut scope = Scope::default();
    let mut parameters = vec!["self".to_owned()];
    let mut values = Vec::new();
    for argument in &operation.arguments {
        let name = scope.name(&argument.name);
        let annotation = types.annotation(&argument.ty);
        parameters.push(format!("{name}: {annotation}"));
        values.push(name);
    }
    let mut lent = Vec::new();
    for lease in &operation.leases {
        let name = scope.name(&lease.name);
        let annotation = match lease.access {
            Access::Read => "_r.ReadBuffer",
            Access::Write | Access::ReadWrite => "_r.WriteBuffer",
        };
        parameters.push(format!("{name}: {annotation}"));
        lent.push(name);
    }
    let (prefix, call) = match style {
        Style::Async => ("async ", "await _r.call"),
        Style::Sync => ("", "_r.call_sync"),
    };
    let parameters: String = parameters
        .iter()
        .map(|p| format!("        {p},\n"))
        .collect();
    let list = |names: &[String]| match names {
        [] => "()".to_owned(),
        [one] => format!("({one},)"),
        several => format!("({})", several.join(", ")),
    };
    format!(
        "\n    {prefix}def {method}(\n{parameters}    ) -> {annotation}:\n        \
         \"\"\"{about}\"\"\"\n        \
         request = {constant}.request({values}, {lent})\n        \
         return {call}(\n            self._transport, {constant}, request, \
         self._retries\n        )\n",
        method = row.method,
        annotation = types.annotation(&operation.reply.ty),
        about = documentation(row),
        constant = row.constant,
        values = list(&values),
        lent = list(&lent),
    )
}

fn documentation(row: &Row<'_>) -> String {
    let operation = row.operation;
    let indent = "        ";
    let mut text = match &operation.doc {
        Some(said) => doc(said, indent),
        None => format!("The operation `{}`.", operation.name),
    };
    let retry = match operation.on_death {
        OnDeath::Retry => "A server that has died is asked again.",
        OnDeath::Error | OnDeath::ServerDeath | OnDeath::Untold => {
            "It is sent once: a server that dies raises `ServerDied`."
        }
    };
    let number = operation.number;
    text.push_str(&format!("\n\n{indent}Number {number} on the wire. {retry}"));
    if let Some(class) = row.raises {
        text.push_str(&format!("\n{indent}Fails with `{class}`."));
    }
    let described = operation
        .arguments
        .iter()
        .map(|argument| (&argument.name, &argument.doc))
        .chain(
            operation
                .leases
                .iter()
                .map(|lease| (&lease.name, &lease.doc)),
        );
    for (name, said) in described {
        if let Some(said) = said {
            let said = doc(said, &format!("{indent}    "));
            text.push_str(&format!("\n\n{indent}`{name}`: {said}"));
        }
    }
    if text.ends_with('"') {
        text.push(' ');
    }
    format!("{text}\n{indent}")
}
