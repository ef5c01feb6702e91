//! Entry point.

use std::process::ExitCode;

use clap::Parser;
use steadyhire::cli::{self, Cli};

fn main() -> ExitCode {
    let command_line = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            cli::complain(&anyhow::Error::new(error));
            return ExitCode::from(cli::COULD_NOT_RUN);
        }
    };
    runtime.block_on(Box::pin(cli::run(command_line)))
}
