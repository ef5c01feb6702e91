//! What answers set off.

use super::{Session, reply, written};
use crate::{
    content::model::{Coaching, CoachingEffect},
    kernel::{
        ids::ClientAccountId,
        time::{Timestamp, days, hours},
    },
    onboarding::model::{ActionState, CoachingAction, CoachingReply},
};

/// A renewal starts so many days before the contract ends, at the latest.
const RENEWAL_DAYS: i64 = 120;
/// A change at the client's is reacted to within so many hours.
const REACTION_HOURS: i64 = 48;
/// Contacts started by us, in percent, below which proactive contact is coached.
const OUTBOUND: u8 = 50;
/// Payments overdue for longer need a plan.
const OVERDUE_DAYS: u16 = 30;

/// What follows from the answers, in the order of the answers.
pub fn actions(replies: &[CoachingReply], content: &Coaching, session: Session<'_>) -> Vec<CoachingAction> {
    replies
        .iter()
        .filter_map(|given| {
            let question = content.questions.iter().find(|q| q.code == given.question)?;
            let (text, due_at) = set_off(given, replies, session)?;
            let about = session
                .name(given.account)
                .map_or(String::new(), |name| format!("{name}: "));
            Some(CoachingAction {
                kind: if given.question == "CQ-4c" {
                    CoachingEffect::Task
                } else {
                    question.effect
                },
                question: Some(given.question.clone()),
                account: given.account,
                text: format!("{about}{text}"),
                owner: given.owner.clone(),
                due_at,
                state: if to_be_done(question.effect) {
                    ActionState::Open
                } else {
                    ActionState::Noted
                },
            })
        })
        .collect()
}

/// Whether an effect is something to do, and not only to be known.
fn to_be_done(effect: CoachingEffect) -> bool {
    matches!(
        effect,
        CoachingEffect::Task
            | CoachingEffect::RecoveryPlan
            | CoachingEffect::CompetencyCoaching
            | CoachingEffect::LeaderPromise
    )
}

/// What an answer sets off, and until when.
type Pulled = Option<(String, Option<Timestamp>)>;

fn effect(pulled: bool, text: impl Into<String>, due_at: Option<Timestamp>) -> Pulled {
    pulled.then(|| (text.into(), due_at))
}

fn said(given: &CoachingReply) -> String {
    given.text.clone().unwrap_or_default()
}

/// The entries of a list that `pick` chooses, in words.
fn listed(given: &CoachingReply, pick: fn(Option<bool>) -> bool) -> Option<String> {
    let entries = given.entries.as_deref().unwrap_or(&[]);
    let picked: Vec<&str> = entries
        .iter()
        .filter(|e| pick(e.settled))
        .map(|e| e.text.as_str())
        .collect();
    (!picked.is_empty()).then(|| picked.join("; "))
}

/// What one answer sets off; nothing when its trigger is not pulled.
fn set_off(given: &CoachingReply, replies: &[CoachingReply], session: Session<'_>) -> Pulled {
    of_the_client(given, replies, session).or_else(|| of_our_work(given))
}

/// Levels, trends, goals, expectations, changes, contract: CQ-1 to CQ-3.
fn of_the_client(given: &CoachingReply, replies: &[CoachingReply], session: Session<'_>) -> Pulled {
    let low = |most: u8| given.level.is_some_and(|level| level <= most);
    let chosen = given.choice.as_deref();
    match given.question.as_str() {
        "CQ-1b" => effect(true, said(given), given.date),
        "CQ-2a" => effect(
            empty_twice(given, session),
            "trends unknown in two sessions running (RF11)",
            None,
        ),
        "CQ-2b" => effect(
            matches!(chosen, Some("which" | "value")),
            format!("opportunity: {}", said(given)),
            None,
        ),
        "CQ-2c" => effect(
            chosen == Some("high"),
            format!("tenure threatened: {}", said(given)),
            None,
        ),
        "CQ-2d" => effect(low(2), "hold a discovery meeting about the client's goals", None),
        "CQ-2e" => effect(low(3), "write a recovery plan", None),
        "CQ-2f" => {
            let what = listed(given, |_| true)?;
            let until = session.now + hours(REACTION_HOURS);
            effect(true, format!("react within 48 hours: {what}"), Some(until))
        }
        "CQ-3a" => effect(given.date.is_none(), "find out when the contract ends", None),
        "CQ-3b" => {
            let end = reply(replies, "CQ-3a", given.account).and_then(|known| known.date);
            let latest = end.map(|end| end - days(RENEWAL_DAYS));
            let late = given
                .date
                .zip(latest)
                .is_some_and(|(start, latest)| start > latest);
            let text = "the renewal starts later than 120 days before the contract ends";
            effect(late, text, latest)
        }
        _ => None,
    }
}

/// Contact, reviews, promises, extra work, payments, help: CQ-4 to CQ-6.
fn of_our_work(given: &CoachingReply) -> Pulled {
    match given.question.as_str() {
        "CQ-4a" => effect(
            given.outbound_percent.is_some_and(|share| share < OUTBOUND),
            "the client starts most contacts: coach proactive contact (PROA)",
            None,
        ),
        "CQ-4c" => effect(
            true,
            format!("hold an account review; none was because: {}", said(given)),
            None,
        ),
        "CQ-5a" => {
            let what = listed(given, |agreed| agreed == Some(false))?;
            effect(
                true,
                format!("promised without operations' word (OPST): {what}"),
                None,
            )
        }
        "CQ-5b" => {
            let what = listed(given, |decided| decided != Some(true))?;
            let text = format!("let the superior decide on work outside the contract: {what}");
            effect(true, text, None)
        }
        "CQ-5c" => effect(
            given.days_overdue.is_some_and(|overdue| overdue > OVERDUE_DAYS),
            "make a plan for the overdue payment",
            None,
        ),
        "CQ-6" => effect(true, said(given), given.date),
        _ => None,
    }
}

/// Whether the client's trends were empty in the last session about this account too.
fn empty_twice(given: &CoachingReply, session: Session<'_>) -> bool {
    let before = session
        .earlier
        .iter()
        .find_map(|held| reply(&held.answers.0, given.question.as_str(), given.account));
    !written(given.text.as_ref()) && before.is_some_and(|before| !written(before.text.as_ref()))
}

/// What the answers say of an account's risk; `None` when it was not asked.
pub fn risk(replies: &[CoachingReply], account: ClientAccountId) -> Option<bool> {
    let answered = reply(replies, "CQ-2c", Some(account))?;
    Some(answered.choice.as_deref() == Some("high"))
}
