//! The texts of all mails: embedded, or from a folder of the operator's, always strict.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use handlebars::Handlebars;
use rust_embed::RustEmbed;
use serde_json::{Map, Value, json};

use super::{
    letterhead::Letterhead,
    message::{Message, is_link},
    opt_outs, when,
};
use crate::kernel::{locale::Locale, text, text_enum::TextEnum};

/// The longest subject we send, in characters.
const SUBJECT_CHARS: usize = 78;

#[derive(RustEmbed)]
#[folder = "email_templates"]
struct Embedded;

/// Why a mail could not be put into words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unwritable(pub(super) String);

impl Unwritable {
    pub(super) fn because(reason: impl std::fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

/// A mail in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// One line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Every template, parsed.
#[derive(Clone)]
pub struct Templates {
    text: Arc<Handlebars<'static>>,
    html: Arc<Handlebars<'static>>,
    /// Where each template was read, by its relative path.
    origins: BTreeMap<String, String>,
    /// Every message in words, of its sample, in the languages it is written in.
    samples: BTreeMap<(&'static str, Locale), Parts>,
}

/// The embedded templates once they were read: they are the same for every application of a process.
static SHIPPED: Mutex<Option<Templates>> = Mutex::new(None);

impl Templates {
    /// The embedded templates; files of the same relative name below `overrides` take their place, and a folder
    /// `de` in a message's folder speaks German. Every message is rendered once with its sample, so that a broken
    /// template stops the start and not the first mail.
    ///
    /// # Errors
    /// When a file cannot be read or parsed, belongs to no message, would print text unescaped, or its sample cannot
    /// be rendered: with the file and the line.
    pub fn load(overrides: Option<&Path>) -> Result<Self, Unwritable> {
        if overrides.is_some() {
            return Self::read(overrides);
        }
        let mut shipped = SHIPPED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*shipped {
            return Ok(known.clone());
        }
        Ok(shipped.insert(Self::read(None)?).clone())
    }

    fn read(overrides: Option<&Path>) -> Result<Self, Unwritable> {
        let sources = sources(overrides)?;
        let mut templates = Self {
            text: Arc::new(registry()),
            html: Arc::new(registry()),
            origins: BTreeMap::new(),
            samples: BTreeMap::new(),
        };
        Arc::make_mut(&mut templates.text).register_escape_fn(handlebars::no_escape);
        for (path, source) in &sources {
            if path.ends_with(".hbs") {
                templates.register(path, source)?;
            }
        }
        templates.try_samples(&sources)?;
        Ok(templates)
    }

    fn register(&mut self, path: &str, source: &Source) -> Result<(), Unwritable> {
        let wrong = |line: usize, why: &str| Unwritable(format!("{}, line {line}: {why}", source.origin));
        for (n, line) in (1..).zip(source.text.lines()) {
            if line.contains("{{{") || line.contains("{{&") || line.contains("{{~&") {
                return Err(wrong(n, "unescaped output is not allowed"));
            }
        }
        let name = path.strip_suffix(".hbs").unwrap_or(path);
        let (name, registry) = match (name.strip_suffix(".html"), name.strip_suffix(".txt")) {
            (Some(name), _) => (name, &mut self.html),
            (_, Some(name)) => (name, &mut self.text),
            _ => {
                return Err(Unwritable(format!(
                    "{}: name templates *.txt.hbs or *.html.hbs",
                    source.origin
                )));
            }
        };
        let name = name.strip_prefix("partials/").unwrap_or(name);
        Arc::make_mut(registry)
            .register_template_string(name, &source.text)
            .map_err(|error| {
                let line = error.pos().map_or(1, |(line, _)| line);
                wrong(line, &error.reason().to_string())
            })?;
        self.origins.insert(path.to_owned(), source.origin.clone());
        Ok(())
    }

    fn try_samples(&mut self, sources: &BTreeMap<String, Source>) -> Result<(), Unwritable> {
        let letterhead = Letterhead::parse("Brightline Services <people@example.com>", None)?
            .at("https://hire.example.com");
        for name in Message::NAMES {
            let path = format!("{name}/sample.json");
            let sample = sources
                .get(&path)
                .ok_or_else(|| Unwritable(format!("{path}: missing")))?;
            let wrong = |error: &dyn std::fmt::Display| Unwritable(format!("{}: {error}", sample.origin));
            let data: Value = serde_json::from_str(&sample.text).map_err(|e| wrong(&e))?;
            Message::parse(name, &data)
                .ok_or_else(|| wrong(&"no such message"))?
                .map_err(|e| wrong(&e))?;
            for locale in Locale::ALL {
                if self.speaks(name, *locale)? {
                    let head = letterhead.clone().speaking(*locale);
                    let parts = self.render(name, &data, "Sample", &head)?;
                    self.samples.insert((name, *locale), parts);
                }
            }
        }
        Ok(())
    }

    /// Whether a message is written in a language: in all its parts or in none.
    fn speaks(&self, name: &str, locale: Locale) -> Result<bool, Unwritable> {
        if locale == Locale::En {
            return Ok(true);
        }
        let files = ["subject.txt.hbs", "body.txt.hbs", "body.html.hbs"];
        let missing: Vec<String> = files
            .iter()
            .map(|file| format!("{name}/{locale}/{file}"))
            .filter(|path| !self.origins.contains_key(path))
            .collect();
        match missing.first() {
            Some(first) if missing.len() < files.len() => {
                Err(Unwritable(format!("{first}: missing beside the other parts")))
            }
            missing => Ok(missing.is_none()),
        }
    }

    /// A message in words, of its sample, in English; `None` when there is no such message.
    pub fn sample(&self, name: &str) -> Option<&Parts> {
        self.samples
            .iter()
            .find_map(|((known, locale), parts)| (*known == name && *locale == Locale::En).then_some(parts))
    }

    /// Every message in words, of its sample, in every language it is written in.
    pub fn samples(&self) -> impl Iterator<Item = (&'static str, Locale, &Parts)> {
        self.samples
            .iter()
            .map(|((name, locale), parts)| (*name, *locale, parts))
    }

    /// Puts a message into words, in the letterhead's language where it is written in it, else in English.
    ///
    /// # Errors
    /// When a field is missing, or a link is not an http(s) address.
    pub(crate) fn render(
        &self,
        name: &str,
        data: &Value,
        to_name: &str,
        letterhead: &Letterhead,
    ) -> Result<Parts, Unwritable> {
        let mut context = self.context(data, letterhead)?;
        context.insert("to_name".into(), inert(to_name).into());
        let context = Value::Object(context);
        let folder = if self.speaks(name, letterhead.locale)? && letterhead.locale != Locale::En {
            format!("{name}/{}", letterhead.locale)
        } else {
            name.to_owned()
        };
        let subject = self.subject(&folder, &context)?;
        Ok(Parts {
            subject: shortened(&subject),
            text: self.part(Part::Text, &format!("{folder}/body"), &context)?,
            html: self.part(Part::Html, &format!("{folder}/body"), &context)?,
        })
    }

    /// What a template is given: the message's data made harmless, and who writes.
    fn context(&self, data: &Value, letterhead: &Letterhead) -> Result<Map<String, Value>, Unwritable> {
        let Value::Object(fields) = data else {
            return Err(Unwritable("the data of a message are no object".to_owned()));
        };
        let mut context = Map::new();
        for (field, value) in fields {
            let value = if field == "items" {
                self.with_lines(value, letterhead)?
            } else {
                value.clone()
            };
            context.insert(field.clone(), clean(field, &value, letterhead)?);
        }
        context.entry(opt_outs::FIELD).or_insert(Value::Null);
        context.insert("company".into(), json!(letterhead.company));
        context.insert("contact".into(), json!(letterhead.contact.as_str()));
        Ok(context)
    }

    /// The news of a digest, each with the line it would have as a subject.
    fn with_lines(&self, items: &Value, letterhead: &Letterhead) -> Result<Value, Unwritable> {
        let Value::Array(items) = items else {
            return Ok(items.clone());
        };
        let told = items.iter().map(|item| {
            let (Some(message), Some(data)) = (item.get("message").and_then(Value::as_str), item.get("data"))
            else {
                return Ok(item.clone());
            };
            let mut context = self.context(data, letterhead)?;
            context.insert("to_name".into(), json!(""));
            let folder = if self.speaks(message, letterhead.locale)? && letterhead.locale != Locale::En {
                format!("{message}/{}", letterhead.locale)
            } else {
                message.to_owned()
            };
            let line = self.subject(&folder, &Value::Object(context))?;
            Ok(json!({ "line": line, "link": item.get("link") }))
        });
        told.collect()
    }

    fn subject(&self, folder: &str, context: &Value) -> Result<String, Unwritable> {
        let subject = self.part(Part::Text, &format!("{folder}/subject"), context)?;
        Ok(text::single_line(&subject))
    }

    fn part(&self, part: Part, name: &str, context: &Value) -> Result<String, Unwritable> {
        let (registry, ending) = match part {
            Part::Text => (&self.text, "txt.hbs"),
            Part::Html => (&self.html, "html.hbs"),
        };
        registry.render(name, context).map_err(|error| {
            let inner = error.template_name.as_deref().unwrap_or(name);
            let path = [format!("{inner}.{ending}"), format!("partials/{inner}.{ending}")]
                .into_iter()
                .find_map(|path| self.origins.get(&path))
                .map_or(name, String::as_str);
            let line = error.line_no.unwrap_or(1);
            Unwritable(format!("{path}, line {line}: {}", error.reason()))
        })
    }
}

/// Which of the two parts of a mail.
#[derive(Debug, Clone, Copy)]
enum Part {
    Text,
    Html,
}

fn registry() -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.set_prevent_indent(true);
    registry
}

/// A file as it was read.
struct Source {
    /// Where.
    origin: String,
    text: String,
}

fn sources(overrides: Option<&Path>) -> Result<BTreeMap<String, Source>, Unwritable> {
    let mut sources = BTreeMap::new();
    for path in Embedded::iter() {
        let bytes = Embedded::get(&path).map_or_else(Vec::new, |file| file.data.into_owned());
        insert(
            &mut sources,
            path.to_string(),
            &format!("email_templates/{path}"),
            bytes,
        )?;
    }
    if let Some(folder) = overrides {
        let mut found = Vec::new();
        files(folder, &mut found)
            .map_err(|(path, error)| Unwritable(format!("{}: {error}", path.display())))?;
        for path in found {
            let relative = path.strip_prefix(folder).unwrap_or(&path);
            let name = relative.to_string_lossy().replace('\\', "/");
            if !belongs(&name) {
                continue;
            }
            let origin = path.display().to_string();
            known(&name).map_err(|why| Unwritable(format!("{origin}: {why}")))?;
            let bytes = std::fs::read(&path).map_err(|error| Unwritable(format!("{origin}: {error}")))?;
            insert(&mut sources, name, &origin, bytes)?;
        }
    }
    Ok(sources)
}

fn insert(
    sources: &mut BTreeMap<String, Source>,
    name: String,
    origin: &str,
    bytes: Vec<u8>,
) -> Result<(), Unwritable> {
    let text = String::from_utf8(bytes).map_err(|error| Unwritable(format!("{origin}: {error}")))?;
    let origin = origin.to_owned();
    sources.insert(name, Source { origin, text });
    Ok(())
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), (PathBuf, std::io::Error)> {
    let told = |error| (folder.to_owned(), error);
    for entry in std::fs::read_dir(folder).map_err(told)? {
        let path = entry.map_err(told)?.path();
        if path.is_dir() {
            files(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Whether a file of an operator's folder is meant to be one of ours, and not a note or a copy.
fn belongs(name: &str) -> bool {
    name.ends_with(".hbs") || name.ends_with("/sample.json")
}

/// Whether a file of an operator's folder takes the place of one of ours, or speaks another language.
fn known(name: &str) -> Result<(), String> {
    if name.starts_with("partials/") || Embedded::get(name).is_some() {
        return Ok(());
    }
    let parts: Vec<&str> = name.split('/').collect();
    match parts.as_slice() {
        [message, ..] if !Message::NAMES.contains(message) => Err(format!("there is no message {message}")),
        [_, locale, "subject.txt.hbs" | "body.txt.hbs" | "body.html.hbs"] => {
            match Locale::from_word(locale) {
                Some(_) => Ok(()),
                None => Err(format!("there is no language {locale}")),
            }
        }
        _ => Err("a message has subject.txt.hbs, body.txt.hbs, body.html.hbs and sample.json".to_owned()),
    }
}

/// The value as a mail may show it: texts on one line, without hostile characters and inert, links checked.
fn clean(field: &str, value: &Value, head: &Letterhead) -> Result<Value, Unwritable> {
    Ok(match value {
        Value::String(link) if is_link(field) => checked_link(field, &head.absolute(link))?.into(),
        Value::String(text) => when::told(&inert(text), head.locale).into(),
        Value::Array(items) => items
            .iter()
            .map(|item| clean(field, item, head))
            .collect::<Result<Vec<_>, _>>()?
            .into(),
        Value::Object(fields) => fields
            .iter()
            .map(|(field, value)| Ok((field.clone(), clean(field, value, head)?)))
            .collect::<Result<Map<_, _>, _>>()?
            .into(),
        other => other.clone(),
    })
}

/// No address that somebody typed into a name becomes a link in a mail of ours: mail programs turn
/// anything with a scheme into one, so the scheme is taken apart.
fn inert(typed: &str) -> String {
    text::single_line(typed)
        .replace("://", ": //")
        .replace("www.", "www .")
}

fn checked_link(field: &str, link: &str) -> Result<String, Unwritable> {
    let link = text::single_line(link);
    match url::Url::parse(&link) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(link),
        _ => Err(Unwritable(format!("{field} is no http or https address"))),
    }
}

fn shortened(subject: &str) -> String {
    if subject.chars().count() <= SUBJECT_CHARS {
        return subject.to_owned();
    }
    let kept: String = subject.chars().take(SUBJECT_CHARS - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests;
