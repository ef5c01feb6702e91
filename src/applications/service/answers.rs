//! The candidate sees the notice and answers the expectation questions; staff talk a difference through.

use serde_json::json;

use super::noted_here;
use crate::{
    applications::{
        model::{AcknowledgementBody, Application, WrongAnswer},
        rules::quiz::{self, QuizKey},
        store::{self, acknowledgements::Attempt},
    },
    db::Conn,
    fault::Fault,
    kernel::{ctx::Ctx, ids::UserId},
};

/// Records that the candidate saw the privacy notice (G10); once.
pub fn notice_seen(conn: &mut Conn, ctx: &Ctx, row: &Application) -> Result<(), Fault> {
    if row.notice_seen_at.is_some() {
        return Ok(());
    }
    store::applications::set_notice_seen(conn, ctx, row.id)?;
    noted_here(conn, ctx, row, "privacy_notice.see", json!({}))
}

/// Stores an attempt at the questions about the description's version `number` (G11). The first answers stay
/// for the mismatch report; an acknowledgement is final. Gives the wrong answers; without one, the role is
/// acknowledged.
pub fn answer(
    conn: &mut Conn,
    ctx: &Ctx,
    row: &Application,
    number: u32,
    key: &QuizKey<'_>,
    body: &AcknowledgementBody,
) -> Result<Vec<WrongAnswer>, Fault> {
    let number = i64::from(number);
    let earlier = store::acknowledgements::of_application(conn, row.id)?
        .into_iter()
        .find(|a| a.description_number == number);
    if earlier.as_ref().is_some_and(|a| a.completed_at.is_some()) {
        return Err(Fault::AlreadySubmitted(format!(
            "You have confirmed version {number} of the job description already."
        )));
    }
    let wrong = quiz::wrong_answers(key, &body.answers);
    let first = earlier.as_ref().map_or(body, |a| &a.first_answers.0);
    let expected = quiz::expected_sales_pct(key.sales_share_pct, first, body);
    let attempt = Attempt {
        application: row.id,
        description_number: number,
        body,
        right_answers: 5 - i64::try_from(wrong.len()).unwrap_or(5),
        expected_sales_pct: i64::from(expected),
        completed_at: wrong.is_empty().then_some(ctx.now),
    };
    match &earlier {
        Some(earlier) => store::acknowledgements::update(conn, earlier.id, &attempt)?,
        None => store::acknowledgements::insert(conn, ctx, &attempt)?,
    }
    let fields: Vec<&str> = wrong.iter().map(|w| w.field).collect();
    let action = if wrong.is_empty() {
        "role.acknowledge"
    } else {
        "role.answer"
    };
    let details = json!({ "description_number": number, "wrong": fields });
    noted_here(conn, ctx, row, action, details)?;
    Ok(wrong)
}

/// Binds the application to the interview plan `number`, because the candidate acknowledged a newer description than
/// the one the application began with: both are the job as it is now (dossier 7.1).
pub fn follow_plan(conn: &mut Conn, ctx: &Ctx, row: &Application, number: i64) -> Result<(), Fault> {
    if row.plan_number == number {
        return Ok(());
    }
    store::applications::set_plan(conn, row.id, number)?;
    let details = json!({ "from": row.plan_number, "to": number });
    noted_here(conn, ctx, row, "plan.follow", details)
}

/// Records a talk about what the candidate expects and what the role is (G11).
pub fn talk(conn: &mut Conn, ctx: &Ctx, row: &Application, by: UserId, text: &str) -> Result<(), Fault> {
    let latest = store::acknowledgements::of_application(conn, row.id)?.pop();
    let Some(latest) = latest else {
        return Err(Fault::Conflict {
            code: "nothing_answered",
            detail: "The candidate has not answered the questions yet; talk about the answers.".to_owned(),
        });
    };
    let number = latest.description_number;
    store::acknowledgements::insert_talk(conn, ctx, row.id, number, text, by)?;
    noted_here(
        conn,
        ctx,
        row,
        "role.talk",
        json!({ "description_number": number }),
    )
}
