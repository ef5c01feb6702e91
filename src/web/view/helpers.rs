//! What templates can do beyond the built-in helpers. Everything a helper returns as a value is escaped where it is
//! printed; only `icon`, `when`, `day` and `field` write markup, of escaped parts.

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, ScopedJson,
};
use serde_json::{Map, Value};

use super::{
    fields::FieldHelper,
    texts::{Lang, Texts},
};
use crate::{
    kernel::time::Timestamp,
    web::{assets::Assets, escape_html},
};

/// Teaches a registry everything, for one language.
pub(super) fn register(
    registry: &mut Handlebars<'static>,
    (lang, zone): (Lang, Tz),
    texts: &Arc<Texts>,
    assets: &Arc<Assets>,
) {
    let texts = Arc::clone(texts);
    returning(registry, "t", move |h| say(&texts, lang, h));
    for (name, english, german) in [
        ("date", "%-d %b %Y", "%-d. %b %Y"),
        ("datetime", "%-d %b %Y, %H:%M", "%-d. %b %Y, %H:%M"),
        ("time", "%H:%M", "%H:%M"),
        ("weekday", "%a %-d %b", "%a %-d. %b"),
    ] {
        let format = if lang == Lang::De { german } else { english };
        returning(registry, name, move |h| {
            Ok(told(value(h, 0)?, (lang, zone), format).into())
        });
    }
    for_people_outside(registry, (lang, zone));
    let formats = match lang {
        Lang::En => ("%-d %b %Y, %H:%M", "%-d %b %Y"),
        Lang::De => ("%-d. %b %Y, %H:%M", "%-d. %b %Y"),
    };
    writing(registry, "when", move |h| {
        time_element(h, (lang, zone), formats.0)
    });
    writing(registry, "day", move |h| time_element(h, (lang, zone), formats.1));
    returning(registry, "num", move |h| number(h, lang));
    returning(registry, "megabytes", move |h| megabytes(h, lang));
    values(registry, (lang, zone));
    let known = Arc::clone(assets);
    returning(registry, "asset", move |h| {
        address(&known, &text(value(h, 0)?)).map(Value::from)
    });
    let known = Arc::clone(assets);
    writing(registry, "icon", move |h| icon(&known, h));
    registry.register_helper("field", Box::new(FieldHelper { zone }));
}

/// Days and moments in full, for people who are not in the house.
fn for_people_outside(registry: &mut Handlebars<'static>, (lang, zone): (Lang, Tz)) {
    let days = match lang {
        Lang::En => ("%A %-d %B %Y", lang.locale()),
        Lang::De => ("%A, %-d. %B %Y", lang.locale()),
    };
    // For people who may live in another zone: with the day of the week and the zone.
    returning(registry, "moment", move |h| {
        let format = match lang {
            Lang::En => "%A %-d %B %Y, %H:%M",
            Lang::De => "%A, %-d. %B %Y, %H:%M",
        };
        let told = told(value(h, 0)?, (lang, zone), format);
        Ok(if told.is_empty() {
            told
        } else {
            format!("{told} ({zone})")
        }
        .into())
    });
    returning(registry, "dayname", move |h| {
        let text = text(value(h, 0)?);
        let day = text.parse::<NaiveDate>();
        Ok(day
            .map_or(text, |day| day.format_localized(days.0, days.1).to_string())
            .into())
    });
}

/// Small turns of values that templates cannot do by themselves.
fn values(registry: &mut Handlebars<'static>, (lang, zone): (Lang, Tz)) {
    returning(registry, "local_input", move |h| {
        Ok(told(value(h, 0)?, (Lang::En, zone), "%Y-%m-%dT%H:%M").into())
    });
    returning(registry, "at", |h| {
        let place = format!("/{}", text(value(h, 1)?).replace('.', "/"));
        Ok(value(h, 0)?.pointer(&place).cloned().unwrap_or(Value::Null))
    });
    returning(registry, "plus", |h| {
        let sum = value(h, 0)?
            .as_i64()
            .zip(value(h, 1)?.as_i64())
            .map(|(a, b)| a.saturating_add(b));
        Ok(sum.map_or(Value::Null, Value::from))
    });
    returning(registry, "join", |h| {
        let parts = value(h, 0)?
            .as_array()
            .map(|parts| parts.iter().map(text).collect::<Vec<_>>());
        Ok(parts.unwrap_or_default().join(&text(value(h, 1)?)).into())
    });
    returning(registry, "concat", |h| {
        Ok(h.params()
            .iter()
            .map(|p| text(p.value()))
            .collect::<String>()
            .into())
    });
    returning(registry, "one_of", |h| {
        let wanted = text(value(h, 0)?);
        Ok(h.params()
            .iter()
            .skip(1)
            .any(|p| text(p.value()) == wanted)
            .into())
    });
    returning(registry, "begins", |h| {
        let (of, with) = (text(value(h, 0)?), text(value(h, 1)?));
        Ok(of.starts_with(&with).into())
    });
    returning(registry, "field_id", |h| {
        Ok(format!("f{}", text(value(h, 0)?).replace('/', "-")).into())
    });
    let words = match lang {
        Lang::En => ("yes", "no"),
        Lang::De => ("ja", "nein"),
    };
    returning(registry, "yes_no", move |_| {
        Ok(serde_json::json!([{ "value": "true", "label": words.0 }, { "value": "false", "label": words.1 }]))
    });
}

type Returned = Result<Value, RenderError>;

struct Returning<F>(F);

impl<F: Fn(&Helper<'_>) -> Returned + Send + Sync> HelperDef for Returning<F> {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        (self.0)(h).map(ScopedJson::Derived)
    }
}

struct Writing<F>(F);

impl<F: Fn(&Helper<'_>) -> Result<String, RenderError> + Send + Sync> HelperDef for Writing<F> {
    fn call<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        Ok(out.write(&(self.0)(h)?)?)
    }
}

/// A helper that returns a value: it can stand in a subexpression, and is escaped when it is printed.
fn returning(
    registry: &mut Handlebars<'static>,
    name: &str,
    helper: impl Fn(&Helper<'_>) -> Returned + Send + Sync + 'static,
) {
    registry.register_helper(name, Box::new(Returning(helper)));
}

/// A helper that writes markup.
fn writing(
    registry: &mut Handlebars<'static>,
    name: &str,
    helper: impl Fn(&Helper<'_>) -> Result<String, RenderError> + Send + Sync + 'static,
) {
    registry.register_helper(name, Box::new(Writing(helper)));
}

pub(super) fn wrong(why: impl Into<String>) -> RenderError {
    RenderErrorReason::Other(why.into()).into()
}

/// A value as text: strings as they are, nothing for null.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn value<'a>(h: &'a Helper<'_>, n: usize) -> Result<&'a Value, RenderError> {
    h.param(n)
        .map(handlebars::PathAndJson::value)
        .ok_or_else(|| wrong(format!("{} takes more parameters", h.name())))
}

/// `{{t "key" name=value}}`: a message. A key that nobody has written is an error, not an empty place.
fn say(texts: &Texts, lang: Lang, h: &Helper<'_>) -> Returned {
    let key = text(value(h, 0)?);
    let values: Map<String, Value> = h
        .hash()
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.value().clone()))
        .collect();
    let said = texts.say(lang, &key, &values);
    said.map(Value::from)
        .ok_or_else(|| wrong(format!("there is no message \"{key}\"")))
}

/// An instant in the company's zone; nothing for null, other texts as they are.
fn told(value: &Value, (lang, zone): (Lang, Tz), format: &str) -> String {
    let text = text(value);
    match Timestamp::parse(&text) {
        Ok(instant) => instant
            .utc()
            .with_timezone(&zone)
            .format_localized(format, lang.locale())
            .to_string(),
        Err(_) => text,
    }
}

/// `<time>` with the exact instant beside what people read.
fn time_element(h: &Helper<'_>, place: (Lang, Tz), format: &str) -> Result<String, RenderError> {
    let given = value(h, 0)?;
    let exact = text(given);
    if exact.is_empty() {
        return Ok(String::new());
    }
    Ok(format!(
        "<time datetime=\"{}\">{}</time>",
        escape_html(&exact),
        escape_html(&told(given, place, format))
    ))
}

/// `{{num value 2}}`: so many decimals, with the decimal mark of the language.
fn number(h: &Helper<'_>, lang: Lang) -> Returned {
    let Some(number) = value(h, 0)?.as_f64() else {
        return Ok("–".into());
    };
    let decimals = h.param(1).and_then(|p| p.value().as_u64()).unwrap_or(0);
    let decimals = usize::try_from(decimals).unwrap_or(0).min(6);
    Ok(decimal(number, decimals, lang))
}

fn decimal(number: f64, decimals: usize, lang: Lang) -> Value {
    let said = format!("{number:.decimals$}");
    match lang {
        Lang::En => said,
        Lang::De => said.replace('.', ","),
    }
    .into()
}

/// `{{megabytes bytes}}`: the size of a file, a tenth of a megabyte at least.
fn megabytes(h: &Helper<'_>, lang: Lang) -> Returned {
    let bytes = value(h, 0)?.as_f64().unwrap_or_default();
    Ok(decimal((bytes / 1_000_000.0).max(0.1), 1, lang))
}

fn address(assets: &Assets, name: &str) -> Result<String, RenderError> {
    let address = assets.address(name).map(str::to_owned);
    address.ok_or_else(|| wrong(format!("there is no asset \"{name}\"")))
}

/// `{{icon "check"}}`: decoration; what it means must stand beside it in words.
fn icon(assets: &Assets, h: &Helper<'_>) -> Result<String, RenderError> {
    let (name, sprite) = (text(value(h, 0)?), address(assets, "icons.svg")?);
    Ok(format!(
        "<svg class=\"icon\" aria-hidden=\"true\" focusable=\"false\" width=\"24\" height=\"24\">\
         <use href=\"{sprite}#{}\"/></svg>",
        escape_html(&name)
    ))
}
