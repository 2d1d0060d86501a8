//! Whole images: a build's archive, or a folder with the tasks' files, and
//! their description.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use kernel::{Restart, System, TaskId};
use zip::ZipArchive;

use crate::description::{self, App, Task};
use crate::device::{Bus, Handler};
use crate::flashed::Flashed;
use crate::from_elf::FromElf;
use crate::processor::Failure;
use crate::setup::Setup;
use crate::shared::Shared;

/// A whole image, as it would be flashed.
///
/// ```no_run
/// # fn main() -> Result<(), board::processor::Failure> {
/// let mut image = board::Image::open("build.zip")?;
/// // The chip's USART: what is written is shown, and there is always room.
/// image.device("usart3", |bus| match bus {
///     board::Bus::Read { .. } => Some(1 << 7),
///     board::Bus::Write { value, .. } => {
///         print!("{}", value as u8 as char);
///         Some(0)
///     }
/// });
/// let mut running = image.system()?;
/// running.system.run_for(1_000).expect_success();
/// assert_eq!(running.system.fault(running.task("uartecho")?.id()), None);
/// # Ok(())
/// # }
/// ```
pub struct Image {
    app: App,
    chip: BTreeMap<String, (u32, u32)>,
    files: BTreeMap<String, Vec<u8>>,
    devices: Vec<(String, Handler)>,
    shared: BTreeMap<String, Shared>,
    budget: Option<u64>,
}

/// An image in a system.
pub struct Running {
    /// The system, which has not run yet.
    pub system: System,
    tasks: BTreeMap<String, (Flashed, Task)>,
}

impl Image {
    /// Reads an image: an archive, or a folder with an `app.toml`. The file of
    /// a task is called `elf/task/NAME`, or in a folder also `NAME`.
    ///
    /// What the description says beyond what is understood is ignored, with
    /// one warning on standard error.
    ///
    /// # Errors
    ///
    /// If there is no such file, or it cannot be understood; what and where.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Failure> {
        let path = path.as_ref();
        let image = Self::read(path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let ignored = image.app.ignored();
        if !ignored.is_empty() {
            eprintln!(
                "board: warning: {}: ignored: {}",
                path.display(),
                ignored.join(", ")
            );
        }
        Ok(image)
    }

    fn read(path: &Path) -> Result<Self, Failure> {
        let mut source = Source::open(path)?;
        let text = source.find(&["app.toml"])?.ok_or("there is no app.toml")?;
        let app = App::read(&String::from_utf8(text)?)
            .map_err(|error| format!("app.toml: {error}"))?;
        let chip = match source.find(&["chip.toml"])? {
            Some(text) => description::peripherals(&String::from_utf8(text)?)
                .map_err(|error| format!("chip.toml: {error}"))?,
            None => BTreeMap::new(),
        };
        let mut files = BTreeMap::new();
        for (name, _) in app.tasks() {
            let file = source
                .find(&[&format!("elf/task/{name}"), name])?
                .ok_or_else(|| format!("there is no elf/task/{name}"))?;
            files.insert(name.to_owned(), file);
        }
        if files.is_empty() {
            return Err("app.toml describes no task".into());
        }
        Ok(Self {
            app,
            chip,
            files,
            devices: Vec::new(),
            shared: BTreeMap::new(),
            budget: None,
        })
    }

    /// The image's name.
    pub fn name(&self) -> &str {
        &self.app.name
    }

    /// What its description says and nobody here understands, as paths of
    /// keys.
    pub fn ignored(&self) -> Vec<String> {
        self.app.ignored()
    }

    /// Has a closure play the peripheral of this name, for the one task that
    /// uses it. `chip.toml` says where it is.
    pub fn device(
        &mut self,
        peripheral: &str,
        handler: impl FnMut(Bus) -> Option<u32> + 'static,
    ) -> &mut Self {
        self.devices
            .push((peripheral.to_owned(), Box::new(handler)));
        self
    }

    /// Gives memory to all tasks that have the external region of this name.
    pub fn region(&mut self, name: &str, shared: &Shared) -> &mut Self {
        self.shared.insert(name.to_owned(), shared.clone());
        self
    }

    /// Sets the budget of all tasks; see [`Setup::budget`].
    pub fn budget(&mut self, instructions: u64) -> &mut Self {
        self.budget = Some(instructions);
        self
    }

    /// A system with all tasks of the image, in their order. The first is the
    /// supervisor: it gets notification bit 0 when another faults.
    ///
    /// # Errors
    ///
    /// If the emulator is not installed, a file is not of a task, a slot's
    /// peer or a notification is none, an external region is not given, or
    /// nobody uses a device.
    pub fn system(mut self) -> Result<Running, Failure> {
        let mut system = System::new();
        system.supervisor(Restart::BySupervisorTask);
        let app = self.app;
        let described = app.tasks();
        let mut tasks = BTreeMap::new();
        for (name, task) in &described {
            let told = |error: Failure| -> Failure {
                format!("the task `{name}`: {error}").into()
            };
            let file = &self.files[*name];
            let mut setup = Setup::new();
            if let Some(bytes) = task.stacksize.or(app.stacksize) {
                setup = setup.stack(bytes);
            }
            if let Some(budget) = self.budget {
                setup = setup.budget(budget);
            }
            if let Some(bytes) = task.max_sizes.ram {
                setup = setup.most_ram(bytes);
            }
            if let Some(bytes) = task.max_sizes.flash {
                setup = setup.most_flash(bytes);
            }
            for region in &task.extern_regions {
                let shared = self.shared.get(region).ok_or_else(|| {
                    told(
                        format!(
                            "nothing is in its external region `{region}`: \
                             `Image::region` says what"
                        )
                        .into(),
                    )
                })?;
                setup = setup.shares(shared);
            }
            for (slot, peer) in task.slots() {
                if !described.iter().any(|(name, _)| *name == peer) {
                    let what = format!("no task `{peer}` for slot `{slot}`");
                    return Err(told(what.into()));
                }
                setup = setup.slot(slot, peer);
            }
            for peripheral in &task.uses {
                let Some(found) =
                    self.devices.iter().position(|(it, _)| it == peripheral)
                else {
                    continue;
                };
                let (_, handler) = self.devices.swap_remove(found);
                let (address, size) =
                    *self.chip.get(peripheral).ok_or_else(|| {
                        told(format!("chip.toml has no `{peripheral}`").into())
                    })?;
                setup = setup
                    .device(address..address.saturating_add(size), handler);
            }
            let flashed =
                system.task_from_elf(name, task.priority, file, setup)?;
            system.interrupts(flashed.id(), lines(task).map_err(told)?);
            if !task.start {
                system.stopped(flashed.id());
            }
            tasks.insert((*name).to_owned(), (flashed, (*task).clone()));
        }
        if let Some((peripheral, _)) = self.devices.first() {
            return Err(format!("no task uses `{peripheral}`").into());
        }
        Ok(Running { system, tasks })
    }
}

/// The notification bits that interrupts of a task post.
fn lines(task: &Task) -> Result<u32, Failure> {
    let mut bits = 0;
    for (interrupt, notification) in &task.interrupts {
        bits |= task.bit(notification).ok_or_else(|| {
            format!("`{interrupt}` posts `{notification}`, which is none")
        })?;
    }
    Ok(bits)
}

impl Running {
    /// A task by its name.
    ///
    /// # Errors
    ///
    /// If there is none, with the names that there are.
    pub fn task(&self, name: &str) -> Result<&Flashed, Failure> {
        match self.tasks.get(name) {
            Some((task, _)) => Ok(task),
            None => {
                let names: Vec<_> =
                    self.tasks.keys().map(String::as_str).collect();
                let names = names.join("`, `");
                Err(format!("no task `{name}`: there are `{names}`").into())
            }
        }
    }

    /// Id and mask for [`System::post`] and [`System::interrupt`].
    ///
    /// # Errors
    ///
    /// If there is no such task, or it has no such notification.
    pub fn notification(
        &self,
        task: &str,
        name: &str,
    ) -> Result<(TaskId, u32), Failure> {
        let flashed = self.task(task)?;
        let bit = self.tasks[task].1.bit(name).ok_or_else(|| {
            format!("the task `{task}` has no notification `{name}`")
        })?;
        Ok((flashed.id(), bit))
    }
}

/// Where the files of an image are.
enum Source {
    Folder(PathBuf),
    Archive(Box<ZipArchive<fs::File>>),
}

impl Source {
    fn open(path: &Path) -> Result<Self, Failure> {
        if path.is_dir() {
            return Ok(Source::Folder(path.to_owned()));
        }
        let archive = ZipArchive::new(fs::File::open(path)?)
            .map_err(|error| format!("no folder and no archive: {error}"))?;
        Ok(Source::Archive(Box::new(archive)))
    }

    /// The first file that there is of these names.
    fn find(&mut self, names: &[&str]) -> Result<Option<Vec<u8>>, Failure> {
        for name in names {
            match self {
                Source::Folder(folder) => {
                    let path = folder.join(name);
                    if path.is_file() {
                        return Ok(Some(fs::read(path)?));
                    }
                }
                Source::Archive(archive) => {
                    let Some(index) = archive.index_for_name(name) else {
                        continue;
                    };
                    let mut bytes = Vec::new();
                    archive.by_index(index)?.read_to_end(&mut bytes)?;
                    return Ok(Some(bytes));
                }
            }
        }
        Ok(None)
    }
}
