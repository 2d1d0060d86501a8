//! Packages without a crate that their stub names, and packages that have it by
//! some other way, which must go on building.

use std::fs;

use trials::{Failed, Trial};

use super::build::{Build, text};
use super::compare;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test(
            "reject::e0181_missing_crates_is_refused_as_committed",
            missing,
        ),
        Trial::test(
            "reject::each_crate_that_is_there_is_not_missed",
            one_by_one,
        ),
        Trial::test(
            "reject::a_package_that_is_in_doubt_is_not_refused",
            doubtful,
        ),
        Trial::test(
            "reject::a_client_has_the_runtime_where_its_package_has",
            runtime,
        ),
    ]
}

/// One that needs all that stubs ever name.
const KETTLE: &str = r#"Interface(
    name: "Kettle",
    ops: {
        "boil": (
            args: { "cups": "Option<u32>" },
            leases: { "water": (type: "[u8]", read: true) },
            reply: Result(ok: "u32", err: ServerDeath),
        ),
        "brew": (
            encoding: Hubpack,
            args: { "tea": "Tea" },
            reply: Result(ok: "Pot", err: Complex("BrewError")),
        ),
    },
)
"#;

/// What its stubs name.
const NAMED: &[&str] = &[
    "counters",
    "hubpack",
    "idol-runtime",
    "num-traits",
    "serde",
    "userlib",
    "zerocopy",
    "zerocopy-derive",
];

/// What is committed of a package without any of it.
pub(crate) const MISSING: &str = "E0181_missing_crates";

const INCLUDES: &str = "include!(concat!(env!(\"OUT_DIR\"), \"/stub.rs\"));\n";

/// A package with this manifest, whose library includes the stub.
fn package(name: &str, manifest: &str) -> Build {
    let build = Build::new(name);
    build.write("kettle.idol", KETTLE);
    build.write("Cargo.toml", manifest);
    fs::create_dir(build.folder.join("src")).expect("it can be made");
    build.write("src/lib.rs", INCLUDES);
    build
}

/// What its build script says if it fails.
fn refusal(build: &Build, script: &str) -> Option<String> {
    let output = build.run_with(script, &[("CARGO_MANIFEST_DIR", ".")]);
    (!output.status.success()).then(|| text(&output.stderr))
}

fn missing() -> Result<(), Failed> {
    let manifest = "[dependencies]\n[build-dependencies]\nserde = \"1\"\n";
    let build = package(MISSING, manifest);
    let said = refusal(&build, "server").ok_or("it is not refused")?;
    assert_eq!(build.written(), [""; 0], "something is left");
    compare(MISSING, &said)
}

/// With all but one, that one is missed alone; with it by any way that cargo
/// has, nothing is.
fn one_by_one() -> Result<(), Failed> {
    let build = package("one_by_one", "");
    let write = |line: &dyn Fn(&str) -> String, but: &str| {
        let lines = NAMED.iter().filter(|name| **name != but);
        let lines = lines.map(|name| line(name)).collect::<String>();
        build.write("Cargo.toml", &format!("[dependencies]\n{lines}"));
    };
    let plain = |name: &str| format!("{name} = \"1\"\n");
    for script in ["client", "server"] {
        for name in NAMED {
            write(&plain, name);
            let said = refusal(&build, script).unwrap_or_default();
            let told = said.matches("error[E0181]").count();
            // A client encodes by the runtime, and derives nothing of `serde`.
            let needed = build_needs(&build, script, name);
            assert_eq!(told, usize::from(needed), "{script} {name}: {said}");
            assert_eq!(said.contains(&format!("`{name}`")), needed, "{said}");
        }
    }
    let ways: [&dyn Fn(&str) -> String; 6] = [
        &plain,
        &|name| format!("{}.workspace = true\n", name.replace('-', "_")),
        &|name| format!("\"{name}\" = {{ version = '1', optional = true }}\n"),
        &|name| format!("{name} = {{ package = \"of-mine\", path = \"x\" }}\n"),
        &|name| format!("[dependencies.{name}]\nversion = \"1\"\n"),
        &|name| {
            format!(
                "[target.'cfg(target_os=\"none\")'.dependencies]\n{name}=\"1\"\n"
            )
        },
    ];
    for (number, way) in ways.iter().enumerate() {
        write(way, "");
        assert_eq!(refusal(&build, "server"), None, "way {number}");
    }
    Ok(())
}

/// Whether the stub that this script writes names a crate.
fn build_needs(build: &Build, script: &str, name: &str) -> bool {
    let all = NAMED.iter().map(|name| format!("{name} = \"1\"\n"));
    let all = format!("[dependencies]\n{}", all.collect::<String>());
    build.write("Cargo.toml", &all);
    assert_eq!(refusal(build, script), None);
    let path = format!("::{}::", name.replace('-', "_"));
    // It is what the derive `FromPrimitive` names, which both sides have.
    name == "num-traits" || build.read("out/stub.rs").contains(&path)
}

fn doubtful() -> Result<(), Failed> {
    let missing = "[package]\nname = \"kettle\"\n";
    let all_but = |name: &str, more: &str| {
        let lines = NAMED.iter().filter(|it| **it != name);
        let lines = lines.map(|it| format!("{it} = \"1\"\n"));
        format!("[dependencies]\n{}{more}", lines.collect::<String>())
    };
    let cases: Vec<(&str, String, &str)> = vec![
        ("it includes no stub", missing.into(), "//! Nothing.\n"),
        (
            "a comment includes it",
            missing.into(),
            "// include!(\"stub.rs\");\n",
        ),
        (
            "a file of that name is something else",
            missing.into(),
            "pub const NAME: &str = \"stub.rs\";\n",
        ),
        (
            "it is there for tests",
            format!(
                "{missing}[dev-dependencies]\n{}",
                NAMED
                    .iter()
                    .map(|it| format!("{it} = \"1\"\n"))
                    .collect::<String>()
            ),
            INCLUDES,
        ),
        (
            "a library's name has its words",
            all_but("idol-runtime", "idol-host-runtime = \"1\"\n"),
            INCLUDES,
        ),
        (
            "a library in a folder has its name",
            all_but("userlib", "tasks = { path = \"tasks\" }\n"),
            INCLUDES,
        ),
        (
            "a library of the workspace has its name",
            all_but("userlib", "shared.workspace = true\n")
                + "[workspace.dependencies]\nshared = { path = \"tasks\" }\n",
            INCLUDES,
        ),
        (
            "a repository may have it",
            all_but("userlib", "tasks = { git = \"https://git.example\" }\n"),
            INCLUDES,
        ),
        (
            "a dependency of the workspace is not found",
            all_but("userlib", "shared.workspace = true\n"),
            INCLUDES,
        ),
        (
            "the crate has another name in the sources",
            all_but("userlib", ""),
            "extern crate core as userlib;\n\
             include!(concat!(env!(\"OUT_DIR\"), \"/stub.rs\"));\n",
        ),
        (
            "the manifest is not understood",
            all_but("userlib", "\"ser\\u0064e\" = \"1\"\n"),
            INCLUDES,
        ),
    ];
    let build = package("doubtful", "");
    fs::create_dir(build.folder.join("tasks"))?;
    build.write("tasks/Cargo.toml", "[lib]\nname = \"userlib\"\n");
    for (what, manifest, source) in &cases {
        build.write("Cargo.toml", manifest);
        build.write("src/lib.rs", source);
        assert_eq!(refusal(&build, "server"), None, "{what}");
    }
    // What nothing is known of is no reason to be in doubt.
    for other in ["serde-json = \"1\"\n", "lib = { path = \"other\" }\n"] {
        fs::create_dir_all(build.folder.join("other"))?;
        build.write("other/Cargo.toml", "[package]\nname = \"other\"\n");
        build.write("Cargo.toml", &all_but("userlib", other));
        build.write("src/lib.rs", INCLUDES);
        let said = refusal(&build, "server").ok_or("it is not refused")?;
        assert!(said.contains("the crate `userlib`"), "{said}");
    }
    // Nor is there a manifest wherever a build script runs.
    fs::remove_file(build.folder.join("Cargo.toml"))?;
    assert_eq!(refusal(&build, "server"), None);
    Ok(())
}

/// Neither its errors nor its encoding are the runtime's alone.
const PLAIN: &str = r#"Interface(
    name: "Kettle",
    ops: {
        "brew": (
            encoding: Hubpack,
            args: { "cups": "u32" },
            reply: Result(ok: "()", err: CLike("BrewError")),
        ),
    },
)
"#;

/// A client names the runtime where a manifest surely has it in any build, and
/// where it is told to.
fn runtime() -> Result<(), Failed> {
    let build = package("runtime", "");
    build.write("kettle.idol", PLAIN);
    let stub = |script: &str, manifest: &str| {
        build.write("member/Cargo.toml", manifest);
        let here = [("CARGO_MANIFEST_DIR", "member")];
        let output = build.run_with(script, &here);
        assert!(output.status.success(), "{output:?}");
        let watched = "cargo:rerun-if-changed=Cargo.toml\n";
        assert_eq!(
            text(&output.stdout).contains(watched),
            script == "client",
            "{output:?}"
        );
        build.read("out/stub.rs")
    };
    fs::create_dir(build.folder.join("member")).expect("it can be made");
    build.write(
        "Cargo.toml",
        "[workspace.dependencies]\n\
         idol-runtime = { path = \"a\" }\n\
         idol_runtime = { path = \"b\", package = \"idol-host-runtime\" }\n\
         idol-host-runtime = { path = \"c\", package = \"of-mine\" }\n",
    );
    let lean = stub("client_without_runtime", "");
    assert!(!lean.contains("::idol_runtime::"), "{lean}");
    let beside = stub("client_with_runtime", "");
    assert!(beside.contains("use ::idol_runtime::client_items as "));
    assert!(beside.contains("1 brew (cups: hubpack,) () ok nothing, "));
    assert!(!beside.contains("Serializer"), "{beside}");
    for (manifest, has) in [
        ("", false),
        ("[dependencies]\nidol-runtime = '0.3'", true),
        ("[dependencies]\nidol-runtime.path = 'a'", true),
        ("[dependencies]\nidol-host-runtime.path = 'a'", true),
        (
            "[dependencies.idol-runtime]\ngit = 'a'\nfeatures = []",
            true,
        ),
        (
            "[dependencies]\nidol_runtime = { path = 'a', package = \
             'idol-host-runtime' }",
            true,
        ),
        ("[dependencies]\nidol-runtime.workspace = true", true),
        ("[dependencies]\nidol_runtime = { workspace = true }", true),
        // Another package, or the runtime by another name.
        ("[dependencies]\nidol-host-runtime.workspace = true", false),
        ("[dependencies]\nidol-runtime = { package = 'mine' }", false),
        ("[dependencies]\nits = { package = 'idol-runtime' }", false),
        (
            "[dependencies]\nidol-runtime = { package = \"\\x\" }",
            false,
        ),
        // Not in any build, or not in all code.
        (
            "[dependencies]\nidol-runtime = { path = 'a', optional = true }",
            false,
        ),
        (
            "[dependencies]\n\
             idol-runtime = { workspace = true, optional = true }",
            false,
        ),
        (
            "[target.'cfg(windows)'.dependencies]\nidol-runtime = '0.3'",
            false,
        ),
        ("[dev-dependencies]\nidol-runtime = '0.3'", false),
        ("[build-dependencies]\nidol-runtime = '0.3'", false),
        // Not understood.
        ("[dependencies]\nidol-runtime = '0.3'\nx = ]", false),
    ] {
        let expected = if has { &beside } else { &lean };
        assert_eq!(&stub("client", manifest), expected, "{manifest}");
    }
    // A workspace that has none.
    build.write("Cargo.toml", "[workspace.dependencies]\nserde = '1'\n");
    let shared = "[dependencies]\nidol-runtime.workspace = true";
    assert_eq!(stub("client", shared), lean);
    Ok(())
}
