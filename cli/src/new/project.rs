//! The files of a new project, in each of its shapes.

use std::path::{Path, PathBuf};

use super::checkout::Idol;
use super::fuzzing::{Fuzzed, with};
use super::made::Made;
use super::manifest::{self, Dependency, Manifest};
use super::name::Name;
use super::template::{self, fill};
use super::tree::Tree;
use crate::expand::Style;
use crate::outcome::Failure;

/// One package with both sides.
pub(super) fn whole(
    name: &Name,
    style: Style,
    idol: &Idol,
    fuzz: bool,
) -> Made {
    let text = Text::new(name, style);
    let manifest = Manifest::new(name.package())
        .alone()
        .section("dependencies", &manifest::of_stubs(idol))
        .section("build-dependencies", &[manifest::generator(idol)])
        .section("dev-dependencies", &[manifest::kernel(idol)]);
    let interface = text.interface_file();
    let module = name.module();
    let fuzzed = fuzz.then_some(Fuzzed {
        suffix: "",
        folder: "",
        uses: format!("use {module}::server;"),
    });
    with(
        fuzzed,
        name,
        style,
        idol,
        vec![(
            name.package().into(),
            vec![
                file(".gitignore", "/target\n"),
                file("Cargo.toml", manifest.text()),
                file(
                    "README.md",
                    text.readme(
                        "cargo test",
                        &[
                            (&interface, "the interface"),
                            ("build.rs", "generates both stubs of it"),
                            ("src/server.rs", "the server"),
                            ("src/client.rs", "the client, which is generated"),
                            ("tests/death.rs", "the server dies"),
                        ],
                        "",
                    ),
                ),
                file(&interface, text.interface()),
                file("build.rs", text.build(&interface, &[Client, Server])),
                file("src/client.rs", text.fill(template::CLIENT)),
                file("src/server.rs", text.server()),
                file(
                    "src/lib.rs",
                    format!(
                        "//! Both sides of `{}`.\n\n\
                     pub mod client;\npub mod server;\n",
                        interface
                    ),
                ),
                file(
                    "tests/death.rs",
                    text.test(&format!("use {module}::{{client, server}};")),
                ),
            ],
        )],
    )
}

/// A workspace with a package for each side.
pub(super) fn api_and_server(
    name: &Name,
    style: Style,
    idol: &Idol,
    fuzz: bool,
) -> Made {
    let text = Text::new(name, style);
    let interface = text.interface_file();
    let above = format!("../{interface}");
    let (package, module) = (name.package(), name.module());
    let api = Manifest::new(&format!("{package}-api"))
        .section("dependencies", &manifest::of_stubs(idol))
        .section("build-dependencies", &[manifest::generator(idol)]);
    let server = Manifest::new(&format!("{package}-server"))
        .section("dependencies", &manifest::of_stubs(idol))
        .section("build-dependencies", &[manifest::generator(idol)])
        .section(
            "dev-dependencies",
            &[
                manifest::kernel(idol),
                Dependency::by_path(&format!("{package}-api"), "../api"),
            ],
        );
    let fuzzed = fuzz.then_some(Fuzzed {
        suffix: "-server",
        folder: "server/",
        uses: format!("use {module}_server as server;"),
    });
    with(fuzzed, name, style, idol, vec![(
        package.into(),
        vec![
            file(".gitignore", "/target\n"),
            file(
                "Cargo.toml",
                "[workspace]\nmembers = [\"api\", \"server\"]\n\
                 resolver = \"3\"\n",
            ),
            file(
                "README.md",
                text.readme(
                    "cargo test",
                    &[
                        (&interface, "the interface"),
                        ("api", "what those depend on who call the server"),
                        ("server", "the server"),
                        ("server/tests/death.rs", "the server dies"),
                    ],
                    "",
                ),
            ),
            file(&interface, text.interface()),
            file("api/Cargo.toml", api.text()),
            file("api/build.rs", text.build(&above, &[Client])),
            file("api/src/lib.rs", text.fill(template::CLIENT)),
            file("server/Cargo.toml", server.text()),
            file("server/build.rs", text.build(&above, &[Server])),
            file("server/src/lib.rs", text.server()),
            file(
                "server/tests/death.rs",
                text.test(&format!(
                    "use {module}_api as client;\nuse {module}_server as server;"
                )),
            ),
        ],
    )])
}

/// A task in a Hubris tree, its clients' package, and one outside the tree's
/// workspace that tests the server on a laptop.
pub(super) fn in_tree(
    name: &Name,
    style: Style,
    tree: &Tree,
    idol: Option<Idol>,
    fuzz: bool,
) -> Result<Made, Failure> {
    let text = Text::new(name, style);
    let interface = format!("idl/{}", text.interface_file());
    let (package, module) = (name.package(), name.module());
    let idol = idol.unwrap_or_else(|| tree.idol(3));
    let api = Manifest::new(&format!("task-{package}-api"))
        .section("dependencies", &manifest::of_stubs_in(tree))
        .section("build-dependencies", &[manifest::generator_in(tree)])
        .with("\n[lib]\ntest = false\ndoctest = false\nbench = false\n");
    let server = Manifest::new(&format!("task-{package}"))
        .section("dependencies", &manifest::of_stubs_in(tree))
        .section("build-dependencies", &[manifest::generator_in(tree)])
        .with(&format!(
            "\n# It is tested in `laptop`.\n[[bin]]\nname = \"task-{package}\"\n\
             test = false\ndoctest = false\nbench = false\n"
        ));
    let laptop = Manifest::new(&format!("{package}-laptop"))
        .alone()
        .section("dependencies", &manifest::of_stubs(&idol))
        .section("build-dependencies", &[manifest::generator(&idol)])
        .section("dev-dependencies", &[manifest::kernel(&idol)]);
    let two_up = format!("../../{interface}");
    let three_up = format!("../../../{interface}");
    let folder = tree.folder_of(name);
    let folder_of_api = folder.with_file_name(format!("{package}-api"));
    let in_image = fill(
        template::IN_A_TREE,
        &[
            ("CONSTANT", &name.constant()),
            ("slot", &module),
            ("variable", &module),
            ("name", package),
            ("Name", &name.interface()),
        ],
    );
    let readme = text.readme(
        "cargo test --manifest-path laptop/Cargo.toml",
        &[
            (&two_up, "the interface"),
            ("src/server.rs", "the server"),
            ("src/main.rs", "the task"),
            ("laptop/tests/death.rs", "the server dies"),
            (
                &format!("../{package}-api"),
                "what those depend on who call the server",
            ),
        ],
        &in_image,
    );
    let fuzzed = fuzz.then_some(Fuzzed {
        suffix: "-laptop",
        folder: "laptop/",
        uses: format!("use {module}_laptop::server;"),
    });
    let made = vec![
        (interface.into(), vec![file("", text.interface())]),
        (
            folder_of_api,
            vec![
                file("Cargo.toml", api.text()),
                file("build.rs", text.build(&two_up, &[Client])),
                file(
                    "src/lib.rs",
                    text.fill(template::CLIENT).replacen(
                        "\n\ninclude!",
                        "\n\n#![no_std]\n\ninclude!",
                        1,
                    ),
                ),
            ],
        ),
        (
            folder,
            vec![
                file("Cargo.toml", server.text()),
                file("README.md", readme),
                file("build.rs", text.build(&two_up, &[Server])),
                file("src/server.rs", text.server()),
                file(
                    "src/main.rs",
                    format!(
                        "//! The task `{package}`.\n\n\
                         #![no_std]\n#![no_main]\n\nmod server;\n\n\
                         #[unsafe(export_name = \"main\")]\n\
                         fn main() -> ! {{\n    server::main()\n}}\n"
                    ),
                ),
                file("laptop/.gitignore", "/target\n"),
                file("laptop/Cargo.toml", laptop.text()),
                file(
                    "laptop/build.rs",
                    text.build(&three_up, &[Client, Server]),
                ),
                file(
                    "laptop/src/lib.rs",
                    format!(
                        "//! Both sides of `{}`, as they run on a laptop.\n\n\
                         pub mod client;\n\
                         #[path = \"../../src/server.rs\"]\n\
                         pub mod server;\n",
                        text.interface_file()
                    ),
                ),
                file("laptop/src/client.rs", text.fill(template::CLIENT)),
                file(
                    "laptop/tests/death.rs",
                    text.test(&format!(
                        "use {module}_laptop::{{client, server}};"
                    )),
                ),
            ],
        ),
    ];
    Ok(with(fuzzed, name, style, &idol, made))
}

fn file(path: &str, text: impl Into<String>) -> (PathBuf, String) {
    (Path::new(path).to_owned(), text.into())
}

/// A side that a build script generates.
#[derive(Clone, Copy)]
enum Side {
    Client,
    Server,
}

use Side::{Client, Server};

/// The texts of one project.
struct Text<'n> {
    name: &'n Name,
    style: Style,
}

impl<'n> Text<'n> {
    fn new(name: &'n Name, style: Style) -> Self {
        Self { name, style }
    }

    fn interface_file(&self) -> String {
        format!("{}.idol", self.name.package())
    }

    fn fill(&self, text: &str) -> String {
        fill(
            text,
            &[
                ("name", self.name.package()),
                ("Name", &self.name.interface()),
            ],
        )
    }

    fn interface(&self) -> String {
        let changed = match self.style {
            Style::InOrder => "",
            Style::Pipelined => template::CHANGED,
        };
        self.fill(&fill(template::INTERFACE, &[("changed", changed)]))
    }

    fn server(&self) -> String {
        self.fill(match self.style {
            Style::InOrder => template::IN_ORDER,
            Style::Pipelined => template::PIPELINED,
        })
    }

    fn test(&self, uses: &str) -> String {
        let waits = match self.style {
            Style::InOrder => "",
            Style::Pipelined => template::WAITS,
        };
        let text = template::TEST;
        let text = fill(text, &[("uses", uses), ("waits", waits)]);
        format!("{}\n", self.fill(&text).trim_end())
    }

    fn build(&self, interface: &str, sides: &[Side]) -> String {
        let style = match self.style {
            Style::InOrder => "InOrder",
            Style::Pipelined => "Pipelined",
        };
        let client = "client::build_client_stub(INTERFACE, \"client.rs\")";
        let server = format!(
            "let style = server::ServerStyle::{style};\n    \
             server::build_server_support(INTERFACE, \"server.rs\", style)"
        );
        let (what, uses, calls) = match sides {
            [Client] => ("the client", "client", format!("    {client}")),
            [Server] => {
                ("the server's stub", "server", format!("    {server}"))
            }
            _ => (
                "both stubs",
                "{client, server}",
                format!("    {client}?;\n    {server}"),
            ),
        };
        let words = [
            ("what", what),
            ("uses", uses),
            ("file", interface),
            ("calls", &calls),
        ];
        self.fill(&fill(template::BUILD, &words))
    }

    fn readme(
        &self,
        command: &str,
        files: &[(&str, &str)],
        more: &str,
    ) -> String {
        let rows: Vec<_> = files
            .iter()
            .map(|(file, what)| format!("| [`{file}`]({file}) | {what} |"))
            .collect();
        let text = fill(
            template::README,
            &[
                ("files", &rows.join("\n")),
                ("command", command),
                ("more", more),
            ],
        );
        format!("{}\n", self.fill(&text).trim_end())
    }
}
