//! The templates of this area. They are strict, and everything they print is escaped.

use std::sync::LazyLock;

use handlebars::Handlebars;
use serde::Serialize;
use serde_json::{Value, json};

use super::form::AnswersForm;
use crate::{
    applications::{PRIVACY_NOTICE, rules::quiz},
    fault::Fault,
    flow::applications::desk::Desk,
    jobs::model::DescriptionBody,
    kernel::ids::GrantId,
};

static TEMPLATES: LazyLock<Result<Handlebars<'static>, String>> = LazyLock::new(|| {
    let mut templates = Handlebars::new();
    templates.set_strict_mode(true);
    for (name, source) in [
        ("description", include_str!("description.html.hbs")),
        ("desk", include_str!("desk.html.hbs")),
    ] {
        templates
            .register_template_string(name, source)
            .map_err(|error| error.to_string())?;
    }
    Ok(templates)
});

fn render(name: &str, data: &impl Serialize) -> Result<String, Fault> {
    let templates = TEMPLATES.as_ref().map_err(Fault::internal)?;
    templates.render(name, data).map_err(Fault::internal)
}

/// A description as candidates read it.
pub(super) fn description(body: &DescriptionBody) -> Result<String, Fault> {
    render("description", body)
}

/// What a value of a choice is called.
fn choice_text(question: &crate::content::model::QuizQuestion, word: &str) -> String {
    question
        .choices
        .get(word)
        .cloned()
        .unwrap_or_else(|| word.replace('_', "-"))
}

/// The candidate's page.
pub(super) fn desk(
    desk: &Desk,
    grant: GrantId,
    given: Option<(AnswersForm, Vec<(&'static str, String)>)>,
    message: Option<String>,
) -> Result<String, Fault> {
    let (form, passages) = given.unwrap_or_default();
    let questions = desk.case.pack.quiz();
    let asked: Vec<Value> = quiz::asked(questions)
        .map(|(field, question)| {
            let value = form.given(field);
            let choices: Vec<Value> = quiz::choices(field)
                .into_iter()
                .map(|word| json!({ "text": choice_text(question, word), "chosen": value == word, "value": word }))
                .collect();
            json!({
                "field": field,
                "text": question.text,
                "choices": choices,
                "value": value,
                "most": if field == "accounts" { 10_000 } else { 100 },
                "passage": passages.iter().find(|(wrong, _)| *wrong == field).map(|(_, text)| text),
            })
        })
        .collect();
    let data = json!({
        "name": desk.candidate.name,
        "job_title": desk.case.evidence.terms.title,
        "stage": desk.progress.stage,
        "next_step": desk.progress.next_step,
        "message": message,
        "links": Value::Array(Vec::new()),
        "privacy": PRIVACY_NOTICE.lines().collect::<Vec<_>>(),
        "notice_seen": desk.row.notice_seen_at.is_some(),
        "grant": grant,
        "description": desk.description,
        "description_number": desk.case.evidence.terms.description_number,
        "asks": desk.asks(),
        "open": desk.open(),
        "questions": asked,
        "sales_pct": form.sales_pct,
        "relationship_pct": form.relationship_pct,
        "least_liked": form.least_liked,
        "least_liked_question": questions.least_liked,
    });
    render("desk", &data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_printed_escaped_and_an_empty_one_too() {
        let hostile = DescriptionBody {
            title: "<script>alert(1)</script>".into(),
            goals_ordered: vec!["\"happy\" <b>clients</b>".into()],
            ..DescriptionBody::default()
        };
        let html = description(&hostile).unwrap();
        assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
        assert!(html.contains("&lt;b&gt;clients"), "{html}");
        assert!(
            description(&DescriptionBody::default())
                .unwrap()
                .contains("Conditions")
        );
    }
}
