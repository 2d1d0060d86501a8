//! What is planned for tasks by their names, before there are any.

use super::System;
use crate::explore::Path;
use crate::failure::{Deed, Moment, Point, Script};
use crate::script;

impl System {
    /// Has what tasks of these names do, or what is done to them, happen in
    /// the next run.
    pub(crate) fn plan(&mut self, scripts: Vec<Script>) {
        self.planned = scripts;
    }

    /// Has tasks of these names run wherever several can.
    pub(crate) fn follow_names(&mut self, tasks: Vec<String>) {
        self.to_follow = Some(tasks);
    }

    /// Finds the tasks that were planned for by name.
    pub(super) fn resolve_plan(&mut self) {
        if let Some(tasks) = self.to_follow.take() {
            let tasks = tasks.iter().map(|name| self.named(name)).collect();
            self.follow(Path::along(tasks));
        }
        for Script { when, deed, to } in std::mem::take(&mut self.planned) {
            let to = self.named(&to);
            let action = script::Action(match deed {
                Deed::Kill(restart) => script::Deed::Kill(to, restart),
                Deed::Post(bits) => script::Deed::Post(to, bits),
                Deed::Interrupt(bits) => script::Deed::Interrupt(to, bits),
            });
            let point = |Point { kind, number, task }| script::Point {
                task: self.named(&task),
                kind,
                number,
            };
            let when = script::When(match when {
                Moment::Before(at) => script::Moment::Before(point(at)),
                Moment::After(at) => script::Moment::After(point(at)),
                Moment::At(time) => script::Moment::At(time),
            });
            self.script(when, action);
        }
    }

    /// Index of the task of this name.
    fn named(&self, name: &str) -> usize {
        let mut names = self.core.tasks.iter().map(|task| &task.name);
        names.position(|known| known == name).unwrap_or_else(|| {
            panic!("no task is called `{name}`, as a failure or a test has it")
        })
    }

    /// How many system calls the task of this name has made.
    pub(crate) fn calls_of(&self, name: &str) -> u32 {
        let life = &self.lives[self.named(name)];
        life.calls[script::CallKind::Any as usize]
    }

    /// The choices of the path so far, by name, without those at the end that
    /// are usual.
    pub(crate) fn choices(&self) -> Vec<String> {
        let choices = self.path.iter().flat_map(|path| path.choices());
        choices
            .map(|choice| self.core.tasks[choice.task].name.clone())
            .collect()
    }
}
