//! The expectation questions as a form (dossier 8.4, G11).

use validator::Validate;

use crate::{
    applications::{
        model::{AcknowledgementBody, Answers, ExpectedSplit, FirstGoal, OutsideContract},
        rules::quiz,
    },
    content::model::{Quiz, QuizQuestion},
    fault::FieldFault,
    kernel::{kind::Kind, text::multi_line, text_enum::TextEnum},
    web::guest::{Field, Form, Given},
};

/// What a value of a choice is called.
fn choice_text(question: &QuizQuestion, word: &str) -> String {
    let known = question.choices.get(word).cloned();
    known.unwrap_or_else(|| word.replace('_', "-"))
}

/// The form.
pub(super) fn form(questions: &Quiz) -> Form {
    let asked = quiz::asked(questions).map(|(field, question)| {
        let choices = quiz::choices(field);
        if choices.is_empty() {
            let (most, hint) = match field {
                "accounts" => (10_000, "A whole number."),
                _ => (100, "In percent of your working time, from 0 to 100."),
            };
            return Field::number(field, &question.text, 0, most).hint(hint);
        }
        let words = choices
            .into_iter()
            .map(|word| (word, choice_text(question, word)));
        Field::choice(field, &question.text, words)
    });
    let own = [
        Field::number(
            "sales_pct",
            "How much of your time would you like to spend on selling?",
            0,
            100,
        )
        .hint("In percent. There is no right answer."),
        Field::number("relationship_pct", "And how much on caring for clients?", 0, 100)
            .hint("In percent. Both together are at most 100."),
        Field::area("least_liked", &questions.least_liked, 4)
            .longest(2000)
            .hint("For our talk only; it is not rated."),
    ];
    Form::of(asked.chain(own))
}

/// The answers, or every field to look at again.
pub(super) fn read(given: &Given) -> Result<AcknowledgementBody, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut asked = |field: &str, detail: &str| {
        faults.push(FieldFault::new(format!("/{field}"), "required", detail));
    };
    let mut number = |field: &str, most: u32| -> u32 {
        let read = given.text(field).parse().ok().filter(|n| *n <= most);
        read.unwrap_or_else(|| {
            asked(field, &format!("Give a whole number from 0 to {most}."));
            0
        })
    };
    let percent = |n: u32| u8::try_from(n).unwrap_or(u8::MAX);
    let sales_share_pct = percent(number("sales_share_pct", 100));
    let accounts = number("accounts", 10_000);
    let expected_split = ExpectedSplit {
        sales_pct: percent(number("sales_pct", 100)),
        relationship_pct: percent(number("relationship_pct", 100)),
    };
    let kind = Kind::from_word(given.text("kind"));
    let outside_contract = OutsideContract::from_word(given.text("outside_contract"));
    let first_goal = FirstGoal::from_word(given.text("first_goal"));
    for (field, missing) in [
        ("kind", kind.is_none()),
        ("outside_contract", outside_contract.is_none()),
        ("first_goal", first_goal.is_none()),
    ] {
        if missing {
            asked(field, "Choose one answer.");
        }
    }
    let least_liked = multi_line(given.text("least_liked"));
    if least_liked.is_empty() {
        asked("least_liked", "Write a few words.");
    }
    match (kind, outside_contract, first_goal) {
        (Some(kind), Some(outside_contract), Some(first_goal)) if faults.is_empty() => {
            let body = AcknowledgementBody {
                answers: Answers {
                    kind,
                    sales_share_pct,
                    accounts,
                    outside_contract,
                    first_goal,
                },
                expected_split,
                least_liked,
            };
            match body.validate() {
                Ok(()) => Ok(body),
                Err(_) => {
                    let detail = "Please keep it below 2,000 characters.";
                    Err(vec![FieldFault::new("/least_liked", "length", detail)])
                }
            }
        }
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> Given {
        let mut given = Given::default();
        for (field, text) in [
            ("kind", "client_focused"),
            ("sales_share_pct", " 30 "),
            ("accounts", "15"),
            ("outside_contract", "ask_superior"),
            ("first_goal", "happy_clients"),
            ("sales_pct", "25"),
            ("relationship_pct", "50"),
            ("least_liked", "Evening calls"),
        ] {
            given.set(field, text);
        }
        given
    }

    #[test]
    fn a_filled_form_is_read() {
        assert_eq!(read(&filled()).unwrap().answers.sales_share_pct, 30);
    }

    #[test]
    fn what_is_missing_or_no_number_is_asked_for_at_its_field() {
        for (field, text) in [
            ("kind", ""),
            ("sales_share_pct", "a third"),
            ("sales_pct", "101"),
            ("least_liked", "  "),
        ] {
            let mut given = filled();
            given.set(field, text);
            let faults = read(&given).unwrap_err();
            let pointers: Vec<&str> = faults.iter().map(|f| f.pointer.as_str()).collect();
            assert_eq!(pointers, [format!("/{field}")]);
        }
        assert_eq!(read(&Given::default()).unwrap_err().len(), 8);
    }
}
