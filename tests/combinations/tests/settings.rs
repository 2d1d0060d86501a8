//! Every encoding × kind × retry with each setting.

combinations::suites!("settings");

fn main() {
    trials::run(combinations::settings::trials(combinations::part::Part {
        suites: SUITES,
        extent: combinations::part::Extent::Settings,
    }));
}
