//! The texts of all mails: embedded, or from a folder of the operator's, always strict.

use std::{collections::BTreeMap, path::Path};

use handlebars::Handlebars;
use rust_embed::RustEmbed;
use serde_json::{Map, Value, json};

use super::{
    letterhead::Letterhead,
    message::{Message, is_link},
};
use crate::kernel::text;

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
pub struct Templates {
    text: Handlebars<'static>,
    html: Handlebars<'static>,
    /// Every message in words, of its sample.
    samples: BTreeMap<&'static str, Parts>,
}

impl Templates {
    /// The embedded templates; files of the same relative name below `overrides` take their place.
    /// Every message is rendered once with its sample, so that a broken template stops the start and
    /// not the first mail.
    ///
    /// # Errors
    /// When a file cannot be read or parsed, would print text unescaped, or its sample cannot be rendered.
    pub fn load(overrides: Option<&Path>) -> Result<Self, Unwritable> {
        let sources = sources(overrides)?;
        let mut templates = Self {
            text: registry(),
            html: registry(),
            samples: BTreeMap::new(),
        };
        templates.text.register_escape_fn(handlebars::no_escape);
        for (path, source) in &sources {
            let Some(name) = path.strip_suffix(".hbs") else {
                continue;
            };
            if source.contains("{{{") || source.contains("{{&") || source.contains("{{~&") {
                return Err(Unwritable(format!("{path}: unescaped output is not allowed")));
            }
            let (name, registry) = match (name.strip_suffix(".html"), name.strip_suffix(".txt")) {
                (Some(name), _) => (name, &mut templates.html),
                (_, Some(name)) => (name, &mut templates.text),
                _ => {
                    return Err(Unwritable(format!(
                        "{path}: name templates *.txt.hbs or *.html.hbs"
                    )));
                }
            };
            let name = name.strip_prefix("partials/").unwrap_or(name);
            registry
                .register_template_string(name, source)
                .map_err(|error| Unwritable(format!("{path}: {error}")))?;
        }
        templates.try_samples(&sources)?;
        Ok(templates)
    }

    fn try_samples(&mut self, sources: &BTreeMap<String, String>) -> Result<(), Unwritable> {
        let letterhead = Letterhead::parse("Brightline Services <people@example.com>", None)?;
        for name in Message::NAMES {
            let path = format!("{name}/sample.json");
            let wrong = |error: &dyn std::fmt::Display| Unwritable(format!("{path}: {error}"));
            let sample = sources.get(&path).ok_or_else(|| wrong(&"missing"))?;
            let data: Value = serde_json::from_str(sample).map_err(|e| wrong(&e))?;
            Message::parse(name, &data)
                .ok_or_else(|| wrong(&"no such message"))?
                .map_err(|e| wrong(&e))?;
            let parts = self.render(name, &data, "Sample", &letterhead);
            self.samples.insert(name, parts.map_err(|e| wrong(&e))?);
        }
        Ok(())
    }

    /// A message in words, of its sample; `None` when there is no such message.
    pub(super) fn sample(&self, name: &str) -> Option<&Parts> {
        self.samples.get(name)
    }

    /// Puts a message into words.
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
        let Value::Object(fields) = data else {
            return Err(Unwritable(format!("{name}: the data are no object")));
        };
        let mut context = Map::new();
        for (field, value) in fields {
            context.insert(field.clone(), clean(field, value)?);
        }
        context.insert("to_name".into(), inert(to_name).into());
        context.insert("company".into(), json!(letterhead.company));
        context.insert("contact".into(), json!(letterhead.contact.as_str()));
        let context = Value::Object(context);
        let render = |registry: &Handlebars<'_>, part: &str| {
            registry
                .render(&format!("{name}/{part}"), &context)
                .map_err(Unwritable::because)
        };
        let subject = text::single_line(&render(&self.text, "subject")?);
        Ok(Parts {
            subject: shortened(&subject),
            text: render(&self.text, "body")?,
            html: render(&self.html, "body")?,
        })
    }
}

fn registry() -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.set_prevent_indent(true);
    registry
}

fn sources(overrides: Option<&Path>) -> Result<BTreeMap<String, String>, Unwritable> {
    let mut sources = BTreeMap::new();
    for path in Embedded::iter() {
        let own = overrides
            .map(|folder| folder.join(&*path))
            .filter(|p| p.is_file());
        let bytes = match own {
            Some(own) => {
                std::fs::read(&own).map_err(|error| Unwritable(format!("{}: {error}", own.display())))?
            }
            None => Embedded::get(&path).map_or_else(Vec::new, |file| file.data.into_owned()),
        };
        let source = String::from_utf8(bytes).map_err(|error| Unwritable(format!("{path}: {error}")))?;
        sources.insert(path.into_owned(), source);
    }
    Ok(sources)
}

/// The value as a mail may show it: texts on one line, without hostile characters and inert, links checked.
fn clean(field: &str, value: &Value) -> Result<Value, Unwritable> {
    Ok(match value {
        Value::String(link) if is_link(field) => checked_link(field, link)?.into(),
        Value::String(text) => inert(text).into(),
        Value::Array(items) => items
            .iter()
            .map(|item| clean(field, item))
            .collect::<Result<Vec<_>, _>>()?
            .into(),
        Value::Object(fields) => fields
            .iter()
            .map(|(field, value)| Ok((field.clone(), clean(field, value)?)))
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
