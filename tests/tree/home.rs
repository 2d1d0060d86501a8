//! A home of cargo's own, in which git looks for addresses in folders.

#[cfg(unix)]
use std::os::unix::fs::symlink as link;
#[cfg(windows)]
use std::os::windows::fs::symlink_dir as link;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Where Hubris is.
pub(crate) const HUBRIS: &str = "https://github.com/oxidecomputer/hubris";

/// A `CARGO_HOME`, and what git is told.
pub(crate) struct Home {
    folder: PathBuf,
    /// Addresses, each with the folder that it stands for.
    addresses: Vec<(&'static str, PathBuf)>,
}

impl Home {
    /// The user's own, but for what cargo keeps of git: the addresses there
    /// are real ones.
    pub(crate) fn new(
        folder: PathBuf,
        addresses: Vec<(&'static str, PathBuf)>,
    ) -> Self {
        let home = env::var_os("CARGO_HOME").map_or_else(
            || {
                let home = env::home_dir().expect("a home folder");
                home.join(".cargo")
            },
            PathBuf::from,
        );
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        for name in ["config.toml", "config"] {
            // Most have none.
            let _ = fs::copy(home.join(name), folder.join(name));
        }
        // Fetched crates are shared; the folder is there since cargo has
        // built this test.
        link(home.join("registry"), folder.join("registry")).expect("a link");
        Self { folder, addresses }
    }

    /// Lets nothing but this and the command's folder decide how it builds;
    /// into the folder `target`.
    pub(crate) fn environment(&self, command: &mut Command, target: &Path) {
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("CARGO") || name.starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        command
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTC_WRAPPER")
            .env("CARGO_HOME", &self.folder)
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_NET_GIT_FETCH_WITH_CLI", "true")
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_TERM_QUIET", "false")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null");
        let instead = self.addresses.iter().map(|(address, folder)| {
            let key = format!("url.file://{}.insteadOf", folder.display());
            (key, (*address).to_owned())
        });
        let pairs: Vec<_> = instead
            .chain([
                ("user.name".to_owned(), "nobody".to_owned()),
                ("user.email".to_owned(), "nobody@example.com".to_owned()),
            ])
            .collect();
        command.env("GIT_CONFIG_COUNT", pairs.len().to_string());
        for (number, (key, value)) in pairs.iter().enumerate() {
            command
                .env(format!("GIT_CONFIG_KEY_{number}"), key)
                .env(format!("GIT_CONFIG_VALUE_{number}"), value);
        }
    }
}
