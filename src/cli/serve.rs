//! `serve`.

use std::process::ExitCode;

use clap::Args;

use super::{Common, Ended};
use crate::{app::App, kernel::clock::Clock};

/// Where to serve.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
}

impl Serve {
    pub(super) async fn run(self, common: &Common) -> Ended {
        let settings = common.settings(self.listen)?;
        let running = App::start(settings, Clock::System).await?;
        running.until_told().await?;
        Ok(ExitCode::SUCCESS)
    }
}
