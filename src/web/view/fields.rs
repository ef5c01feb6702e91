//! `{{field "duties.0.text" as="area" label=(t "…")}}`: one field of a form, with its label, hint and fault.
//!
//! The field's name is its place in the body (see [`crate::web::form`]), so the value comes from the page's `body`
//! and the fault from the page's `faults` by the same place. `as` says how it looks:
//! `text` (also `email`, `password`, `url`, `tel`), `number`, `date`, `day` (one without an instant), `datetime`, `hidden`, `area`, `lines`, `select`,
//! `radio`, `levels` (a scale of 1 to 5 and "nothing"), `check`, `checks`.

use chrono_tz::Tz;
use handlebars::{Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError};
use serde_json::{Map, Value, json};

use super::helpers::{text, wrong};
use crate::kernel::time::Timestamp;

/// What a field can be told beside its place.
const KNOWN: [&str; 17] = [
    "as",
    "label",
    "hint",
    "required",
    "value",
    "options",
    "rows",
    "min",
    "max",
    "step",
    "maxlength",
    "autocomplete",
    "kind",
    "class",
    "placeholder",
    "bare",
    "suffix",
];

pub(super) struct FieldHelper {
    pub(super) zone: Tz,
}

impl HelperDef for FieldHelper {
    fn call<'reg: 'rc, 'rc>(
        &self,
        h: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        ctx: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let place = h.param(0).map(|p| text(p.value())).unwrap_or_default();
        if place.is_empty() {
            return Err(wrong("a field needs its place"));
        }
        let told: Map<String, Value> = h
            .hash()
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.value().clone()))
            .collect();
        let field = Field {
            place: &place,
            told: &told,
            root: ctx.data(),
            zone: self.zone,
        };
        let html = registry.render(&format!("web/view/field/{}", field.template()?), &field.data()?)?;
        Ok(out.write(&html)?)
    }
}

struct Field<'a> {
    place: &'a str,
    told: &'a Map<String, Value>,
    root: &'a Value,
    zone: Tz,
}

impl Field<'_> {
    fn told(&self, name: &str) -> String {
        self.told.get(name).map(text).unwrap_or_default()
    }

    fn looks(&self) -> String {
        let looks = self.told("as");
        if looks.is_empty() {
            "text".to_owned()
        } else {
            looks
        }
    }

    fn template(&self) -> Result<&'static str, RenderError> {
        if let Some(unknown) = self.told.keys().find(|name| !KNOWN.contains(&name.as_str())) {
            return Err(wrong(format!("a field has no \"{unknown}\"")));
        }
        Ok(match self.looks().as_str() {
            "text" | "email" | "password" | "url" | "tel" | "number" | "date" | "day" | "datetime" => "input",
            "hidden" => "hidden",
            "area" | "lines" => "area",
            "select" => "select",
            "radio" => "radio",
            "levels" => "levels",
            "check" => "check",
            "checks" => "checks",
            other => return Err(wrong(format!("a field cannot look like \"{other}\""))),
        })
    }

    /// How the text of the field is read.
    fn kind(&self) -> String {
        let kind = self.told("kind");
        if !kind.is_empty() {
            return kind;
        }
        match self.looks().as_str() {
            "number" if self.told.contains_key("step") => "num",
            "number" => "int",
            "date" => "date",
            "datetime" => "local",
            "lines" => "lines",
            "check" => "bool",
            "checks" => "list",
            _ => "",
        }
        .to_owned()
    }

    fn value(&self) -> Value {
        let in_body = || {
            let place = format!("/body/{}", self.place.replace('.', "/"));
            self.root.pointer(&place).cloned()
        };
        let value = match self.told.get("value").cloned().or_else(in_body) {
            // What was answered by "nothing" is not what was not answered.
            Some(Value::Null) if self.kind() == "json" => "null".into(),
            value => value.unwrap_or(Value::Null),
        };
        let instant = |format: &str| {
            let read = Timestamp::parse(value.as_str().unwrap_or_default());
            read.map(|at| Value::from(at.utc().with_timezone(&self.zone).format(format).to_string()))
                .unwrap_or_else(|_| value.clone())
        };
        match (self.looks().as_str(), &value) {
            ("datetime", _) => instant("%Y-%m-%dT%H:%M"),
            ("date", _) => instant("%Y-%m-%d"),
            ("lines", Value::Array(lines)) => lines.iter().map(text).collect::<Vec<_>>().join("\n").into(),
            _ => value,
        }
    }

    fn options(&self, value: &Value) -> Result<Value, RenderError> {
        let Some(options) = self.told.get("options") else {
            return Ok(Value::Array(Vec::new()));
        };
        let options = options
            .as_array()
            .ok_or_else(|| wrong("options must be a list"))?;
        let chosen: Vec<String> = match value {
            Value::Array(all) => all.iter().map(text).collect(),
            one => vec![text(one)],
        };
        let shown = options.iter().enumerate().map(|(n, option)| {
            let (word, label) = match option {
                Value::Object(fields) => (
                    fields.get("value").map(text).unwrap_or_default(),
                    fields.get("label").map(text).unwrap_or_default(),
                ),
                plain => (text(plain), text(plain)),
            };
            let hint = option.get("hint").map(text).unwrap_or_default();
            let selected = chosen.contains(&word);
            json!({ "n": n, "value": word, "label": label, "hint": hint, "selected": selected })
        });
        Ok(Value::Array(shown.collect()))
    }

    fn data(&self) -> Result<Value, RenderError> {
        let value = self.value();
        let kind = self.kind();
        let pointer = format!("/{}", self.place.replace('.', "/"));
        let fault = self.root.get("faults").and_then(|faults| faults.get(&pointer));
        let fault = fault.map(text).unwrap_or_default();
        let id = format!("f-{}", self.place.replace('.', "-"));
        let hint = self.told("hint");
        let mut described = Vec::new();
        if !hint.is_empty() {
            described.push(format!("{id}-hint"));
        }
        if !fault.is_empty() {
            described.push(format!("{id}-fault"));
        }
        let looks = self.looks();
        let mut data = json!({
            "id": id,
            "name": if kind.is_empty() { self.place.to_owned() } else { format!("{}:{kind}", self.place) },
            "type": match looks.as_str() { "datetime" => "datetime-local", "day" => "date", other => other },
            "options": self.options(&value)?,
            "checked": value == Value::Bool(true) || value == "true",
            "value": text(&value),
            "fault": fault,
            "described": described.join(" "),
            "rows": if self.told("rows").is_empty() { "4".to_owned() } else { self.told("rows") },
        });
        if let Value::Object(fields) = &mut data {
            for name in [
                "label",
                "hint",
                "min",
                "max",
                "step",
                "maxlength",
                "autocomplete",
                "class",
                "placeholder",
                "suffix",
            ] {
                fields.insert(name.to_owned(), self.told(name).into());
            }
            for name in ["required", "bare"] {
                let yes = self
                    .told
                    .get(name)
                    .is_some_and(|value| *value == Value::Bool(true));
                fields.insert(name.to_owned(), yes.into());
            }
        }
        Ok(data)
    }
}
