//! TODO
use crate::emit::writer::Writer;
use crate::model::Interface;

pub(super) fn vectors(_: &mut Writer<'_>, _: &Interface) {}
