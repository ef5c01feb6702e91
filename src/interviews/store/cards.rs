//! Scorecards, drafts, corrections. The state of a card is written by [`insert`] (the first one), [`lock`] and
//! [`void`] alone; nothing here changes a locked body.

use diesel::prelude::*;

use crate::{
    db::{
        Conn,
        page::{Cursor, Page, PageRequest, newer_than, older_than},
        q,
        types::Json,
    },
    fault::Fault,
    interviews::{
        model::{Amendment, CardBody, CardInput, Draft, PostDebriefValue, Scorecard},
        schema::{drafts, post_debrief_values, scorecard_amendments, scorecards},
    },
    kernel::{
        codes::CompetencyCode,
        ctx::Ctx,
        ids::{ApplicationId, RowId, ScorecardId, UserId},
        time::Timestamp,
    },
    pipeline::state::{ScorecardState, StateChange},
};

/// Gives out an empty card. It begins as a draft: the only state no step leads to.
pub(in crate::interviews) fn insert(conn: &mut Conn, card: &Scorecard) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(scorecards::table)
        .values((
            scorecards::id.eq(card.id),
            scorecards::version.eq(1_i64),
            scorecards::application_id.eq(card.application_id),
            scorecards::source.eq(&card.source),
            scorecards::interview_id.eq(card.interview_id),
            scorecards::exercise_id.eq(card.exercise_id),
            scorecards::rater.eq(card.rater),
            scorecards::state.eq(ScorecardState::Draft),
            scorecards::due_from.eq(card.due_from),
            scorecards::rater_had_sight.eq(card.rater_had_sight),
        ))
        .execute(conn))?;
    Ok(())
}

/// Locks a card with what it says, provided that nobody was faster; its draft goes.
pub(in crate::interviews) fn lock(
    conn: &mut Conn,
    ctx: &Ctx,
    card: &Scorecard,
    change: StateChange<ScorecardState>,
    body: &CardBody,
) -> Result<(), Fault> {
    let row = scorecards::table
        .filter(scorecards::id.eq(card.id))
        .filter(scorecards::version.eq(card.version))
        .filter(scorecards::state.eq(change.from()));
    let changed = q!(conn => diesel::update(row)
        .set((
            scorecards::state.eq(change.to()),
            scorecards::locked_at.eq(ctx.now),
            scorecards::body.eq(Json(body.clone())),
            scorecards::version.eq(scorecards::version + 1),
        ))
        .execute(conn))?;
    if changed != 1 {
        return Err(Fault::Stale);
    }
    forget_draft(conn, card)
}

/// Takes a late card out of the count; its draft goes.
pub(in crate::interviews) fn void(
    conn: &mut Conn,
    card: &Scorecard,
    change: StateChange<ScorecardState>,
) -> Result<(), Fault> {
    let row = scorecards::table
        .filter(scorecards::id.eq(card.id))
        .filter(scorecards::state.eq(change.from()));
    let changed = q!(conn => diesel::update(row)
        .set((scorecards::state.eq(change.to()), scorecards::version.eq(scorecards::version + 1)))
        .execute(conn))?;
    if changed != 1 {
        return Err(Fault::Stale);
    }
    forget_draft(conn, card)
}

fn subject(card: ScorecardId) -> RowId {
    RowId::from_uuid(card.uuid())
}

fn forget_draft(conn: &mut Conn, card: &Scorecard) -> Result<(), Fault> {
    q!(conn => diesel::delete(drafts::table.find((card.rater, subject(card.id)))).execute(conn))?;
    Ok(())
}

/// Saves a draft over the one before and counts the card's version up, provided that the card is still at the
/// version the rater has read.
pub(in crate::interviews) fn save_draft(
    conn: &mut Conn,
    ctx: &Ctx,
    card: &Scorecard,
    body: &CardInput,
) -> Result<(), Fault> {
    let version = card.version.saturating_add(1);
    let row = scorecards::table
        .filter(scorecards::id.eq(card.id))
        .filter(scorecards::version.eq(card.version));
    let changed = q!(conn => diesel::update(row)
        .set(scorecards::version.eq(version))
        .execute(conn))?;
    if changed != 1 {
        return Err(Fault::Stale);
    }
    let typed = (
        drafts::body.eq(Json(body.clone())),
        drafts::version.eq(version),
        drafts::saved_at.eq(ctx.now),
    );
    let key = (drafts::owner.eq(card.rater), drafts::subject.eq(subject(card.id)));
    q!(conn => diesel::insert_into(drafts::table)
        .values((key, typed.clone()))
        .on_conflict((drafts::owner, drafts::subject))
        .do_update()
        .set(typed)
        .execute(conn))?;
    Ok(())
}

pub(in crate::interviews) fn draft(conn: &mut Conn, card: &Scorecard) -> Result<Option<Draft>, Fault> {
    Ok(q!(conn => drafts::table
        .find((card.rater, subject(card.id)))
        .select(Draft::as_select())
        .get_result(conn)
        .optional())?)
}

pub(in crate::interviews) fn by_id(conn: &mut Conn, id: ScorecardId) -> Result<Option<Scorecard>, Fault> {
    Ok(q!(conn => scorecards::table
        .find(id)
        .select(Scorecard::as_select())
        .get_result(conn)
        .optional())?)
}

/// All cards of an application in the order they became due.
pub(in crate::interviews) fn of_application(
    conn: &mut Conn,
    application: ApplicationId,
) -> Result<Vec<Scorecard>, Fault> {
    of_applications(conn, &[application])
}

/// All cards of some applications in the order they became due.
pub(in crate::interviews) fn of_applications(
    conn: &mut Conn,
    applications: &[ApplicationId],
) -> Result<Vec<Scorecard>, Fault> {
    Ok(q!(conn => scorecards::table
        .filter(scorecards::application_id.eq_any(applications.to_vec()))
        .order((scorecards::due_from, scorecards::id))
        .select(Scorecard::as_select())
        .load(conn))?)
}

/// Somebody's cards, the longest owed first.
pub(in crate::interviews) fn of_rater(
    conn: &mut Conn,
    rater: UserId,
    state: Option<ScorecardState>,
    wanted: &PageRequest,
) -> Result<Page<Scorecard>, Fault> {
    let rows: Vec<Scorecard> = q!(conn => {
        let mut query = scorecards::table
            .filter(scorecards::rater.eq(rater))
            .select(Scorecard::as_select())
            .into_boxed();
        if let Some(state) = state {
            query = query.filter(scorecards::state.eq(state));
        }
        if let Some(after) = &wanted.after {
            query = query.filter(newer_than!(scorecards::due_from, scorecards::id, after));
        }
        query
            .order((scorecards::due_from, scorecards::id))
            .limit(wanted.load_limit())
            .load(conn)
    })?;
    Ok(wanted.page(rows, |card| Cursor::new(card.due_from, card.id), |card| card))
}

/// Somebody's cards that are locked or void, the latest first.
pub(in crate::interviews) fn done_by_rater(
    conn: &mut Conn,
    rater: UserId,
    wanted: &PageRequest,
) -> Result<Page<Scorecard>, Fault> {
    let rows: Vec<Scorecard> = q!(conn => {
        let mut query = scorecards::table
            .filter(scorecards::rater.eq(rater))
            .filter(scorecards::state.ne(ScorecardState::Draft))
            .select(Scorecard::as_select())
            .into_boxed();
        if let Some(after) = &wanted.after {
            query = query.filter(older_than!(scorecards::due_from, scorecards::id, after));
        }
        query
            .order((scorecards::due_from.desc(), scorecards::id.desc()))
            .limit(wanted.load_limit())
            .load(conn)
    })?;
    Ok(wanted.page(rows, |card| Cursor::new(card.due_from, card.id), |card| card))
}

/// Cards that are still owed and became due before an instant.
pub(in crate::interviews) fn owed_since(conn: &mut Conn, before: Timestamp) -> Result<Vec<Scorecard>, Fault> {
    Ok(q!(conn => scorecards::table
        .filter(scorecards::state.eq(ScorecardState::Draft))
        .filter(scorecards::due_from.lt(before))
        .order((scorecards::due_from, scorecards::id))
        .select(Scorecard::as_select())
        .load(conn))?)
}

pub(in crate::interviews) fn amend(
    conn: &mut Conn,
    card: &Scorecard,
    amendment: &Amendment,
) -> Result<(), Fault> {
    q!(conn => diesel::insert_into(scorecard_amendments::table)
        .values((
            scorecard_amendments::id.eq(amendment.id),
            scorecard_amendments::scorecard_id.eq(card.id),
            scorecard_amendments::application_id.eq(card.application_id),
            scorecard_amendments::text.eq(&amendment.text),
            scorecard_amendments::reason.eq(&amendment.reason),
            scorecard_amendments::amended_by.eq(amendment.amended_by),
            scorecard_amendments::amended_at.eq(amendment.amended_at),
        ))
        .execute(conn))?;
    Ok(())
}

pub(in crate::interviews) fn amendments(conn: &mut Conn, card: ScorecardId) -> Result<Vec<Amendment>, Fault> {
    Ok(q!(conn => scorecard_amendments::table
        .filter(scorecard_amendments::scorecard_id.eq(card))
        .order((scorecard_amendments::amended_at, scorecard_amendments::id))
        .select(Amendment::as_select())
        .load(conn))?)
}

/// Stores what a rater says after the debrief, over what was said before.
pub(in crate::interviews) fn set_post_debrief_value(
    conn: &mut Conn,
    ctx: &Ctx,
    card: &Scorecard,
    competency: &CompetencyCode,
    value: u8,
    reason: &str,
) -> Result<(), Fault> {
    let said = (
        post_debrief_values::value.eq(i64::from(value)),
        post_debrief_values::reason.eq(reason.to_owned()),
        post_debrief_values::given_at.eq(ctx.now),
    );
    let key = (
        post_debrief_values::scorecard_id.eq(card.id),
        post_debrief_values::competency.eq(competency),
        post_debrief_values::application_id.eq(card.application_id),
    );
    q!(conn => diesel::insert_into(post_debrief_values::table)
        .values((key, said.clone()))
        .on_conflict((post_debrief_values::scorecard_id, post_debrief_values::competency))
        .do_update()
        .set(said)
        .execute(conn))?;
    Ok(())
}

pub(in crate::interviews) fn post_debrief_values(
    conn: &mut Conn,
    card: ScorecardId,
) -> Result<Vec<PostDebriefValue>, Fault> {
    Ok(q!(conn => post_debrief_values::table
        .filter(post_debrief_values::scorecard_id.eq(card))
        .order(post_debrief_values::competency)
        .select(PostDebriefValue::as_select())
        .load(conn))?)
}
