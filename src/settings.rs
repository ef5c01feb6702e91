//! Settings: defaults, then a file, then the environment, then the command line. What cannot be right
//! refuses to start, in words. The only place that reads the environment.

mod address;
pub(crate) mod environment;
mod guests;
mod mail;
mod uploads;

use std::{
    fmt::Display,
    net::SocketAddr,
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use config::{Config, Environment, File, FileFormat};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use address::{base_url, masked_url};
pub use guests::{BounceSettings, ReferenceSettings};
use mail::RawMail;
pub use mail::{DkimSettings, Login, MailSettings, MailTransport};
pub use uploads::UploadSettings;

use crate::{
    pipeline::{
        calendar::{CalendarSettings, WorkingCalendar},
        policy::{Policy, PolicyNumbers},
    },
    text_enum,
};

/// The most threads that may answer requests.
const MOST_WORKERS: usize = 256;

/// The defaults, with a comment on each setting.
pub const DEFAULTS: &str = include_str!("../config/default.toml");

text_enum! {
    /// How the log is written.
    pub enum LogFormat {
        /// Lines for people.
        Text = "text",
        /// One JSON object per line.
        Json = "json",
    }
}

/// The one variable whose text is taken as it stands.
const SMTP_PASSWORD: &str = "STEADYHIRE__MAIL__SMTP_PASSWORD";

/// Settings that hold together.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Threads that answer requests, 1 to 256; `None`: one for each processor.
    pub workers: Option<NonZeroUsize>,
    /// Where people reach the service; `None`: where it listens.
    base_url: Option<Url>,
    /// The folder for what the service writes itself.
    pub data: PathBuf,
    database_url: Option<SecretString>,
    /// How mails leave.
    pub mail: MailSettings,
    /// What the log tells and how.
    pub log: LogSettings,
    /// Version 1 of the company's policy.
    pub policy: Policy,
    /// When the company works; only forecasts use it.
    pub calendar: WorkingCalendar,
    calendar_settings: CalendarSettings,
    /// What the law of the place asks for.
    pub jurisdiction: Jurisdiction,
    /// How references are looked at.
    pub references: ReferenceSettings,
    /// Where mails that came back are told of.
    pub bounces: BounceSettings,
    /// How much people may hand in.
    pub uploads: UploadSettings,
}

/// What the law of the place asks for; the service does not know it by itself.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Jurisdiction {
    /// Whether an advertisement must name the pay range.
    pub pay_range_required: bool,
}

/// What the log tells and how.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    /// A level, or a filter such as `info,steadyhire=debug`.
    pub filter: String,
    /// For people or for machines.
    pub format: LogFormat,
}

/// What the command line says.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// A settings file.
    pub file: Option<PathBuf>,
    /// `server.listen`.
    pub listen: Option<String>,
    /// `storage.data`.
    pub data: Option<PathBuf>,
}

/// Settings that do not hold together: every fault, one per line.
#[derive(Debug, thiserror::Error)]
#[error("the settings are not right:\n{}", .0.join("\n"))]
pub struct SettingsError(pub Vec<String>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    server: RawServer,
    storage: RawStorage,
    #[serde(default)]
    database: RawDatabase,
    mail: RawMail,
    log: LogSettings,
    policy: Value,
    #[serde(default)]
    calendar: CalendarSettings,
    #[serde(default)]
    jurisdiction: Jurisdiction,
    #[serde(default)]
    references: ReferenceSettings,
    #[serde(default)]
    bounces: BounceSettings,
    #[serde(default)]
    uploads: UploadSettings,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawServer {
    listen: String,
    workers: usize,
    base_url: Option<String>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStorage {
    data: PathBuf,
}
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDatabase {
    url: Option<SecretString>,
}
impl Settings {
    /// Reads all layers.
    ///
    /// # Errors
    /// With every fault that was found.
    pub fn load(overrides: &Overrides) -> Result<Self, SettingsError> {
        let environment = Environment::with_prefix("STEADYHIRE")
            .prefix_separator("__")
            .separator("__")
            .try_parsing(true);
        Self::layered(
            overrides,
            lists(environment),
            environment::variable(SMTP_PASSWORD),
        )
    }

    /// `password` is the mail server's as it stands in the environment: numbers are made of everything else there that
    /// looks like one.
    fn layered(
        overrides: &Overrides,
        environment: Environment,
        password: Option<String>,
    ) -> Result<Self, SettingsError> {
        let one = |error: config::ConfigError| SettingsError(vec![error.to_string()]);
        let mut builder = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(file) = &overrides.file {
            builder = builder.add_source(File::from(file.as_path()).format(FileFormat::Toml));
        }
        builder = builder
            .add_source(environment)
            .set_override_option("mail.smtp_password", password)
            .and_then(|b| b.set_override_option("server.listen", overrides.listen.clone()))
            .and_then(|b| {
                let data = overrides
                    .data
                    .as_deref()
                    .map(|d| d.to_string_lossy().into_owned());
                b.set_override_option("storage.data", data)
            })
            .map_err(one)?;
        let raw: Raw = builder.build().and_then(Config::try_deserialize).map_err(one)?;
        Self::checked(raw)
    }

    fn checked(raw: Raw) -> Result<Self, SettingsError> {
        let mut faults = Vec::new();
        let listen = keep(
            &mut faults,
            "server.listen",
            raw.server.listen.parse::<SocketAddr>(),
        );
        if raw.server.workers > MOST_WORKERS {
            faults.push(format!("server.workers: 0 to {MOST_WORKERS}"));
        }
        let base_url = raw
            .server
            .base_url
            .and_then(|text| keep(&mut faults, "server.base_url", base_url(&text)));
        let known = |url: &SecretString| {
            let schemes = ["sqlite://", "postgres://", "postgresql://"];
            schemes
                .iter()
                .any(|scheme| url.expose_secret().starts_with(scheme))
        };
        if raw.database.url.as_ref().is_some_and(|url| !known(url)) {
            faults.push("database.url: starts with neither sqlite:// nor postgres://".to_owned());
        }
        let mail = raw.mail.checked(&mut faults);
        if base_url.is_none() && listen.is_some_and(|l| !l.ip().is_loopback() && !l.ip().is_unspecified()) {
            faults.push("server.base_url: is needed when the service listens beyond this machine".to_owned());
        }
        faults.extend(raw.bounces.fault());
        faults.extend(raw.uploads.faults());
        let policy = match PolicyNumbers::from_table(&raw.policy).map(Policy::checked) {
            Ok(Ok(policy)) => Some(policy),
            Ok(Err(broken)) => {
                faults.extend(broken.iter().map(ToString::to_string));
                None
            }
            Err(error) => keep::<Policy, _>(&mut faults, "policy", Err(error)),
        };
        let calendar = WorkingCalendar::checked(&raw.calendar)
            .map_err(|broken| faults.extend(broken.iter().map(ToString::to_string)))
            .ok();
        match (listen, policy, calendar) {
            (Some(listen), Some(policy), Some(calendar)) if faults.is_empty() => Ok(Self {
                listen,
                workers: NonZeroUsize::new(raw.server.workers),
                base_url,
                data: raw.storage.data,
                database_url: raw.database.url,
                mail,
                log: raw.log,
                policy,
                calendar,
                calendar_settings: raw.calendar,
                jurisdiction: raw.jurisdiction,
                references: raw.references,
                bounces: raw.bounces,
                uploads: raw.uploads,
            }),
            _ => Err(SettingsError(faults)),
        }
    }

    /// The address of the database. It may hold a password.
    pub fn database_url(&self) -> SecretString {
        self.database_url.clone().unwrap_or_else(|| {
            let path = self.data.join("steadyhire.db");
            SecretString::from(format!("sqlite://{}", path.display()))
        })
    }

    /// The calendar as it is configured.
    pub fn calendar_settings(&self) -> &CalendarSettings {
        &self.calendar_settings
    }

    /// Puts the data folder and the database in it somewhere else.
    #[must_use]
    pub fn with_data(mut self, data: &Path, database_url: Option<String>) -> Self {
        self.data = data.to_owned();
        self.database_url = database_url.map(SecretString::from);
        self
    }

    /// Where people reach the service, without a slash at the end; `bound` is where it listens.
    pub fn base_url(&self, bound: SocketAddr) -> String {
        match &self.base_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            // Listening everywhere names no address; without a base URL only this machine is served well.
            None if bound.ip().is_unspecified() => format!("http://127.0.0.1:{}", bound.port()),
            None => format!("http://{bound}"),
        }
    }

    /// The folder `.eml` files are written to.
    pub fn mail_folder(&self) -> PathBuf {
        self.data.join("mail")
    }

    /// What is in force, secrets masked.
    pub fn masked(&self) -> Value {
        let base_url = self
            .base_url
            .as_ref()
            .map_or_else(|| self.base_url(self.listen), |u| masked_url(u.as_str()));
        json!({
            "server": {
                "listen": self.listen.to_string(), "base_url": base_url,
                "workers": self.workers.map_or(0, NonZeroUsize::get),
            },
            "storage": { "data": self.data },
            "database": { "url": masked_url(self.database_url().expose_secret()) },
            "mail": self.mail.masked(),
            "log": { "filter": self.log.filter, "format": self.log.format },
            "policy": self.policy,
            "calendar": self.calendar_settings,
            "jurisdiction": self.jurisdiction,
            "references": self.references,
            "bounces": self.bounces.masked(),
            "uploads": self.uploads,
        })
    }
}

/// The settings that are lists are written with commas in the environment.
fn lists(environment: Environment) -> Environment {
    environment
        .list_separator(",")
        .with_list_parse_key("calendar.workdays")
        .with_list_parse_key("calendar.holidays")
}

fn keep<T, E: Display>(faults: &mut Vec<String>, key: &str, outcome: Result<T, E>) -> Option<T> {
    outcome
        .map_err(|error| faults.push(format!("{key}: {error}")))
        .ok()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn load(variables: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
        let variables: HashMap<String, String> = variables
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        let environment = Environment::with_prefix("STEADYHIRE")
            .prefix_separator("__")
            .separator("__")
            .try_parsing(true)
            .source(Some(variables.clone()));
        let password = variables.get(SMTP_PASSWORD).cloned();
        Settings::layered(&Overrides::default(), lists(environment), password).map_err(|error| error.0)
    }

    #[test]
    fn the_defaults_hold_together() {
        let settings = load(&[]).unwrap();
        assert_eq!(settings.base_url(settings.listen), "http://127.0.0.1:8080");
        assert_eq!(
            settings.database_url().expose_secret(),
            "sqlite://data/steadyhire.db"
        );
    }

    #[test]
    fn the_environment_overrides_and_unknown_settings_are_refused() {
        let settings = load(&[
            ("STEADYHIRE__SERVER__BASE_URL", "https://hire.example/"),
            (
                "STEADYHIRE__DATABASE__URL",
                "postgres://me:hunter2@db/x?sslkey=hunter2",
            ),
            ("STEADYHIRE__POLICY__MIN_ROUNDS", "5"),
            ("STEADYHIRE_TEST_POSTGRES_URL", "ignored"),
        ])
        .unwrap();
        assert_eq!(settings.base_url(settings.listen), "https://hire.example");
        assert_eq!(settings.policy.min_rounds, 5);
        let shown = settings.masked().to_string();
        assert!(
            !shown.contains("hunter2") && shown.contains("me:***@db"),
            "{shown}"
        );
        assert!(load(&[("STEADYHIRE__SERVER__LISTENN", "x")]).is_err());
    }

    #[test]
    fn a_policy_below_the_absolute_floor_refuses_to_start() {
        let faults = load(&[("STEADYHIRE__POLICY__MIN_ROUNDS", "1")]).unwrap_err();
        assert!(
            faults.iter().any(|f| f.contains("below the absolute floor")),
            "{faults:?}"
        );
    }

    #[test]
    fn every_unsafe_setting_is_told_at_once() {
        let faults = load(&[
            ("STEADYHIRE__SERVER__LISTEN", "everywhere"),
            ("STEADYHIRE__SERVER__BASE_URL", "http://hire.example"),
            ("STEADYHIRE__DATABASE__URL", "mysql://x"),
            ("STEADYHIRE__MAIL__TRANSPORT", "smtp"),
        ])
        .unwrap_err();
        assert_eq!(faults.len(), 4, "{faults:?}");
        let open = load(&[("STEADYHIRE__SERVER__LISTEN", "192.0.2.7:80")]).unwrap_err();
        assert!(open[0].starts_with("server.base_url"), "{open:?}");
    }

    #[test]
    fn the_working_calendar_can_be_set_and_one_without_sense_refuses_to_start() {
        let settings = load(&[
            ("STEADYHIRE__CALENDAR__TIMEZONE", "Europe/Berlin"),
            ("STEADYHIRE__CALENDAR__HOLIDAYS", "2026-12-25,2026-12-26"),
            ("STEADYHIRE__CALENDAR__WORKDAYS", "mon,tue"),
            ("STEADYHIRE__JURISDICTION__PAY_RANGE_REQUIRED", "true"),
        ])
        .unwrap();
        assert_eq!(settings.calendar_settings.holidays, ["2026-12-25", "2026-12-26"]);
        assert_eq!(settings.calendar_settings.workdays, ["mon", "tue"]);
        assert!(settings.jurisdiction.pay_range_required);

        let faults = load(&[
            ("STEADYHIRE__CALENDAR__TIMEZONE", "Atlantis/Capital"),
            ("STEADYHIRE__CALENDAR__HOLIDAYS", "christmas"),
        ])
        .unwrap_err();
        assert!(faults[0].starts_with("calendar.timezone"), "{faults:?}");
        assert!(faults[1].starts_with("calendar.holidays"), "{faults:?}");
    }

    #[test]
    fn a_mail_servers_password_comes_from_the_environment_or_a_file_letter_by_letter() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, "0123 \n").unwrap();
        let file = file.to_str().unwrap();
        let user = ("STEADYHIRE__MAIL__SMTP_USER", "hire");
        for (key, value, expected) in [
            (SMTP_PASSWORD, "007", "007"),
            ("STEADYHIRE__MAIL__SMTP_PASSWORD_FILE", file, "0123 "),
        ] {
            let settings = load(&[user, (key, value)]).unwrap();
            let login = settings.mail.smtp_login.as_ref().unwrap();
            assert_eq!(
                (login.user.as_str(), login.password.expose_secret()),
                ("hire", expected)
            );
            assert!(!settings.masked().to_string().contains(expected));
        }
        assert!(load(&[user]).unwrap_err()[0].starts_with("mail.smtp_password"));
        assert!(load(&[(SMTP_PASSWORD, "x")]).unwrap_err()[0].starts_with("mail.smtp_user"));
        let missing = [user, ("STEADYHIRE__MAIL__SMTP_PASSWORD_FILE", "/nowhere")];
        assert!(load(&missing).unwrap_err()[0].starts_with("mail.smtp_password_file"));
        let faults = load(&[
            ("STEADYHIRE__MAIL__TIMEOUT_SECONDS", "0"),
            ("STEADYHIRE__MAIL__MAX_PER_CASE", "0"),
            ("STEADYHIRE__MAIL__DKIM__SELECTOR", "a b"),
            ("STEADYHIRE__MAIL__DKIM__KEY_FILE", "/nowhere"),
        ]);
        assert_eq!(faults.unwrap_err().len(), 4);
    }
}
