//! A schema out of an interface and the debug information of its server.

use idol::fingerprint::Fingerprint;
use idol::model::{self, Conversion, Extent, Failure, OnDeath as Death};
use idol::syntax;

use super::codes::error_codes;
use super::document::{
    Access, Argument, Bounds, Code, Encoding, Errors, Form, Lease, Limits,
    OnDeath, Operation, Recv, RecvBy, Reply, Schema, Stream, VERSION,
};
use super::table::Table;
use super::wire::bounds;
use crate::error::Error;
use crate::operation::{self, is_flagged};
use crate::task::Task;
use crate::ty::Type;

impl Task<'_> {
    /// All that a program needs to call the server of an interface, which
    /// [`interfaces`](Self::interfaces) gives.
    ///
    /// # Errors
    ///
    /// If the debug information lacks a type of an operation; the error's
    /// place begins with its name.
    pub fn schema(
        &self,
        interface: &model::Interface,
    ) -> Result<Schema, Error> {
        let mut table = Table::default();
        let mut operations = interface
            .operations
            .iter()
            .map(|model| {
                let name = model.name.as_str();
                self.operation(interface, name)
                    .and_then(|found| described(&found, &mut table))
                    .map_err(|e| e.within(name))
            })
            .collect::<Result<Vec<_>, Error>>()?;
        // A file may have another order than a section.
        operations.sort_by_key(|operation| operation.number);
        let largest = |size: fn(&Operation) -> usize| {
            operations.iter().map(size).max().unwrap_or(0)
        };
        let mut schema = Schema {
            version: VERSION,
            interface: interface.name.to_string(),
            doc: interface.doc.clone(),
            fingerprint: Fingerprint::of(interface).to_string(),
            word: self.word(),
            limits: Limits {
                message: largest(|op| op.message.max),
                reply: largest(|op| op.room),
            },
            reserved: interface.reserved.iter().map(|n| n.get()).collect(),
            operations,
            types: table.types(),
        };
        // A struct without a next place goes with no client in Rust either.
        let shapes = schema.operations.iter();
        let shapes: Vec<_> =
            shapes.map(|op| schema.cursor(op).is_some()).collect();
        for (operation, is_cursor) in schema.operations.iter_mut().zip(shapes) {
            operation.stream = operation.stream.filter(|_| is_cursor);
        }
        Ok(schema)
    }
}

fn described(
    found: &operation::Operation<'_>,
    table: &mut Table,
) -> Result<Operation, Error> {
    let (model, types) = found.parts();
    let encoding = match model.encoding {
        syntax::Encoding::Zerocopy => Encoding::Zerocopy,
        syntax::Encoding::Hubpack => Encoding::Hubpack,
        syntax::Encoding::Ssmarshal => Encoding::Ssmarshal,
    };
    let mut message = Bounds::of(0);
    let mut arguments = Vec::new();
    let forms = types.arguments.iter().zip(&types.message);
    for (argument, (ty, field)) in model.arguments.iter().zip(forms) {
        let name = argument.name.as_str();
        let form = form(encoding, &argument.conversion, ty, &field.ty);
        let size =
            sized(encoding, form, ty, &field.ty).map_err(|e| e.within(name))?;
        arguments.push(Argument {
            name: name.to_owned(),
            doc: argument.doc.clone(),
            ty: table.add(ty)?,
            form,
            offset: (message.min == message.max).then_some(message.min),
            size,
            recv: recv(&argument.conversion),
        });
        message = message.and(size);
    }
    let mut leases = Vec::new();
    for (lease, ty) in model.leases.iter().zip(&types.leases) {
        leases.push(described_lease(lease, table.add(ty)?));
    }
    let conversion = &model.reply.conversion;
    let ok = match (conversion, encoding) {
        (Conversion::Bool, Encoding::Zerocopy) => Form::Byte,
        _ => form(encoding, &Conversion::Own, &types.reply, &types.body),
    };
    let reply = Reply {
        ty: table.add(&types.reply)?,
        doc: model.reply.doc.clone(),
        form: ok,
        size: sized(encoding, ok, &types.reply, &types.body)?,
        recv: recv(conversion),
    };
    let errors = errors(encoding, model, types, table)?;
    let error_size = match &errors {
        Errors::Value { size, .. } => size.max,
        Errors::None | Errors::ServerDeath | Errors::Code { .. } => 0,
    };
    Ok(Operation {
        number: model.number.get(),
        name: model.name.to_string(),
        doc: model.doc.clone(),
        feature: model.feature.clone(),
        stream: model.cursor.map(|_| Stream::Cursor),
        encoding,
        idempotent: model.is_idempotent(),
        on_death: match model.on_death {
            Death::Retry => OnDeath::Retry,
            Death::ErrorFromCode | Death::ErrorFromServerDeath => {
                OnDeath::Error
            }
            Death::ServerDeath => OnDeath::ServerDeath,
            Death::Untold => OnDeath::Untold,
        },
        arguments,
        message,
        leases,
        room: reply.size.max.max(error_size),
        reply,
        errors,
    })
}

/// What the bytes of a value are, whose type is `ty` and of which `travels`
/// travels.
fn form(
    encoding: Encoding,
    conversion: &Conversion,
    ty: &Type,
    travels: &Type,
) -> Form {
    match (conversion, encoding) {
        (Conversion::Bool, _) => Form::Byte,
        (_, Encoding::Zerocopy) if is_flagged(ty, travels) => Form::Flagged,
        _ => Form::Value,
    }
}

fn sized(
    encoding: Encoding,
    form: Form,
    ty: &Type,
    travels: &Type,
) -> Result<Bounds, Error> {
    match form {
        Form::Value => bounds(encoding, ty),
        Form::Byte => Ok(Bounds::of(1)),
        Form::Flagged => Ok(Bounds::of(travels.size)),
    }
}

fn recv(conversion: &Conversion) -> Option<Recv> {
    match conversion {
        Conversion::Own | Conversion::Bool => None,
        Conversion::FromPrimitive(integer) => Some(Recv {
            by: RecvBy::FromPrimitive,
            raw: integer.as_str().to_owned(),
            with: None,
        }),
        Conversion::From { raw, with, .. } => Some(Recv {
            by: RecvBy::From,
            raw: raw.to_string(),
            with: with.clone(),
        }),
    }
}

fn described_lease(lease: &model::Lease, ty: String) -> Lease {
    let (slice, max_len) = match &lease.extent {
        Extent::Value(_) => (false, None),
        Extent::Slice { max_len, .. } => (true, max_len.map(|n| n.get())),
    };
    Lease {
        name: lease.name.to_string(),
        doc: lease.doc.clone(),
        access: match lease.access {
            model::Access::Read => Access::Read,
            model::Access::Write => Access::Write,
            model::Access::ReadWrite => Access::ReadWrite,
        },
        ty,
        slice,
        max_len,
    }
}

fn errors(
    encoding: Encoding,
    model: &model::Operation,
    types: &operation::Types,
    table: &mut Table,
) -> Result<Errors, Error> {
    Ok(match &model.reply.failure {
        Failure::Simple => Errors::None,
        Failure::ServerDeath => Errors::ServerDeath,
        Failure::CLike(_) => Errors::Code {
            ty: table.add(&types.error)?,
            codes: error_codes(&types.error).map(|codes| {
                let code = |(code, name)| Code { code, name };
                codes.into_iter().map(code).collect()
            }),
        },
        Failure::Complex { .. } => {
            let (ty, body) = (&types.error, &types.error_body);
            let form = form(encoding, &Conversion::Own, ty, body);
            Errors::Value {
                ty: table.add(ty)?,
                form,
                size: sized(encoding, form, ty, body)?,
            }
        }
    })
}
