//! What is owed to mail: letters that could not be delivered, and a queue that stands still.

use super::{Task, TaskKind, Urgency};
use crate::{
    db::{Conn, page::PageRequest},
    fault::Fault,
    kernel::{
        ctx::Ctx,
        role::Role,
        time::{days, hours},
    },
    mail,
};

/// Dead letters shown as tasks of their own; the page of all of them has the rest.
const SHOWN: u32 = 20;
/// A dead letter that nobody has looked after for so many days is overdue.
const PATIENT_DAYS: i64 = 1;
/// A queue may stand still so long before somebody is asked to look.
const STILL_HOURS: i64 = 1;

/// Letters that could not be delivered.
pub(super) fn dead_letters(conn: &mut Conn, ctx: &Ctx, tasks: &mut Vec<Task>) -> Result<(), Fault> {
    if !mail::keeps_dead_letters(ctx) {
        return Ok(());
    }
    let page = PageRequest::new(Some(SHOWN), None).map_err(Fault::internal)?;
    for letter in mail::dead_letters(conn, ctx, false, &page)?.data {
        tasks.push(Task {
            kind: TaskKind::DeadLetter,
            urgency: if ctx.now >= letter.since + days(PATIENT_DAYS) {
                Urgency::Overdue
            } else {
                Urgency::Now
            },
            about: letter.to_name,
            of: letter.to.to_string(),
            name: letter.reason,
            what: String::new(),
            link: format!("/dead_letters/{}", letter.id),
            since: Some(letter.since),
            due: None,
        });
    }
    Ok(())
}

/// A queue that stands still: somebody stopped it and forgot, or the mail server does not let us in.
pub(super) fn queue(conn: &mut Conn, ctx: &Ctx, tasks: &mut Vec<Task>) -> Result<(), Fault> {
    if !ctx.actor.has_any(&[Role::Admin, Role::HrLead]) {
        return Ok(());
    }
    let status = mail::status(conn, ctx.now)?;
    let stands = match (&status.pause, &status.hold) {
        (Some(pause), _) => Some((pause.at, &pause.reason)),
        (None, Some(hold)) => Some((hold.since, &hold.reason)),
        (None, None) => None,
    };
    if let Some((since, why)) = stands.filter(|(since, _)| ctx.now >= *since + hours(STILL_HOURS)) {
        tasks.push(Task {
            kind: TaskKind::MailQueue,
            urgency: Urgency::Now,
            about: String::new(),
            of: String::new(),
            name: why.clone(),
            what: String::new(),
            link: "/mail_queue".to_owned(),
            since: Some(since),
            due: None,
        });
    }
    Ok(())
}
