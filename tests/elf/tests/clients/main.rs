//! Clients in other languages, and what shows as ignored without their tools.
//! One program: linking it takes a while.

#[cfg(feature = "long")]
#[path = "../../languages/mod.rs"]
mod languages;

#[cfg(feature = "long")]
mod c;
#[cfg(feature = "long")]
mod python;

fn main() {
    trials::run_where_compiled!(
        [python::trials(), c::trials()]
            .into_iter()
            .flatten()
            .collect(),
        "clients_in_python_and_c_do_what_those_of_rust_do",
        "compiles and runs clients in other languages",
        "elf --test clients"
    )
}
