//! `mail preview`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::Args;

use super::super::{Common, Ended, output::say};
use crate::{
    kernel::locale::Locale,
    mail::{Message, Parts, Templates},
};

/// Which mails, and where to.
#[derive(Debug, Args)]
pub(in crate::cli) struct Preview {
    /// One mail only, by number or name, e.g. M08 or reference_request
    #[arg(long, value_name = "MAIL")]
    template: Option<String>,
    /// Write files to this folder instead of printing
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Preview {
    pub(super) fn run(self, common: &Common) -> Ended {
        let Self { template, out } = self;
        let settings = common.settings(None)?;
        let templates = Templates::load(settings.mail.templates.as_deref())?;
        let wanted = template.as_deref().map(named).transpose()?;
        let mut written = 0_usize;
        for (name, locale, parts) in templates.samples() {
            if wanted.is_some_and(|wanted| wanted != name) {
                continue;
            }
            match &out {
                Some(folder) => write(folder, name, locale, parts)?,
                None => print(name, locale, parts),
            }
            written += 1;
        }
        if let Some(folder) = &out {
            say(format!("{written} mails written to {}", folder.display()));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The message with this number or name.
fn named(wanted: &str) -> anyhow::Result<&'static str> {
    Message::NAMES
        .iter()
        .zip(Message::CODES)
        .find(|(name, code)| **name == wanted || (!code.is_empty() && code.eq_ignore_ascii_case(wanted)))
        .map(|(name, _)| *name)
        .with_context(|| {
            format!(
                "there is no mail {wanted}; the names are {}",
                Message::NAMES.join(", ")
            )
        })
}

fn code(name: &str) -> &'static str {
    let found = Message::NAMES.iter().position(|known| *known == name);
    found.and_then(|n| Message::CODES.get(n)).copied().unwrap_or("")
}

fn print(name: &str, locale: Locale, parts: &Parts) {
    say(format!("=== {} {name} ({locale})", code(name)).replace("===  ", "=== "));
    say(format!("Subject: {}\n\n{}", parts.subject, parts.text));
}

fn write(folder: &Path, name: &str, locale: Locale, parts: &Parts) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let stem = match locale {
        Locale::En => name.to_owned(),
        other => format!("{name}.{other}"),
    };
    let text = format!("Subject: {}\n\n{}", parts.subject, parts.text);
    for (ending, content) in [("txt", &text), ("html", &parts.html)] {
        let path = folder.join(format!("{stem}.{ending}"));
        std::fs::write(&path, content).with_context(|| path.display().to_string())?;
    }
    Ok(())
}
