//! Interfaces that can be changed at random, and as advice says.

use serde_json::Value;

/// An interface as its file says it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Interface {
    pub(super) name: String,
    pub(super) ops: Vec<Op>,
    pub(super) reserved: Vec<u16>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Op {
    pub(super) name: String,
    pub(super) number: Option<u16>,
    pub(super) doc: Option<String>,
    pub(super) was: Vec<String>,
    /// Names, and the rest as text.
    pub(super) args: Vec<(String, String)>,
    pub(super) leases: Vec<(String, String)>,
    pub(super) reply: String,
    pub(super) idempotent: bool,
    pub(super) hubpack: bool,
}

impl Interface {
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "Interface(name: \"{}\", reserved: {:?}, ops: {{\n",
            self.name, self.reserved
        );
        for op in &self.ops {
            text.push_str(&op.text());
        }
        text.push_str("})\n");
        text
    }

    /// Does all that advice says, together.
    ///
    /// Operations are called by the names that they have before.
    pub(super) fn follow(&mut self, old: &Self, edits: &[Value]) {
        let mut names = Vec::new();
        // What an operation was takes its place, where that is settled.
        let is_kept = |edit: &&Value| edit["edit"] == "keep";
        let kept = edits.iter().filter(is_kept);
        let others = edits.iter().filter(|edit| !is_kept(edit));
        for edit in others.chain(kept) {
            let text = |key: &str| edit[key].as_str().map(str::to_owned);
            let number = || {
                let number = edit["number"].as_u64().expect("a number");
                u16::try_from(number).expect("a number of 16 bits")
            };
            match edit["edit"].as_str().expect("a kind") {
                "number" => self.op(edit).number = Some(number()),
                "reserved" => {
                    let all = edit["numbers"].as_array().expect("a list");
                    self.reserved = all
                        .iter()
                        .map(|n| n.as_u64().expect("a number") as u16)
                        .collect();
                }
                "move" => {
                    let index = self.index(&text("operation").expect("one"));
                    let op = self.ops.remove(index);
                    let behind = text("behind");
                    let to = behind.map_or(0, |name| self.index(&name) + 1);
                    self.ops.insert(to, op);
                }
                "keep" => {
                    let was = text("was").expect("a name");
                    let before = old.ops.iter().find(|op| op.name == was);
                    let mut before = before.expect("it was there").clone();
                    let op = self.op(edit);
                    before.number = op.number;
                    before.name = text("name").expect("a name");
                    before.was = match before.name == was {
                        true => Vec::new(),
                        false => op.was.clone(),
                    };
                    let kept = before.name.clone();
                    let mut other = std::mem::replace(op, before);
                    if other.name == kept {
                        other.name.push_str("_other");
                    }
                    other.number = Some(number());
                    other.was.clear();
                    self.ops.push(other);
                }
                // The others are found by the names that they have.
                _ => names.push(edit),
            }
        }
        for edit in &names {
            let text = |key: &str| edit[key].as_str().expect("a name");
            if edit["edit"] == "name-parameter" {
                let op = self.op(edit);
                let mut parameters = op.args.iter_mut().chain(&mut op.leases);
                let found =
                    parameters.find(|(name, _)| name == text("parameter"));
                let (name, _) = found.expect("a parameter");
                // Others may have this name yet.
                *name = format!("={}", text("name"));
            }
        }
        for edit in names {
            let text = |key: &str| edit[key].as_str().expect("a name");
            match edit["edit"].as_str().expect("a kind") {
                "name-operation" => {
                    let name = format!("={}", text("name"));
                    self.op(edit).name = name;
                }
                "name-interface" => self.name = text("name").to_owned(),
                "name-parameter" => {}
                other => panic!("{other} is not known"),
            }
        }
        for op in &mut self.ops {
            let names = op.args.iter_mut().chain(&mut op.leases);
            let names = names.map(|(name, _)| name).chain([&mut op.name]);
            for name in names {
                *name = name.trim_start_matches('=').to_owned();
            }
        }
    }

    fn index(&self, name: &str) -> usize {
        let found = self.ops.iter().position(|op| op.name == name);
        found.unwrap_or_else(|| panic!("`{name}` is not in {self:?}"))
    }

    fn op(&mut self, edit: &Value) -> &mut Op {
        let index = self.index(edit["operation"].as_str().expect("a name"));
        &mut self.ops[index]
    }
}

impl Op {
    fn text(&self) -> String {
        let map = |entries: &[(String, String)]| -> String {
            let entries = entries.iter();
            entries
                .map(|(name, rest)| format!("\"{name}\": {rest}, "))
                .collect()
        };
        let mut text = format!("    \"{}\": (", self.name);
        if let Some(number) = self.number {
            text.push_str(&format!("number: {number}, "));
        }
        if let Some(doc) = &self.doc {
            text.push_str(&format!("doc: {doc:?}, "));
        }
        if !self.was.is_empty() {
            text.push_str(&format!("was: {:?}, ", self.was));
        }
        text.push_str(&format!(
            "args: {{ {}}}, leases: {{ {}}}, reply: {}",
            map(&self.args),
            map(&self.leases),
            self.reply
        ));
        if self.idempotent {
            text.push_str(", idempotent: true");
        }
        if self.hubpack {
            text.push_str(", encoding: Hubpack");
        }
        text.push_str("),\n");
        text
    }
}
