//! Whole images: a build's archive, or a folder with the tasks' files, and
//! their description.

mod checks;
mod inherit;
mod kernel_elf;
mod memories;
mod running;
mod source;

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use kernel::{Line, Restart, System};

use crate::description::{self, App, Task};
use crate::device::{Bus, Handler};
use crate::elf::Elf;
use crate::flash_image::FlashImage;
use crate::flashed::Flashed;
use crate::from_elf::FromElf;
use crate::processor::{Core, Failure};
use crate::setup::Setup;
use crate::shared::Shared;
use memories::Memories;
pub use running::Running;
use source::Source;

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
    memories: Memories,
    files: BTreeMap<String, Vec<u8>>,
    flash_image: Option<Rc<FlashImage>>,
    revision: Option<String>,
    image_name: Option<String>,
    id: u64,
    devices: Vec<(String, Handler)>,
    lines: Vec<(String, Line)>,
    shared: BTreeMap<String, Shared>,
    budget: Option<u64>,
}

/// The name of an image whose build does not give it one.
const USUAL_NAME: &str = "default";

impl Image {
    /// Reads an image: the archive of a build, or a folder with an `app.toml`.
    /// The file of a task is called `elf/task/NAME`, or in a folder also
    /// `NAME`; files that are not known are left alone.
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
        let app = inherit::description(&mut source, "app.toml")?;
        let mut line = |name| -> Result<Option<String>, Failure> {
            let text = source.text(name)?;
            Ok(text.map(|text| text.trim().to_owned()))
        };
        let revision = line("git-rev")?;
        let image_name = line("image-name")?;
        let chip = match source.text("chip.toml")? {
            Some(text) => description::peripherals(&text)
                .map_err(|error| format!("chip.toml: {error}"))?,
            None => BTreeMap::new(),
        };
        let memories = match source.text("memory.toml")? {
            Some(text) => {
                let name = image_name.as_deref().unwrap_or(USUAL_NAME);
                Memories::read(&text, name)
                    .map_err(|error| format!("memory.toml: {error}"))?
            }
            None => Memories::default(),
        };
        let id = match source.find("elf/kernel")? {
            Some(kernel) => kernel_elf::image_id(&kernel)
                .map_err(|error| format!("elf/kernel: {error}"))?,
            None => None,
        };
        let flash_image = match source.find("img/final.elf")? {
            Some(file) => {
                let image = FlashImage::read(&file)
                    .map_err(|error| format!("img/final.elf: {error}"))?;
                Some(Rc::new(image))
            }
            None => None,
        };
        let mut files = BTreeMap::new();
        for (name, _) in app.tasks() {
            let usual = format!("elf/task/{name}");
            let file = match source.find(&usual)? {
                Some(file) => Some(file),
                None => source.find(name)?,
            };
            let file = file.ok_or_else(|| format!("there is no {usual}"))?;
            files.insert(name.to_owned(), file);
        }
        if files.is_empty() {
            return Err("app.toml describes no task".into());
        }
        Ok(Self {
            app,
            chip,
            memories,
            files,
            flash_image,
            revision,
            image_name,
            id: id.unwrap_or(0),
            devices: Vec::new(),
            lines: Vec::new(),
            shared: BTreeMap::new(),
            budget: None,
        })
    }

    /// The name of what the image is for, from its description.
    pub fn name(&self) -> &str {
        &self.app.name
    }

    /// Its name among the images of its build: the file `image-name`.
    pub fn image_name(&self) -> Option<&str> {
        self.image_name.as_deref()
    }

    /// The revision that it was built from: the file `git-rev`.
    pub fn revision(&self) -> Option<&str> {
        self.revision.as_deref()
    }

    /// What its description says and nobody here understands, as paths of
    /// keys.
    pub fn ignored(&self) -> Vec<String> {
        self.app.ignored()
    }

    /// Sets the number that `userlib::kipc::read_image_id` gives. By default
    /// it is the one that the image's own kernel has, as the eight bytes of
    /// its static `HUBRIS_IMAGE_ID`, and 0 if there is no `elf/kernel` or it
    /// has no such static.
    pub fn image_id(&mut self, id: u64) -> &mut Self {
        self.id = id;
        self
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

    /// Has a device's line raise the interrupt of this name, as the
    /// description has it: `"usart1.irq"`.
    pub fn interrupt(&mut self, interrupt: &str, line: &Line) -> &mut Self {
        self.lines.push((interrupt.to_owned(), line.clone()));
        self
    }

    /// Gives memory to all tasks that have the external region of this name.
    /// By default it is the memory of that name in `memory.toml`, if that is
    /// whole pages.
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
    /// peer or a notification is none, a slot is written with another index
    /// than the description says, an external region is not given, a task is
    /// in no memory of `memory.toml` or where another one is, or nobody uses a
    /// device or an interrupt.
    pub fn system(mut self) -> Result<Running, Failure> {
        let mut system = System::new();
        system.supervisor(Restart::BySupervisorTask);
        system.image_id(self.id);
        let mut tasks: BTreeMap<String, (Flashed, Task)> = BTreeMap::new();
        let described: Vec<(String, Task)> = self
            .app
            .tasks()
            .into_iter()
            .map(|(name, task)| (name.to_owned(), task.clone()))
            .collect();
        let names: Vec<&str> = described.iter().map(|(it, _)| &**it).collect();
        for (name, task) in &described {
            let told = |error: Failure| -> Failure {
                format!("the task `{name}`: {error}").into()
            };
            let setup = self.setup(name, task, &names).map_err(told)?;
            let file = &self.files[name];
            let flashed =
                system.task_from_elf(name, task.priority, file, setup)?;
            checks::sizes(&flashed, task).map_err(told)?;
            checks::slots(&flashed, task, &names).map_err(told)?;
            checks::memory(&self.memories, &flashed, &tasks).map_err(told)?;
            let id = flashed.id();
            system.interrupts(id, lines(task).map_err(told)?);
            self.lines.retain(|(interrupt, line)| {
                let bit = task.interrupts.get(interrupt);
                let bit = bit.and_then(|bit| task.bit(bit));
                if let Some(bit) = bit {
                    system.connect(line, id, bit);
                }
                bit.is_none()
            });
            if !task.start {
                system.stopped(id);
            }
            tasks.insert(name.clone(), (flashed, task.clone()));
        }
        if let Some((peripheral, _)) = self.devices.first() {
            return Err(format!("no task uses `{peripheral}`").into());
        }
        if let Some((interrupt, _)) = self.lines.first() {
            return Err(format!("no task has `{interrupt}`").into());
        }
        Ok(Running { system, tasks })
    }

    /// What a task is set up with. `names` are those of all tasks.
    fn setup(
        &mut self,
        name: &str,
        task: &Task,
        names: &[&str],
    ) -> Result<Setup, Failure> {
        let mut setup = Setup::new();
        setup.flash_image = self.flash_image.clone();
        setup.target = self.app.target.as_deref().and_then(core);
        if let Some(bytes) = task.stacksize.or(self.app.stacksize) {
            setup = setup.stack(bytes);
        }
        if let Some(budget) = self.budget {
            setup = setup.budget(budget);
        }
        for (memory, bytes) in &task.max_sizes {
            match (&**memory, self.memories.get(memory)) {
                ("ram", _) => setup = setup.most_ram(*bytes),
                ("flash", _) => setup = setup.most_flash(*bytes),
                // Where in it the task's part is, its file says.
                (_, Some(memory)) if memory.is_ram => {
                    let elf = Elf::read(&self.files[name])?;
                    if let Some(start) = elf.first_within(&memory.range) {
                        let end = start.saturating_add(*bytes);
                        setup = setup.memory(start..end);
                    }
                }
                _ => {}
            }
        }
        for region in &task.extern_regions {
            setup = setup.shares(self.shared(region)?);
        }
        for (slot, peer) in task.slots() {
            if !names.contains(&peer) {
                let what = format!("no task `{peer}` for slot `{slot}`");
                return Err(what.into());
            }
            setup.described.insert(slot.to_owned(), peer.to_owned());
        }
        for peripheral in &task.uses {
            let place = self
                .chip
                .get(peripheral)
                .map(|(address, size)| *address..address.saturating_add(*size));
            let played =
                self.devices.iter().position(|(it, _)| it == peripheral);
            match (played, place) {
                (Some(played), Some(place)) => {
                    let (_, handler) = self.devices.swap_remove(played);
                    setup = setup.device(place, handler);
                }
                (Some(_), None) => {
                    let what = format!("chip.toml has no `{peripheral}`");
                    return Err(what.into());
                }
                (None, Some(place)) => {
                    setup.unplayed.push((place, peripheral.clone()));
                }
                (None, None) => {}
            }
        }
        Ok(setup)
    }

    /// What is in the external region of this name.
    fn shared(&mut self, region: &str) -> Result<&Shared, Failure> {
        if !self.shared.contains_key(region) {
            let memory = self.memories.get(region).ok_or_else(|| {
                format!(
                    "nothing is in its external region `{region}`: \
                     `Image::region` says what"
                )
            })?;
            let shared = Shared::new(memory.range.clone())
                .map_err(|error| format!("memory.toml, `{region}`: {error}"))?;
            self.shared.insert(region.to_owned(), shared);
        }
        Ok(&self.shared[region])
    }
}

/// The processor of one of the compiler's targets.
fn core(target: &str) -> Option<Core> {
    Some(match target {
        "thumbv6m-none-eabi" => Core::M0,
        "thumbv7em-none-eabi" | "thumbv7em-none-eabihf" => Core::M4,
        "thumbv8m.main-none-eabi" | "thumbv8m.main-none-eabihf" => Core::M33,
        _ => return None,
    })
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
