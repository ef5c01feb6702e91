//! What the process is told by its surroundings. Nothing else in the crate asks them.

use std::{io, path::PathBuf};

/// A variable that is set to something.
#[allow(
    clippy::disallowed_methods,
    reason = "the one place that may read the environment"
)]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Where files go that nobody will miss.
pub(crate) fn scratch_folder() -> PathBuf {
    std::env::temp_dir()
}

/// The file of the running program.
pub(crate) fn program() -> io::Result<PathBuf> {
    std::env::current_exe()
}
