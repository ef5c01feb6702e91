//! The expectation questions (dossier 8.4): what is right follows from the description, and nobody is
//! rejected by them.

use crate::{
    applications::model::{AcknowledgementBody, Answers, FirstGoal, OutsideContract, WrongAnswer},
    content::model::{Quiz, QuizAnswer, QuizQuestion},
    jobs::model::DescriptionBody,
    kernel::{kind::Kind, text_enum::TextEnum},
};

/// What the description says about the five questions.
#[derive(Debug, Clone, PartialEq)]
pub struct QuizKey<'a> {
    /// The content's questions.
    pub quiz: &'a Quiz,
    /// The description.
    pub description: &'a DescriptionBody,
    /// The kind decided for the job.
    pub kind: Kind,
    /// The role's sales share in percent.
    pub sales_share_pct: u8,
}

/// The questions, each with the field of the answers it is answered in.
pub fn asked(quiz: &Quiz) -> impl Iterator<Item = (&'static str, &QuizQuestion)> {
    let mut choices = ["outside_contract", "first_goal"].into_iter();
    quiz.questions.iter().filter_map(move |question| {
        let field = match question.answer {
            QuizAnswer::Kind => "kind",
            QuizAnswer::SalesShare => "sales_share_pct",
            QuizAnswer::Accounts => "accounts",
            QuizAnswer::Choice => choices.next()?,
        };
        Some((field, question))
    })
}

/// What may be chosen for a field of the answers; nothing where a number is asked for.
pub fn choices(field: &str) -> Vec<&'static str> {
    fn words<T: TextEnum>() -> Vec<&'static str> {
        T::ALL.iter().map(|word| word.as_str()).collect()
    }
    match field {
        "kind" => words::<Kind>(),
        "outside_contract" => words::<OutsideContract>(),
        "first_goal" => words::<FirstGoal>(),
        _ => Vec::new(),
    }
}

/// Every wrong answer with the passage that says it right.
pub fn wrong_answers(key: &QuizKey<'_>, answers: &Answers) -> Vec<WrongAnswer> {
    asked(key.quiz)
        .filter(|(field, question)| !is_right(key, question, field, answers))
        .map(|(field, question)| WrongAnswer {
            field,
            question: question.text.clone(),
            passage: passage(key.description, key.kind, field),
        })
        .collect()
}

fn is_right(key: &QuizKey<'_>, question: &QuizQuestion, field: &str, answers: &Answers) -> bool {
    let right = |choice: &str| question.right.as_deref() == Some(choice);
    match field {
        "kind" => answers.kind == key.kind,
        "sales_share_pct" => {
            answers.sales_share_pct.abs_diff(key.sales_share_pct) <= key.quiz.sales_difference_points
        }
        "accounts" => {
            let least = key.description.accounts_min.unwrap_or(0);
            let most = key.description.accounts_max.unwrap_or(i32::MAX);
            i32::try_from(answers.accounts).is_ok_and(|n| (least..=most).contains(&n))
        }
        "outside_contract" => right(answers.outside_contract.as_str()),
        _ => right(answers.first_goal.as_str()),
    }
}

/// Where the description answers a question.
fn passage(description: &DescriptionBody, kind: Kind, field: &str) -> String {
    let percent = |part: Option<i32>| part.map_or_else(|| "?".to_owned(), |n| n.to_string());
    match field {
        "kind" => {
            let kind = kind.as_str().replace('_', "-");
            format!("This is a {kind} account manager. {}", description.variation_note)
        }
        "sales_share_pct" => format!(
            "Winning new clients {} %, extras and renewals {} %, caring for clients {} %, operations {} %, \
             administration {} %.",
            percent(description.split.prospecting_pct),
            percent(description.split.extras_renewals_pct),
            percent(description.split.relationship_pct),
            percent(description.split.operations_pct),
            percent(description.split.admin_pct),
        ),
        "accounts" => format!(
            "Between {} and {} accounts.",
            percent(description.accounts_min),
            percent(description.accounts_max)
        ),
        "outside_contract" => format!(
            "{} Beyond that decides: {}.",
            description.authority.free_work_rule, description.authority.decides_beyond
        ),
        _ => format!(
            "The goals in their order: {}.",
            description.goals_ordered.join("; ")
        ),
    }
    .trim()
    .to_owned()
}

/// The sales share this candidate expects: the first answer or the own split, whichever is farther from the
/// role's share. Both count, because after a wrong first answer the right one was read off the page.
pub fn expected_sales_pct(role: u8, first: &AcknowledgementBody, now: &AcknowledgementBody) -> u8 {
    let answered = first.answers.sales_share_pct;
    let own = now.expected_split.sales_pct;
    if own.abs_diff(role) >= answered.abs_diff(role) {
        own
    } else {
        answered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        applications::model::ExpectedSplit,
        content::Pack,
        jobs::model::{Authority, Split},
    };

    fn description() -> DescriptionBody {
        DescriptionBody {
            accounts_min: Some(12),
            accounts_max: Some(18),
            split: Split {
                prospecting_pct: Some(10),
                extras_renewals_pct: Some(20),
                relationship_pct: Some(50),
                operations_pct: Some(10),
                admin_pct: Some(10),
            },
            goals_ordered: vec!["happy clients".into(), "projects on time".into()],
            authority: Authority {
                free_work_rule: "No work outside the contract without approval.".into(),
                decides_beyond: "the head of client services".into(),
                ..Authority::default()
            },
            ..DescriptionBody::default()
        }
    }
    fn right() -> Answers {
        Answers {
            kind: Kind::ClientFocused,
            sales_share_pct: 30,
            accounts: 15,
            outside_contract: OutsideContract::AskSuperior,
            first_goal: FirstGoal::HappyClients,
        }
    }
    fn wrong(answers: &Answers) -> Vec<WrongAnswer> {
        let pack = Pack::shipped().unwrap();
        let description = description();
        let key = QuizKey {
            quiz: pack.quiz(),
            description: &description,
            kind: Kind::ClientFocused,
            sales_share_pct: 30,
        };
        wrong_answers(&key, answers)
    }
    fn body(answered: u8, own: u8) -> AcknowledgementBody {
        AcknowledgementBody {
            answers: Answers {
                sales_share_pct: answered,
                ..right()
            },
            expected_split: ExpectedSplit {
                sales_pct: own,
                relationship_pct: 0,
            },
            least_liked: "Evening calls".into(),
        }
    }

    #[test]
    fn somebody_who_has_read_the_description_answers_all_five_rightly() {
        assert_eq!(wrong(&right()), []);
    }

    #[test]
    fn each_wrong_answer_is_shown_the_passage_that_says_it_right() {
        let answers = Answers {
            kind: Kind::Hybrid,
            sales_share_pct: 51,
            accounts: 19,
            outside_contract: OutsideContract::DoIt,
            first_goal: FirstGoal::FinishedProjects,
        };
        let wrong = wrong(&answers);
        let fields: Vec<&str> = wrong.iter().map(|w| w.field).collect();
        assert_eq!(
            fields,
            [
                "kind",
                "sales_share_pct",
                "accounts",
                "outside_contract",
                "first_goal"
            ]
        );
        let passages: Vec<&str> = wrong.iter().map(|w| w.passage.as_str()).collect();
        for (passage, word) in passages.iter().zip([
            "client-focused",
            "extras and renewals 20 %",
            "12 and 18",
            "without approval",
            "happy clients; projects",
        ]) {
            assert!(passage.contains(word), "{passage:?} lacks {word:?}");
        }
    }

    #[test]
    fn the_slider_may_be_twenty_points_off_and_the_accounts_at_either_end() {
        for (sales_share_pct, accounts) in [(10, 12), (50, 18)] {
            assert_eq!(
                wrong(&Answers {
                    sales_share_pct,
                    accounts,
                    ..right()
                }),
                []
            );
        }
    }

    #[test]
    fn the_first_answer_counts_although_it_was_corrected_later() {
        assert_eq!(expected_sales_pct(30, &body(80, 30), &body(30, 30)), 80);
        assert_eq!(expected_sales_pct(30, &body(30, 60), &body(30, 60)), 60);
        assert_eq!(expected_sales_pct(30, &body(30, 60), &body(30, 35)), 35);
    }
}
