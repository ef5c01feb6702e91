//! The only place that writes to standard output and standard error.

use std::io::{self, Write};

/// Writes a line to standard output. A reader that went away ends nothing: there is nobody left to tell.
pub(super) fn say(line: impl std::fmt::Display) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Tells on standard error what is going on.
pub(super) fn progress(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Tells on standard error what went wrong, with its causes.
pub fn complain(error: &anyhow::Error) {
    let _ = writeln!(io::stderr().lock(), "steadyhire: {error:#}");
}
