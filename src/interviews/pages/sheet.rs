//! A card as a sheet of named places, the same for the form, the comparison of two versions and the stored draft.
//!
//! A place is what is rated and a code: `level.VCOM`, `evidence.VCOM`, `question.VCOM-Q1`, `item.E1-7`, `cap.E1-C2`,
//! `delta.WCOM`, `reason.WCOM`, `flag.RF05`, `said.RF05`. The API's body counts its lists by numbers instead; numbers
//! would differ between two tabs that filled different rows, codes do not.

use std::{collections::BTreeMap, str::FromStr};

use serde_json::Value;

use crate::{
    fault::{Fault, FieldFault},
    interviews::{
        CardInput, FlagInput,
        model::{Adjustment, ItemPoints, QuestionTick, RatingInput},
    },
    kernel::{codes::CompetencyCode, text_enum::TextEnum},
};

/// The word for a competency that could not be seen.
pub(super) const NOT_OBSERVED: &str = "not_observed";

/// What stands in every place that is not empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet(BTreeMap<String, String>);

impl Sheet {
    /// What was sent with a form.
    pub(super) fn of_form(body: &Value) -> Self {
        let mut places = BTreeMap::new();
        flatten(body, "", &mut places);
        Self(places)
    }

    /// What is stored.
    pub(super) fn of_input(input: &CardInput) -> Self {
        let mut sheet = Self::default();
        for rating in &input.ratings {
            let level = match rating.value {
                Some(level) => level.to_string(),
                // Work samples have no level of their own, and a draft may have none yet.
                None if rating.undecided => String::new(),
                None => NOT_OBSERVED.to_owned(),
            };
            sheet.put("level", &rating.competency, level);
            sheet.put("evidence", &rating.competency, rating.evidence.clone());
        }
        for tick in &input.questions {
            sheet.put("question", &tick.code, tick.asked.as_str().to_owned());
        }
        for item in &input.items {
            sheet.put("item", &item.item, item.points.to_string());
        }
        for cap in &input.caps {
            sheet.put("cap", cap, "yes".to_owned());
        }
        for step in &input.adjustments {
            let delta = if step.delta == 0 {
                String::new()
            } else {
                step.delta.to_string()
            };
            sheet.put("delta", &step.competency, delta);
            sheet.put("reason", &step.competency, step.reason.clone());
        }
        for flag in &input.red_flags {
            sheet.put("flag", &flag.code, "yes".to_owned());
            sheet.put("said", &flag.code, flag.text.clone());
        }
        sheet
    }

    fn put(&mut self, kind: &str, code: impl std::fmt::Display, text: String) {
        if !text.trim().is_empty() {
            self.0.insert(format!("{kind}.{code}"), text);
        }
    }

    /// What stands in a place; nothing when it is empty.
    pub(super) fn at(&self, kind: &str, code: impl std::fmt::Display) -> &str {
        self.0.get(&format!("{kind}.{code}")).map_or("", String::as_str)
    }

    /// The codes with something in a place of this kind, in order.
    fn codes<'a>(&'a self, kind: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let prefix = format!("{kind}.");
        self.0
            .iter()
            .filter_map(move |(place, text)| Some((place.strip_prefix(&prefix)?, text.as_str())))
    }

    /// The API's body of the same card. A round's rating without a level is undecided.
    ///
    /// # Errors
    /// [`Fault::Invalid`] when a code or number is none; the form has no such fields.
    pub(super) fn input(&self) -> Result<CardInput, Fault> {
        let mut rated: Vec<&str> = self
            .codes("level")
            .chain(self.codes("evidence"))
            .map(|(code, _)| code)
            .collect();
        rated.sort_unstable();
        rated.dedup();
        let ratings = rated
            .into_iter()
            .map(|code| self.rating(code))
            .collect::<Result<_, _>>()?;
        let mut steps: Vec<&str> = self
            .codes("delta")
            .chain(self.codes("reason"))
            .map(|(code, _)| code)
            .collect();
        steps.sort_unstable();
        steps.dedup();
        Ok(CardInput {
            ratings,
            questions: self
                .codes("question")
                .map(|(code, asked)| {
                    Ok(QuestionTick {
                        code: read(code)?,
                        asked: read(asked)?,
                    })
                })
                .collect::<Result<_, Fault>>()?,
            items: self
                .codes("item")
                .map(|(item, points)| {
                    Ok(ItemPoints {
                        item: item.to_owned(),
                        points: read(points)?,
                    })
                })
                .collect::<Result<_, Fault>>()?,
            caps: self.codes("cap").map(|(code, _)| code.to_owned()).collect(),
            adjustments: steps
                .into_iter()
                .map(|code| {
                    let delta = self.at("delta", code);
                    Ok(Adjustment {
                        competency: read(code)?,
                        delta: if delta.is_empty() { 0 } else { read(delta)? },
                        reason: self.at("reason", code).to_owned(),
                    })
                })
                .collect::<Result<_, Fault>>()?,
            red_flags: self
                .codes("flag")
                .map(|(code, _)| {
                    Ok(FlagInput {
                        code: read(code)?,
                        text: self.at("said", code).to_owned(),
                    })
                })
                .collect::<Result<_, Fault>>()?,
        })
    }

    fn rating(&self, code: &str) -> Result<RatingInput, Fault> {
        let level = self.at("level", code);
        let competency: CompetencyCode = read(code)?;
        Ok(RatingInput {
            competency,
            value: if level.is_empty() || level == NOT_OBSERVED {
                None
            } else {
                Some(read(level)?)
            },
            evidence: self.at("evidence", code).to_owned(),
            undecided: level.is_empty(),
        })
    }

    /// The places in which two sheets differ, in order.
    pub(super) fn differences<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let mut places: Vec<&str> = self.0.keys().chain(other.0.keys()).map(String::as_str).collect();
        places.sort_unstable();
        places.dedup();
        places.retain(|place| !same(self.0.get(*place), other.0.get(*place)));
        places
    }

    /// This sheet with some places as they are in another.
    pub(super) fn taking(mut self, other: &Self, takes: impl Fn(&str) -> bool) -> Self {
        let places: Vec<String> = self.differences(other).into_iter().map(str::to_owned).collect();
        for place in places.into_iter().filter(|place| takes(place)) {
            match other.0.get(&place) {
                Some(text) => self.0.insert(place, text.clone()),
                None => self.0.remove(&place),
            };
        }
        self
    }

    /// Everything that was written in whole sentences, so that it can be shown where the form is gone.
    pub(super) fn texts(&self) -> Vec<&str> {
        let written = ["evidence.", "reason.", "said."];
        self.0
            .iter()
            .filter(|(place, _)| written.iter().any(|kind| place.starts_with(kind)))
            .map(|(_, text)| text.as_str())
            .collect()
    }

    /// What stands in a place given as a whole.
    pub(super) fn text(&self, place: &str) -> &str {
        self.0.get(place).map_or("", String::as_str)
    }
}

/// Line ends and spaces around a text are no difference.
fn same(a: Option<&String>, b: Option<&String>) -> bool {
    let plain = |text: Option<&String>| {
        text.map(|t| t.replace("\r\n", "\n").trim().to_owned())
            .unwrap_or_default()
    };
    plain(a) == plain(b)
}

fn flatten(value: &Value, place: &str, places: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let place = if place.is_empty() {
                    name.clone()
                } else {
                    format!("{place}.{name}")
                };
                flatten(value, &place, places);
            }
        }
        Value::String(text) if !text.trim().is_empty() => {
            places.insert(place.to_owned(), text.clone());
        }
        _ => {}
    }
}

fn read<T: FromStr>(text: &str) -> Result<T, Fault> {
    text.parse().map_err(|_| {
        Fault::field(
            "",
            "unknown_field",
            "The form has a field that this card has not.",
        )
    })
}

/// The faults of an API body, by the places of the sheet it was made from.
pub(super) fn by_place(faults: &[FieldFault], input: &CardInput) -> Vec<FieldFault> {
    let moved = |fault: &FieldFault| FieldFault {
        pointer: place_of(&fault.pointer, input).unwrap_or_else(|| fault.pointer.clone()),
        ..fault.clone()
    };
    faults.iter().map(moved).collect()
}

fn place_of(pointer: &str, input: &CardInput) -> Option<String> {
    let mut parts = pointer.split('/').skip(1);
    let (list, index, field) = (parts.next()?, parts.next()?.parse::<usize>().ok()?, parts.next());
    let (kind, code) = match list {
        "ratings" => {
            let kind = if field == Some("value") {
                "level"
            } else {
                "evidence"
            };
            (kind, input.ratings.get(index)?.competency.to_string())
        }
        "questions" => ("question", input.questions.get(index)?.code.to_string()),
        "items" => ("item", input.items.get(index)?.item.clone()),
        "caps" => ("cap", input.caps.get(index)?.clone()),
        "adjustments" => ("reason", input.adjustments.get(index)?.competency.to_string()),
        "red_flags" => ("said", input.red_flags.get(index)?.code.to_string()),
        _ => return None,
    };
    Some(format!("/{kind}/{code}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sheet(body: Value) -> Sheet {
        Sheet::of_form(&body)
    }

    #[test]
    fn a_form_a_body_and_a_sheet_say_the_same() {
        let typed = sheet(json!({
            "level": { "VCOM": "4", "EMPQ": "not_observed" },
            "evidence": { "VCOM": "Repeated the concern", "ORGD": "No level yet" },
            "question": { "VCOM-Q1": "yes", "VCOM-Q2": "not_reached" },
            "item": { "E1-7": "2" }, "cap": { "E1-C2": "yes" },
            "delta": { "WCOM": "-1" }, "reason": { "WCOM": "Too long" },
            "flag": { "RF05": "yes" }, "said": { "RF05": "Promised two pages", "RF06": "unticked" },
        }));
        let input = typed.input().unwrap();
        let seen: Vec<_> = input
            .ratings
            .iter()
            .map(|r| (r.competency.as_str(), r.value, r.undecided))
            .collect();
        assert_eq!(
            seen,
            [
                ("EMPQ", None, false),
                ("ORGD", None, true),
                ("VCOM", Some(4), false)
            ]
        );
        let mut back = Sheet::of_input(&input);
        back.0.insert("said.RF06".to_owned(), "unticked".to_owned());
        assert_eq!(
            back, typed,
            "only the text of a flag that is not ticked is dropped"
        );
    }

    #[test]
    fn two_versions_differ_where_their_texts_do_and_each_place_can_be_taken() {
        let mine =
            sheet(json!({ "evidence": { "VCOM": "mine\r\n", "ORGD": "same" }, "level": { "VCOM": "4" } }));
        let other =
            sheet(json!({ "evidence": { "VCOM": "other", "ORGD": " same" }, "question": { "A-Q1": "yes" } }));
        assert_eq!(
            mine.differences(&other),
            ["evidence.VCOM", "level.VCOM", "question.A-Q1"]
        );
        let merged = mine.clone().taking(&other, |place| place != "evidence.VCOM");
        assert_eq!(merged.text("evidence.VCOM"), "mine\r\n");
        assert_eq!(
            (merged.text("level.VCOM"), merged.text("question.A-Q1")),
            ("", "yes")
        );
    }

    #[test]
    fn faults_of_the_body_are_told_at_their_places() {
        let input = sheet(json!({ "evidence": { "ORGD": "a", "VCOM": "b" }, "flag": { "RF05": "yes" } }))
            .input()
            .unwrap();
        let at = |pointer: &str| place_of(pointer, &input);
        assert_eq!(at("/ratings/1/evidence").as_deref(), Some("/evidence/VCOM"));
        assert_eq!(at("/red_flags/0/text").as_deref(), Some("/said/RF05"));
        assert_eq!(at("/items"), None);
    }

    #[test]
    fn what_no_form_of_ours_sends_is_a_fault_and_no_panic() {
        for odd in [
            json!({ "level": { "VCOM": "five" } }),
            json!({ "question": { "!": "yes" } }),
        ] {
            assert!(sheet(odd).input().is_err());
        }
    }
}
