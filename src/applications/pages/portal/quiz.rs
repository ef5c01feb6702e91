//! The expectation questions as a form (dossier 8.4, G11).

use serde_json::{Value, json};

use crate::{
    applications::{model::WrongAnswer, rules::quiz},
    content::model::{Quiz, QuizQuestion},
};

/// What a value of a choice is called.
fn choice_text(question: &QuizQuestion, word: &str) -> String {
    let known = question.choices.get(word).cloned();
    known.unwrap_or_else(|| word.replace('_', "-"))
}

/// The five questions as the page asks them, with what the description says about those that were answered otherwise.
pub(super) fn questions(questions: &Quiz, wrong: &[WrongAnswer]) -> Vec<Value> {
    let asked = quiz::asked(questions).map(|(field, question)| {
        let options: Vec<Value> = quiz::choices(field)
            .into_iter()
            .map(|word| json!({ "value": word, "label": choice_text(question, word) }))
            .collect();
        json!({
            "field": field,
            "text": question.text,
            "options": options,
            "percent": field == "sales_share_pct",
            "says": wrong.iter().find(|w| w.field == field).map(|w| w.passage.as_str()),
        })
    });
    asked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Pack;

    #[test]
    fn numbers_are_typed_and_the_rest_is_chosen() {
        let asked = questions(Pack::shipped().unwrap().quiz(), &[]);
        let chosen: Vec<usize> = asked
            .iter()
            .map(|question| question["options"].as_array().unwrap().len())
            .collect();
        assert_eq!(chosen, [3, 0, 0, 3, 2]);
    }
}
