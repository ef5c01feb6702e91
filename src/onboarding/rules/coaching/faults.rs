//! Every fault of a session's answers.

use std::collections::BTreeSet;

use super::{Session, reply, review_missing, written};
use crate::{
    content::model::{Coaching, CoachingAnswer, CoachingQuestion},
    fault::FieldFault,
    kernel::text::visible_len,
    onboarding::model::CoachingReply,
};

/// The question about the leader's help, which is about no account.
const LEADER: &str = "CQ-6";
/// May stay empty: that twice in a row is itself a sign.
const MAY_BE_EMPTY: &str = "CQ-2a";

/// Every fault: unknown questions and accounts, answers of another form, follow-up questions that are open, too
/// few accounts, an account at risk that was left out.
pub fn faults(replies: &[CoachingReply], content: &Coaching, session: Session<'_>) -> Vec<FieldFault> {
    let carried = session.carried();
    let mut faults = Vec::new();
    for (n, given) in replies.iter().enumerate() {
        let at = format!("/answers/{n}");
        let Some(question) = content.questions.iter().find(|q| q.code == given.question) else {
            faults.push(FieldFault::new(
                format!("{at}/question"),
                "unknown",
                "No such coaching question.",
            ));
            continue;
        };
        let account_fits = match given.account {
            None => given.question == LEADER,
            Some(account) => given.question != LEADER && carried.contains(&account),
        };
        if !account_fits {
            let detail = "Name an account the hire carries; CQ-6 is about none.";
            faults.push(FieldFault::new(format!("{at}/account"), "unknown", detail));
        }
        let twice = replies
            .iter()
            .take(n)
            .any(|r| r.question == given.question && r.account == given.account);
        if twice {
            let detail = "This question is answered twice for this account.";
            faults.push(FieldFault::new(format!("{at}/question"), "duplicate", detail));
        }
        faults.extend(
            form(given, question)
                .map(|(field, detail)| FieldFault::new(format!("{at}/{field}"), "required", detail)),
        );
        faults.extend(
            follow_up(given, question, replies, &session)
                .map(|detail| FieldFault::new(at.clone(), "follow_up", detail)),
        );
    }
    faults.extend(coverage(replies, content, &session));
    faults
}

/// What an answer lacks for its question's form: the field and what is wanted.
fn form(given: &CoachingReply, question: &CoachingQuestion) -> Option<(&'static str, String)> {
    let text = given.text.as_deref().unwrap_or("");
    let want = |holds: bool, field: &'static str, detail: &str| (!holds).then(|| (field, detail.to_owned()));
    match question.answer_type {
        CoachingAnswer::Choice => want(
            given
                .choice
                .as_ref()
                .is_some_and(|choice| question.choices.contains(choice)),
            "choice",
            &format!("Choose one of: {}.", question.choices.join(", ")),
        ),
        CoachingAnswer::Text => {
            let empty = visible_len(text) == 0;
            if empty && question.code == MAY_BE_EMPTY {
                return None;
            }
            let least = usize::from(question.min_chars.unwrap_or(1));
            want(
                visible_len(text) >= least,
                "text",
                &format!("Write at least {least} characters."),
            )
        }
        CoachingAnswer::TextOwnerDate => {
            let whole = written(given.text.as_ref()) && written(given.owner.as_ref()) && given.date.is_some();
            want(
                whole,
                "text",
                "Say what, who and until when: text, owner and date.",
            )
        }
        CoachingAnswer::Scale => want(
            given.level.is_some_and(|level| (1..=5).contains(&level)) && written(given.text.as_ref()),
            "level",
            "Give a level from 1 to 5, and the evidence as text.",
        ),
        CoachingAnswer::List => want(
            given.entries.is_some(),
            "entries",
            "Give a list; it may be empty.",
        ),
        // No date means that it is not known, or never was: that is an answer too.
        CoachingAnswer::Date | CoachingAnswer::TwoDates => None,
        CoachingAnswer::Counts => want(
            given.outbound_percent.is_some_and(|share| share <= 100),
            "outbound_percent",
            "Give the share of contacts started by us, 0 to 100.",
        ),
        CoachingAnswer::AmountDays => want(
            given.days_overdue.is_some(),
            "days_overdue",
            "Give the days overdue; 0 for none.",
        ),
    }
}

/// The question that became required and is not answered.
fn follow_up(
    given: &CoachingReply,
    question: &CoachingQuestion,
    replies: &[CoachingReply],
    session: &Session<'_>,
) -> Option<String> {
    let then = question.then_asks.as_ref()?;
    let asked = match question.answer_type {
        CoachingAnswer::Choice => matches!(given.choice.as_deref(), Some("no" | "partly")),
        _ => review_missing(given, session.now),
    };
    (asked && reply(replies, then.as_str(), given.account).is_none())
        .then(|| format!("{} needs an answer to {then} as well.", given.question))
}

fn coverage(replies: &[CoachingReply], content: &Coaching, session: &Session<'_>) -> Vec<FieldFault> {
    let covered: BTreeSet<_> = replies.iter().filter_map(|r| r.account).collect();
    let least = usize::from(content.min_accounts_per_session).min(session.accounts.len());
    let mut faults = Vec::new();
    if covered.len() < least {
        let detail = format!(
            "Talk about at least {least} accounts; these are {}.",
            covered.len()
        );
        faults.push(FieldFault::new("/answers", "too_few_accounts", detail));
    }
    for account in session
        .accounts
        .iter()
        .filter(|a| a.at_risk && !covered.contains(&a.id))
    {
        let detail = format!(
            "{} is at risk and is talked about in every session.",
            account.name
        );
        faults.push(FieldFault::new("/answers", "account_at_risk", detail));
    }
    faults
}
