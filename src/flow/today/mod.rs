//! What somebody owes, most urgent first, across all roles they hold.
//!
//! There is no list of tasks to keep: what is owed follows from the gates that are open on the way to the next
//! state of each case, from cards, modules and check-ins. What is supplied is gone from the list at once.

mod hiring;
mod mail;
mod onboarding;

use serde::Serialize;

use crate::{
    db::Conn,
    fault::Fault,
    kernel::{
        ctx::{Actor, Ctx},
        role::Role,
        time::{Timestamp, days},
    },
    pipeline::refusal::{Debtor, GateRow, GateStatus},
    text_enum,
};

/// Cases of one state that are looked at; more than these nobody can work on in a day.
const MOST_OF_A_STATE: u32 = 100;
/// Days ahead in which something is due soon.
const SOON_DAYS: i64 = 7;

text_enum! {
    /// What kind of thing is owed.
    pub enum TaskKind {
        /// A scorecard to fill.
        Scorecard = "scorecard",
        /// Something a gate waits for.
        Gate = "gate",
        /// Everything is there: the next step can be taken.
        Step = "step",
        /// An exception to approve or refuse (dossier 7.6).
        Waiver = "waiver",
        /// A module to work on.
        Module = "module",
        /// A module to sign off.
        SignOff = "sign_off",
        /// A check-in to hold.
        CheckIn = "check_in",
        /// A coaching session to hold.
        Coaching = "coaching",
        /// An application that takes longer than it should (dossier 7.5).
        Late = "late",
        /// A mail that could not be delivered.
        DeadLetter = "dead_letter",
        /// The mail queue stands still.
        MailQueue = "mail_queue",
    }
}

text_enum! {
    /// How urgent it is.
    pub enum Urgency {
        /// It should have been done.
        Overdue = "overdue",
        /// Somebody waits for it.
        Now = "now",
        /// It is due within a week.
        Soon = "soon",
    }
}

/// Something somebody owes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Task {
    /// What kind of thing.
    pub kind: TaskKind,
    /// How urgent.
    pub urgency: Urgency,
    /// Whom or what it is about: a candidate, a hire, a job.
    pub about: String,
    /// The job it belongs to, or the round.
    pub of: String,
    /// The name of the gate, the module, the state to enter or the service level.
    pub name: String,
    /// What to do, in words of the core; empty where the kind says all.
    pub what: String,
    /// Where to do it.
    pub link: String,
    /// Since when it is owed.
    pub since: Option<Timestamp>,
    /// Until when it is to be done.
    pub due: Option<Timestamp>,
}

/// Everything the actor owes, most urgent first.
///
/// # Errors
/// When a statement fails.
pub fn tasks(conn: &mut Conn, ctx: &Ctx) -> Result<Vec<Task>, Fault> {
    let mut tasks = Vec::new();
    hiring::cards(conn, ctx, &mut tasks)?;
    hiring::preparations(conn, ctx, &mut tasks)?;
    hiring::applications(conn, ctx, &mut tasks)?;
    hiring::waivers(conn, ctx, &mut tasks)?;
    hiring::late(conn, ctx, &mut tasks)?;
    onboarding::plans(conn, ctx, &mut tasks)?;
    mail::dead_letters(conn, ctx, &mut tasks)?;
    mail::queue(conn, ctx, &mut tasks)?;
    tasks.sort_by(|a, b| {
        let key = |task: &Task| (task.urgency, task.due.is_none(), task.due, task.since);
        key(a).cmp(&key(b)).then_with(|| a.about.cmp(&b.about))
    });
    Ok(tasks)
}

/// How urgent something with a due date is; `None` when it is too far away to be shown.
fn urgency(now: Timestamp, due: Timestamp) -> Option<Urgency> {
    if due < now {
        Some(Urgency::Overdue)
    } else if due <= now + days(1) {
        Some(Urgency::Now)
    } else {
        (due <= now + days(SOON_DAYS)).then_some(Urgency::Soon)
    }
}

/// The open rows that `actor` can supply, in the roles that count in the case.
fn owed_by<'a>(rows: &'a [GateRow], actor: &'a Actor) -> impl Iterator<Item = &'a GateRow> {
    rows.iter()
        .filter(|row| row.status == GateStatus::Open)
        .filter(move |row| {
            row.owed_by
                .iter()
                .any(|owed| match (owed.by, owed.user, owed.role) {
                    (Debtor::Staff, Some(user), _) => actor.user_id() == Some(user),
                    (Debtor::Staff, None, Some(role)) => actor.has_any(&[role]),
                    // HR chases what outsiders owe.
                    (Debtor::Candidate | Debtor::Referee, ..) => actor.has_any(&[Role::Hr]),
                    _ => false,
                })
        })
}

/// A gate's row as a task.
fn of_gate(row: &GateRow, (about, of): (&str, &str), home: &str) -> Task {
    Task {
        kind: TaskKind::Gate,
        urgency: Urgency::Now,
        about: about.to_owned(),
        of: of.to_owned(),
        name: row.name.clone(),
        what: row.how_to_fix.clone().unwrap_or_default(),
        // What a guest does by their own link, staff can only look at.
        link: row
            .link
            .clone()
            .filter(|link| !link.starts_with("/guest/"))
            .unwrap_or_else(|| home.to_owned()),
        since: row.since,
        due: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn what_is_due_is_urgent_by_its_distance() {
        let now = Timestamp::parse("2026-11-02T09:00:00Z").unwrap();
        assert_eq!(urgency(now, now - days(1)), Some(Urgency::Overdue));
        assert_eq!(urgency(now, now + days(1)), Some(Urgency::Now));
        assert_eq!(urgency(now, now + days(7)), Some(Urgency::Soon));
        assert_eq!(urgency(now, now + days(8)), None);
    }
}
