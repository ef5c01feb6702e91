//! Forms of pages, read as the JSON body the API takes for the same act: one set of bodies, checks and fault
//! pointers for both doors.
//!
//! A field's name is its place in the body with dots, and how its text is read: `duties.0.text`,
//! `accounts_max:int`, `starts_at:local`. Kinds: none (text), `int`, `num`, `bool`, `lines` (one text a line),
//! `list` (a text for each time the name is sent), `local` (a day and time in the company's zone), `date` (a day),
//! `json`. What is left empty is left out; list entries of which everything is left empty vanish. Text that
//! cannot be read as its kind stays text, so that the fault names the field and the page can show what was typed.
//!
//! Names that begin with an underscore are for the page: `_version` is the version the form was made from.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header,
    web::{Bytes, Data},
};
use chrono::{NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};
use validator::Validate;

use super::{
    View,
    etag::IfMatch,
    extract::{MAX_BODY, Valid, whole},
    problem::Problem,
};
use crate::{fault::Fault, kernel::time::Timestamp};

/// More fields than this no form of ours has.
const MAX_FIELDS: usize = 3000;
/// More entries than this no list of a form has.
const MAX_ENTRIES: usize = 400;

/// Bodies of ours are not nested deeper.
const MAX_DEPTH: usize = 8;

/// What somebody sent with a form.
#[derive(Debug, Clone)]
pub struct Form {
    body: Value,
    controls: Map<String, Value>,
}

impl Form {
    /// What was typed, in the shape of the body; pages show it again when it has faults.
    pub fn body(&self) -> &Value {
        &self.body
    }

    /// Reads the body; faults are told when it is asked for.
    pub fn valid<T: DeserializeOwned + Validate>(&self) -> Valid<T> {
        Valid::of_value(self.body.clone())
    }

    /// A field for the page, by its name without the underscore.
    pub fn control(&self, name: &str) -> Option<&str> {
        self.controls
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    }

    /// The fields for the page whose names, without the underscore, begin with `prefix`: the rest of the name and
    /// the text.
    pub fn controls<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let named =
            move |(name, value): (&'a String, &'a Value)| Some((name.strip_prefix(prefix)?, value.as_str()?));
        self.controls.iter().filter_map(named)
    }

    /// The version the form was made from.
    pub fn if_match(&self) -> IfMatch {
        match self.control("version").and_then(|text| text.parse().ok()) {
            Some(version) => IfMatch::version(version),
            None => IfMatch::Absent,
        }
    }

    /// Reads pairs of names and values.
    ///
    /// # Errors
    /// When there are far too many, or a name is none of a form's.
    pub fn of_pairs(pairs: impl IntoIterator<Item = (String, String)>, zone: Tz) -> Result<Self, Fault> {
        let mut tree = Node::default();
        let mut controls = Map::new();
        for (n, (name, value)) in pairs.into_iter().enumerate() {
            if n >= MAX_FIELDS {
                return Err(Fault::field("", "too_many", "The form has too many fields."));
            }
            if let Some(control) = name.strip_prefix('_') {
                controls.insert(control.to_owned(), value.into());
                continue;
            }
            let (place, kind) = name.split_once(':').unwrap_or((&name, ""));
            if place.split('.').count() > MAX_DEPTH {
                return Err(Fault::field(
                    "",
                    "unknown_field",
                    "The form has a field that is nested too deep.",
                ));
            }
            tree.put(place.split('.'), kind, value, zone).ok_or_else(|| {
                Fault::field("", "unknown_field", format!("The form has no field \"{name}\"."))
            })?;
        }
        let body = match tree.into_value(false) {
            Some(Value::Object(fields)) => Value::Object(fields),
            _ => Value::Object(Map::new()),
        };
        Ok(Self { body, controls })
    }
}

impl FromRequest for Form {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = req
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
        let zone = req.app_data::<Data<View>>().map_or(Tz::UTC, |view| view.zone());
        let bytes = Bytes::from_request(req, payload);
        Box::pin(async move {
            let bytes = whole(bytes, MAX_BODY).await?;
            if !is_form && !bytes.is_empty() {
                return Err(Problem::malformed(
                    "Send the form as `application/x-www-form-urlencoded`.",
                ));
            }
            let pairs = url::form_urlencoded::parse(&bytes);
            let pairs = pairs.map(|(name, value)| (name.into_owned(), value.into_owned()));
            Ok(Self::of_pairs(pairs, zone)?)
        })
    }
}

/// A body under construction. Lists are kept by their numbers until all is read.
#[derive(Debug, Default)]
struct Node {
    children: Vec<(String, Node)>,
    leaf: Option<Value>,
}

impl Node {
    fn put<'a>(
        &mut self,
        mut place: impl Iterator<Item = &'a str>,
        kind: &str,
        text: String,
        zone: Tz,
    ) -> Option<()> {
        match place.next() {
            Some("") => None,
            Some(name) => {
                let at = match self.children.iter().position(|(known, _)| known == name) {
                    Some(at) => at,
                    None => {
                        self.children.push((name.to_owned(), Self::default()));
                        self.children.len() - 1
                    }
                };
                self.children.get_mut(at)?.1.put(place, kind, text, zone)
            }
            None => {
                let value = read(kind, text, zone)?;
                match (kind, &mut self.leaf, value) {
                    ("list", Some(Value::Array(all)), Some(Value::Array(more))) => all.extend(more),
                    (_, leaf, Some(value)) => *leaf = Some(value),
                    (_, leaf, None) if kind != "list" => *leaf = None,
                    _ => {}
                }
                Some(())
            }
        }
    }

    fn into_value(self, of_a_list: bool) -> Option<Value> {
        if self.children.is_empty() {
            return self.leaf;
        }
        let numbers: Option<Vec<usize>> = self.children.iter().map(|(name, _)| name.parse().ok()).collect();
        if let Some(numbers) = numbers {
            let mut entries: Vec<(usize, Self)> = numbers
                .into_iter()
                .zip(self.children)
                .map(|(n, (_, node))| (n, node))
                .collect();
            entries.sort_by_key(|(n, _)| *n);
            let entries: Vec<Value> = entries
                .into_iter()
                .filter_map(|(_, node)| node.into_value(true))
                .collect();
            return Some(Value::Array(entries.into_iter().take(MAX_ENTRIES).collect()));
        }
        let fields: Map<String, Value> = self
            .children
            .into_iter()
            .filter_map(|(name, node)| Some((name, node.into_value(false)?)))
            .collect();
        // A row in which only a box is left unticked has nothing in it.
        let nothing =
            |value: &Value| matches!(value, Value::Bool(false)) || *value == Value::Array(Vec::new());
        let empty = if of_a_list {
            fields.values().all(nothing)
        } else {
            fields.is_empty()
        };
        (!empty).then_some(Value::Object(fields))
    }
}

/// Reads a text as its kind. The outer `None`: there is no such kind; the inner: it is empty.
fn read(kind: &str, text: String, zone: Tz) -> Option<Option<Value>> {
    let trimmed = text.trim();
    if trimmed.is_empty() && kind != "lines" {
        return ["", "int", "num", "bool", "list", "local", "date", "json"]
            .contains(&kind)
            .then_some(None);
    }
    let value = match kind {
        "" => Value::String(text.replace("\r\n", "\n")),
        "int" => trimmed
            .parse::<i64>()
            .map_or_else(|_| text.clone().into(), Value::from),
        "num" => {
            let number = trimmed
                .replace(',', ".")
                .parse::<f64>()
                .ok()
                .and_then(Number::from_f64);
            number.map_or_else(|| text.clone().into(), Value::Number)
        }
        "bool" => match trimmed {
            "true" | "on" | "yes" => true.into(),
            "false" | "no" => false.into(),
            _ => text.into(),
        },
        "lines" => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            Value::Array(lines.take(MAX_ENTRIES).map(Value::from).collect())
        }
        "list" => Value::Array(vec![text.into()]),
        "local" => local(trimmed, zone).map_or_else(|| text.clone().into(), |at| at.to_string().into()),
        "date" => day(trimmed).map_or_else(|| text.clone().into(), |at| at.to_string().into()),
        "json" => serde_json::from_str(trimmed).unwrap_or_else(|_| text.into()),
        _ => return None,
    };
    Some(Some(value))
}

/// A day and time in the company's zone. An hour that summer time takes away is read as the hour after it; one that
/// occurs twice as the first.
fn local(text: &str, zone: Tz) -> Option<Timestamp> {
    let read = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?;
    let at = zone.from_local_datetime(&read).earliest().or_else(|| {
        let later = read.checked_add_signed(chrono::TimeDelta::hours(1))?;
        zone.from_local_datetime(&later).earliest()
    })?;
    Some(Timestamp::new(at.to_utc()))
}

/// A day, as its first instant in UTC: days on which something was are told in the API like that.
fn day(text: &str) -> Option<Timestamp> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some(Timestamp::new(date.and_hms_opt(0, 0, 0)?.and_utc()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(pairs: &[(&str, &str)]) -> Value {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Form::of_pairs(pairs, chrono_tz::Europe::Berlin).unwrap().body
    }

    #[test]
    fn names_are_places_and_kinds() {
        let read = body(&[
            ("title", "Account manager"),
            ("accounts.min:int", "10"),
            ("share:num", "12,5"),
            ("consent:bool", "false"),
            ("consent:bool", "true"),
            ("values:lines", " one\r\n\r\ntwo "),
            ("codes:list", "WCOM"),
            ("codes:list", "VCOM"),
            ("starts_at:local", "2026-11-09T09:00"),
            ("from:date", "2022-02-01"),
            ("kept:json", "{\"a\":[1]}"),
        ]);
        assert_eq!(
            read,
            json!({
                "title": "Account manager", "accounts": {"min": 10}, "share": 12.5, "consent": true,
                "values": ["one", "two"], "codes": ["WCOM", "VCOM"], "starts_at": "2026-11-09T08:00:00Z",
                "from": "2022-02-01T00:00:00Z", "kept": {"a": [1]},
            })
        );
    }

    #[test]
    fn what_is_left_empty_is_left_out() {
        let read = body(&[
            ("note", "  "),
            ("duties.0.text", "Call clients"),
            ("duties.1.text", ""),
            ("duties.1.share:int", ""),
            ("duties.2.text", "Renew contracts"),
        ]);
        assert_eq!(
            read,
            json!({ "duties": [{"text": "Call clients"}, {"text": "Renew contracts"}] })
        );
    }

    #[test]
    fn what_cannot_be_read_stays_as_it_was_typed() {
        assert_eq!(
            body(&[("hours:int", "soon"), ("at:local", "tomorrow")]),
            json!({ "hours": "soon", "at": "tomorrow" })
        );
    }

    #[test]
    fn an_hour_that_summer_time_takes_away_is_the_next() {
        assert_eq!(
            body(&[("at:local", "2026-03-29T02:30")]),
            json!({ "at": "2026-03-29T01:30:00Z" })
        );
    }

    #[test]
    fn names_of_no_form_are_refused() {
        for name in ["a..b", "x:wild", ".", ""] {
            let pairs = [(name.to_owned(), "1".to_owned())];
            assert!(Form::of_pairs(pairs, Tz::UTC).is_err(), "{name}");
        }
    }

    #[test]
    fn a_deep_or_long_form_is_no_trouble() {
        let deep = vec!["a"; 5000].join(".");
        let pairs = [(deep, "1".to_owned())];
        assert!(Form::of_pairs(pairs, Tz::UTC).is_err());
    }
}
