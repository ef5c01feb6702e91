//! The answers of a form as a browser sends them: texts, which may be anything.

use std::collections::BTreeMap;

use crate::{
    content::model::ReferenceForm,
    fault::FieldFault,
    kernel::{text::visible_len, text_enum::TextEnum},
    pipeline::evidence::TakeAgain,
    references::{
        OPEN_ANSWER_CHARS,
        model::{Answers, Frequency},
    },
    web::guest::Given,
};

/// Collects what is wrong, field by field.
struct Reader<'a> {
    given: &'a Given,
    faults: Vec<FieldFault>,
}

impl Reader<'_> {
    fn fault(&mut self, field: &str, code: &str, detail: &str) {
        self.faults
            .push(FieldFault::new(format!("/{field}"), code, detail));
    }
    fn choice<T: TextEnum>(&mut self, field: &str) -> Option<T> {
        let chosen = T::from_word(self.given.text(field));
        if chosen.is_none() {
            self.fault(field, "required", "Choose one answer.");
        }
        chosen
    }
    fn number<N: std::str::FromStr + PartialOrd>(&mut self, field: &str, most: N) -> Option<N> {
        let text = self.given.optional(field)?;
        let number = text.parse().ok().filter(|n| *n <= most);
        if number.is_none() {
            self.fault(
                field,
                "number",
                "Give a whole number in the range, or leave it empty.",
            );
        }
        number
    }
    fn words(&mut self, field: &str) -> String {
        let text = self.given.text(field);
        if visible_len(text) < OPEN_ANSWER_CHARS {
            let detail = format!("Please write at least {OPEN_ANSWER_CHARS} characters.");
            self.fault(field, "length", &detail);
        }
        text.to_owned()
    }
}

/// The answers, or everything that is missing or cannot be read.
pub(super) fn read(given: &Given, form: &ReferenceForm) -> Result<Answers, Vec<FieldFault>> {
    let mut reader = Reader {
        given,
        faults: Vec::new(),
    };
    let mut day = |field: &str| match given.day(field) {
        Ok(day) => day,
        Err(fault) => {
            reader.faults.push(fault);
            None
        }
    };
    let (period_from, period_to) = (day("period_from"), day("period_to"));
    if given.text("period_from").is_empty() {
        reader.fault(
            "period_from",
            "required",
            "Give the first day you worked together.",
        );
    }
    if given.text("title_and_duties").is_empty() {
        reader.fault("title_and_duties", "required", "Name the title and main duties.");
    }
    let accounts_carried = reader.number("accounts_carried", 10_000_u16);
    let saw_work: Option<Frequency> = reader.choice("saw_work");
    let items = items(&mut reader, form);
    let take_again: Option<TakeAgain> = reader.choice("take_again");
    let mut percentiles = BTreeMap::new();
    for slider in &form.percentiles.sliders {
        if let Some(percent) = reader.number(&slider.code, 100_u8) {
            percentiles.insert(slider.code.clone(), percent);
        }
    }
    let (angry_situation, support_first, found_hard) = (
        reader.words("angry_situation"),
        reader.words("support_first"),
        reader.words("found_hard"),
    );
    match (period_from, saw_work, take_again) {
        (Some(period_from), Some(saw_work), Some(take_again)) if reader.faults.is_empty() => Ok(Answers {
            period_from,
            period_to,
            title_and_duties: given.text("title_and_duties").to_owned(),
            accounts_carried,
            reason_for_leaving: given.optional("reason_for_leaving"),
            saw_work,
            items,
            take_again,
            percentiles,
            angry_situation,
            support_first,
            found_hard,
            corrections: given.optional("corrections"),
        }),
        _ => Err(reader.faults),
    }
}

fn items(
    reader: &mut Reader<'_>,
    form: &ReferenceForm,
) -> BTreeMap<crate::kernel::codes::ReferenceItemCode, Option<u8>> {
    let mut items = BTreeMap::new();
    for item in &form.items {
        let text = reader.given.text(item.code.as_str());
        let level = match text {
            "not_observed" => Some(None),
            level => level.parse().ok().map(Some),
        };
        match level {
            Some(level) => drop(items.insert(item.code.clone(), level)),
            None => {
                let detail = format!("Choose what fits, or \"{}\".", form.not_observed);
                reader.fault(item.code.as_str(), "required", &detail);
            }
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Pack;

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        let pack = Pack::shipped().unwrap();
        let mut given = Given::default();
        given.set("accounts_carried", "many");
        given.set("PC1", "101");
        let faults = read(&given, pack.references()).unwrap_err();
        let named: Vec<&str> = faults.iter().map(|f| f.pointer.as_str()).collect();
        for field in [
            "/period_from",
            "/saw_work",
            "/R01",
            "/R21",
            "/take_again",
            "/found_hard",
            "/accounts_carried",
            "/PC1",
        ] {
            assert!(named.contains(&field), "{field}: {named:?}");
        }
        assert_eq!(named.len(), 3 + 21 + 1 + 3 + 2);
    }
}
