//! Forms of guests' pages: what is asked, what was typed, what is wrong with it. A form that comes back with
//! faults keeps every word that was typed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{fault::FieldFault, kernel::time::Timestamp};

/// What a browser sent: texts, which may be anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Given(BTreeMap<String, String>);

impl Given {
    /// What was typed into a field, without white space around it; empty when nothing was.
    pub fn text(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |text| text.trim())
    }
    /// What was typed, or nothing.
    pub fn optional(&self, field: &str) -> Option<String> {
        Some(self.text(field).to_owned()).filter(|text| !text.is_empty())
    }
    /// Whether a box was ticked or a button pressed.
    pub fn ticked(&self, field: &str) -> bool {
        !self.text(field).is_empty()
    }
    /// The first moment of a day, UTC; nothing when the field is empty.
    ///
    /// # Errors
    /// When the text is no day.
    pub fn day(&self, field: &str) -> Result<Option<Timestamp>, FieldFault> {
        let text = self.text(field);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse::<NaiveDate>()
            .ok()
            .and_then(|day| day.and_hms_opt(0, 0, 0))
            .map(|start| Some(Timestamp::new(start.and_utc())))
            .ok_or_else(|| {
                let detail = "Write the day as year, month and day, for example 2024-06-30.";
                FieldFault::new(format!("/{field}"), "date", detail)
            })
    }
    /// Puts a text into a field.
    pub fn set(&mut self, field: impl Into<String>, text: impl Into<String>) {
        self.0.insert(field.into(), text.into());
    }
    /// The same with what `newer` says in every field it has.
    #[must_use]
    pub fn with(mut self, newer: &Self) -> Self {
        self.0.extend(newer.0.clone());
        self
    }
    /// Only the fields of a form.
    #[must_use]
    pub fn only(&self, form: &Form) -> Self {
        let known = |name: &String| form.fields.iter().any(|field| field.id == *name);
        Self(
            self.0
                .iter()
                .filter(|(name, _)| known(name))
                .map(|(name, text)| (name.clone(), text.clone()))
                .collect(),
        )
    }
    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }
    /// The number of bytes of everything that was typed.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(|(name, text)| name.len() + text.len()).sum()
    }
}

/// One of several answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    id: String,
    name: String,
    value: String,
    text: String,
    chosen: bool,
    required: bool,
    invalid: bool,
}

/// A field, with what was typed into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    id: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    described_by: Option<String>,
    value: String,
    required: bool,
    optional: bool,
    kind: &'static str,
    autocomplete: Option<&'static str>,
    least: Option<String>,
    most: Option<String>,
    longest: Option<usize>,
    rows: Option<u8>,
    tick: bool,
    chosen: bool,
    choices: Vec<Choice>,
}

impl Field {
    /// A line of text that has to be filled.
    pub fn line(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            hint: None,
            error: None,
            described_by: None,
            value: String::new(),
            required: true,
            optional: false,
            kind: "text",
            autocomplete: None,
            least: None,
            most: None,
            longest: None,
            rows: None,
            tick: false,
            chosen: false,
            choices: Vec::new(),
        }
    }
    /// A day.
    pub fn day(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self::line(id, label).kind("date")
    }
    /// A whole number from `least` to `most`.
    pub fn number(id: impl Into<String>, label: impl Into<String>, least: u32, most: u32) -> Self {
        let mut field = Self::line(id, label).kind("number");
        (field.least, field.most) = (Some(least.to_string()), Some(most.to_string()));
        field
    }
    /// Several lines of text.
    pub fn area(id: impl Into<String>, label: impl Into<String>, rows: u8) -> Self {
        let mut field = Self::line(id, label);
        field.rows = Some(rows);
        field
    }
    /// A box to tick; nobody has to.
    pub fn tick(id: impl Into<String>, label: impl Into<String>) -> Self {
        let mut field = Self::line(id, label);
        (field.tick, field.required) = (true, false);
        field
    }
    /// One of several answers, as value and words.
    pub fn choice<V: Into<String>, T: Into<String>>(
        id: impl Into<String>,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = (V, T)>,
    ) -> Self {
        let mut field = Self::line(id, label);
        field.choices = choices
            .into_iter()
            .enumerate()
            .map(|(index, (value, text))| Choice {
                // The link of the list of faults leads to the first choice.
                id: if index == 0 {
                    field.id.clone()
                } else {
                    format!("{}-{}", field.id, index + 1)
                },
                name: field.id.clone(),
                value: value.into(),
                text: text.into(),
                chosen: false,
                required: true,
                invalid: false,
            })
            .collect();
        field
    }
    /// What kind of line: `email`, `tel`, …
    #[must_use]
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }
    /// A field that may stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        (self.required, self.optional) = (false, true);
        for choice in &mut self.choices {
            choice.required = false;
        }
        self
    }
    /// A sentence that helps to fill it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self.describe()
    }
    /// What of their own data browsers may fill in.
    #[must_use]
    pub fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = Some(what);
        self
    }
    /// The most characters.
    #[must_use]
    pub fn longest(mut self, characters: usize) -> Self {
        self.longest = Some(characters);
        self
    }

    fn describe(mut self) -> Self {
        let mut ids = Vec::new();
        if self.hint.is_some() {
            ids.push(format!("{}-hint", self.id));
        }
        if self.error.is_some() {
            ids.push(format!("{}-error", self.id));
        }
        self.described_by = Some(ids.join(" ")).filter(|ids| !ids.is_empty());
        self
    }
    fn filled(mut self, given: &Given) -> Self {
        let text = given.0.get(&self.id).cloned().unwrap_or_default();
        self.chosen = self.tick && !text.trim().is_empty();
        for choice in &mut self.choices {
            choice.chosen = choice.value == text.trim();
        }
        self.value = text;
        self
    }
    fn faulty(mut self, detail: &str) -> Self {
        self.error.get_or_insert_with(|| detail.to_owned());
        for choice in &mut self.choices {
            choice.invalid = true;
        }
        self.describe()
    }
}

/// A fault in the list at the top of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Listed {
    field: Option<String>,
    label: String,
    text: String,
}

/// A form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Form {
    fields: Vec<Field>,
    errors: Vec<Listed>,
}

impl Form {
    /// A form of these fields.
    pub fn of(fields: impl IntoIterator<Item = Field>) -> Self {
        Self {
            fields: fields.into_iter().collect(),
            errors: Vec::new(),
        }
    }
    /// The same with what was typed.
    #[must_use]
    pub fn filled(mut self, given: &Given) -> Self {
        self.fields = self.fields.into_iter().map(|f| f.filled(given)).collect();
        self
    }
    /// The same with what is wrong: at each field, and in a list at the top. The last part of a fault's pointer
    /// names the field.
    #[must_use]
    pub fn judged(mut self, faults: &[FieldFault]) -> Self {
        for fault in faults {
            let name = fault.pointer.rsplit('/').next().unwrap_or_default();
            let place = self.fields.iter().position(|field| field.id == name);
            let mut listed = Listed {
                field: None,
                label: String::new(),
                text: fault.detail.clone(),
            };
            if let Some(field) = place.and_then(|place| self.fields.get_mut(place)) {
                *field = field.clone().faulty(&fault.detail);
                (listed.field, listed.label) = (Some(field.id.clone()), field.label.clone());
            }
            self.errors.push(listed);
        }
        self
    }
    /// The names of the fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.id.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(pairs: &[(&str, &str)]) -> Given {
        let mut given = Given::default();
        for (name, text) in pairs {
            given.set(*name, *text);
        }
        given
    }

    #[test]
    fn a_faulty_form_keeps_what_was_typed_and_leads_to_each_fault() {
        let form = Form::of([
            Field::line("firm", "Firm").hint("Where you worked together"),
            Field::choice(
                "relation",
                "Relation",
                [("peer", "A peer"), ("client", "A client")],
            ),
        ])
        .filled(&given(&[("firm", " Nordlicht "), ("relation", "client")]))
        .judged(&[
            FieldFault::new("/firm", "length", "Too long."),
            FieldFault::new("", "too_many", "Enough people are named."),
        ]);
        let [firm, relation] = &form.fields[..] else {
            panic!()
        };
        assert_eq!(firm.value, " Nordlicht ");
        assert_eq!(firm.described_by.as_deref(), Some("firm-hint firm-error"));
        assert!(relation.choices[1].chosen && !relation.choices[0].chosen);
        let leads: Vec<Option<&str>> = form.errors.iter().map(|e| e.field.as_deref()).collect();
        assert_eq!(leads, [Some("firm"), None]);
    }

    #[test]
    fn a_day_is_read_or_asked_for_in_words() {
        let given = given(&[("from", "2024-06-30"), ("to", "30/06/2024")]);
        assert_eq!(
            given.day("from").unwrap().unwrap().to_string(),
            "2024-06-30T00:00:00Z"
        );
        assert_eq!(given.day("to").unwrap_err().pointer, "/to");
        assert_eq!(given.day("other").unwrap(), None);
    }
}
