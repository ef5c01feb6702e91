//! Cards that come to nothing because they are late (G18).

use super::{cards::completed, settled};
use crate::{
    applications, company,
    content::Pack,
    db::Conn,
    fault::Fault,
    flow::{case, judged},
    interviews::{self, Scorecard, mails},
    kernel::{
        ctx::Ctx,
        time::{Timestamp, hours},
    },
    pipeline::decide,
};

/// No policy makes cards void before the warning of a day.
const NOT_BEFORE_HOURS: i64 = 24;

/// Takes every card that is too late out of the count: 72 hours after the round, later under a waiver. Doing it
/// twice does nothing the second time.
///
/// # Errors
/// When a statement fails.
pub fn sweep(conn: &mut Conn, ctx: &Ctx, _content: &Pack) -> Result<(), Fault> {
    for card in interviews::owed_since(conn, ctx.now - hours(NOT_BEFORE_HOURS))? {
        if may_be_late(conn, ctx.now, &card)? {
            void(conn, ctx, &card)?;
        }
    }
    Ok(())
}

/// Whether the pinned policy's hours are over; a waiver may still give more.
fn may_be_late(conn: &mut Conn, now: Timestamp, card: &Scorecard) -> Result<bool, Fault> {
    let row = applications::row(conn, card.application_id)?;
    let policy = company::policy(conn, row.policy_version)?;
    Ok(now.since(card.due_from) > hours(i64::from(policy.card_void_hours)))
}

fn void(conn: &mut Conn, ctx: &Ctx, card: &Scorecard) -> Result<(), Fault> {
    let case = case::load(conn, ctx, card.application_id)?;
    let Some(facts) = case
        .evidence
        .assessment
        .cards
        .iter()
        .find(|facts| facts.card == card.id)
    else {
        return Ok(());
    };
    let system = Ctx::system(ctx.now);
    // A card in time by waiver is no refusal to be written down at every look.
    let Ok(change) = decide::void_card(&case.evidence, facts, &system.actor, case.frame(ctx)) else {
        return Ok(());
    };
    let subject = case.subject_of("scorecard", card.id.uuid());
    judged(conn, &system, &subject, Ok(change), |conn, change| {
        interviews::void(conn, card, change)
    })?;
    mails::stop_asking(conn, card.id)?;
    completed(conn, ctx, &case, card)?;
    settled(conn, ctx, &case)
}
