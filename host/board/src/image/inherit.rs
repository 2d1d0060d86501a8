//! Descriptions that build upon another: `inherit` names it.

use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use toml::{Spanned, Table, Value};

use super::source::Source;
use crate::description::App;
use crate::processor::Failure;

/// Reads the description of this name, with what it inherits.
///
/// # Errors
///
/// If there is none, or one of its files is not what it should be, with the
/// file and, of a mistake within one file, line and column.
pub(super) fn description(
    source: &mut Source,
    name: &str,
) -> Result<App, Failure> {
    let text = source
        .text(name)?
        .ok_or_else(|| format!("there is no {name}"))?;
    let told = |error: Failure| format!("{name}: {error}");
    let own = Part::read(&text).map_err(told)?;
    if own.base().map_err(told)?.is_none() {
        // So that what is wrong is told with its place.
        let app = toml::from_str(&text).map_err(|e| told(e.into()))?;
        return Ok(App::in_order(app, own.tasks));
    }
    let mut read = vec![name.to_owned()];
    let whole = own.on_its_base(source, &mut read)?;
    let files = read.join(" on ");
    let app = whole
        .table
        .try_into()
        .map_err(|error| format!("{files}: {error}"))?;
    Ok(App::in_order(app, whole.tasks))
}

/// A file, or several as one.
struct Part {
    table: Table,
    /// Names of tasks, in their order.
    tasks: Vec<String>,
}

/// The key that names the base.
const INHERIT: &str = "inherit";

impl Part {
    fn read(text: &str) -> Result<Self, Failure> {
        #[derive(Deserialize)]
        struct Names {
            #[serde(default)]
            tasks: BTreeMap<String, Spanned<IgnoredAny>>,
        }
        let table = toml::from_str(text)?;
        let names: Names = toml::from_str(text)?;
        let mut tasks: Vec<_> = names.tasks.into_iter().collect();
        tasks.sort_by_key(|(_, task)| task.span().start);
        let tasks = tasks.into_iter().map(|(name, _)| name).collect();
        Ok(Self { table, tasks })
    }

    /// The name of the file that this one builds upon.
    fn base(&self) -> Result<Option<&str>, Failure> {
        match self.table.get(INHERIT) {
            None => Ok(None),
            Some(Value::String(base)) => Ok(Some(base)),
            Some(_) => Err("`inherit` is the name of a file".into()),
        }
    }

    /// The same with what it inherits. `read` are the names of the files so
    /// far, of which this is the last.
    fn on_its_base(
        mut self,
        source: &mut Source,
        read: &mut Vec<String>,
    ) -> Result<Self, Failure> {
        let name = read.last().cloned().unwrap_or_default();
        let Some(base) =
            self.base().map_err(|error| format!("{name}: {error}"))?
        else {
            return Ok(self);
        };
        let base = beside(&name, base);
        if read.contains(&base) {
            let files = read.join(" on ");
            return Err(format!("{files} on {base}, for ever").into());
        }
        let text = source.text(&base)?.ok_or_else(|| {
            format!("{name}: `inherit` names {base}, which is not there")
        })?;
        let part =
            Part::read(&text).map_err(|error| format!("{base}: {error}"))?;
        read.push(base);
        let mut whole = part.on_its_base(source, read)?;
        self.table.remove(INHERIT);
        merge(&mut whole.table, self.table);
        let new = |task: &String| !whole.tasks.contains(task);
        let tasks: Vec<_> = self.tasks.into_iter().filter(new).collect();
        whole.tasks.extend(tasks);
        Ok(whole)
    }
}

/// Puts what comes later over what there is: tables are merged, whatever else
/// is replaced.
fn merge(table: &mut Table, later: Table) {
    for (key, value) in later {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => {
                merge(below, above);
            }
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}

/// The name of a file that is named relative to another.
fn beside(file: &str, name: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match (part, parts.last()) {
            ("" | ".", _) => {}
            ("..", Some(last)) if *last != ".." => {
                parts.pop();
            }
            (part, _) => parts.push(part),
        }
    }
    parts.join("/")
}
