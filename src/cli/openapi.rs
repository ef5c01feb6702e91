//! `openapi`.

use std::process::ExitCode;

use super::{Ended, output::say};
use crate::app::api_document;

pub(super) fn run() -> Ended {
    say(api_document().to_pretty_json()?);
    Ok(ExitCode::SUCCESS)
}
