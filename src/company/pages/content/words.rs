//! What was typed into a form, as a difference to what would be there without it.

use crate::{
    fault::{Fault, FieldFault},
    kernel::text::multi_line,
    people::Visit,
};

/// A text as it was typed, laid over what is shipped: what stands as it stood (`now`) stays the change it was (`kept`),
/// what is as shipped is none.
pub(super) fn other(typed: &str, now: &str, shipped: &str, kept: Option<String>) -> Option<String> {
    let typed = multi_line(typed);
    if typed == multi_line(now) {
        return kept;
    }
    (typed != multi_line(shipped)).then_some(typed)
}

/// The same for lines.
pub(super) fn other_lines(
    typed: &[String],
    now: &[String],
    shipped: &[String],
    kept: Option<Vec<String>>,
) -> Option<Vec<String>> {
    let typed = lines(typed);
    if typed == lines(now) {
        return kept;
    }
    (typed != lines(shipped)).then_some(typed)
}

/// The same for numbers.
pub(super) fn other_number(typed: Option<u16>, now: u16, shipped: u16, kept: Option<u16>) -> Option<u16> {
    if typed == Some(now) {
        return kept;
    }
    typed.filter(|typed| *typed != shipped)
}

/// Texts of a list as a form shows and reads them: one a line.
pub(super) fn lines(texts: &[String]) -> Vec<String> {
    let all = texts.iter().flat_map(|text| text.lines());
    all.map(multi_line).filter(|line| !line.is_empty()).collect()
}

/// The fields that say nothing and must.
pub(super) fn required<'a>(
    visit: &Visit,
    fields: impl IntoIterator<Item = (&'a str, bool)>,
) -> Result<(), Fault> {
    let empty: Vec<FieldFault> = fields
        .into_iter()
        .filter(|(_, empty)| *empty)
        .map(|(place, _)| FieldFault::new(place, "required", visit.say("content-fault-required")))
        .collect();
    if empty.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(empty))
    }
}

/// The code somebody gives to something new.
pub(super) fn code<T>(visit: &Visit, typed: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Fault> {
    read(typed.trim()).ok_or_else(|| Fault::field("/code", "invalid", visit.say("content-fault-code")))
}
