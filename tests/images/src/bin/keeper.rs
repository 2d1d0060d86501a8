//! A supervisor.

#![cfg_attr(target_os = "none", no_std, no_main)]

images::task!(images::keeper::serve());
