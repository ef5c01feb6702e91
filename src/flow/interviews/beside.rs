//! What is put beside a locked card: factual corrections, and later views of a competency.

use serde_json::json;

use super::cards::own;
use crate::{
    db::Conn,
    fault::Fault,
    flow::{applications::access, noted},
    interviews::{self, Amendment, Scorecard},
    kernel::{
        codes::CompetencyCode,
        ctx::Ctx,
        ids::ScorecardId,
        text::{multi_line, visible_len},
    },
    pipeline::state::{ApplicationState, ScorecardState},
    web::IfMatch,
};

/// A text of some length, cleaned.
fn text(field: &str, given: &str, least: usize) -> Result<String, Fault> {
    let clean = multi_line(given);
    if visible_len(&clean) < least {
        let detail = format!("Write at least {least} characters.");
        return Err(Fault::field(format!("/{field}"), "length", detail));
    }
    Ok(clean)
}

fn still_open() -> Fault {
    Fault::Conflict {
        code: "not_locked",
        detail: "This scorecard is not locked; change the card itself.".to_owned(),
    }
}

/// Puts a factual correction beside the rater's own locked card; its ratings stay.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but the rater, [`Fault::Invalid`], [`Fault::Conflict`]
/// `not_locked`.
pub fn amend(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ScorecardId,
    given: impl FnOnce() -> Result<(String, String), Fault>,
) -> Result<Amendment, Fault> {
    let (card, case) = own(conn, ctx, id)?;
    let (correction, reason) = given()?;
    let (correction, reason) = (text("text", &correction, 10)?, text("reason", &reason, 10)?);
    if card.state != ScorecardState::Locked {
        return Err(still_open());
    }
    let amendment = Amendment {
        id: ctx.new_id(),
        text: correction,
        reason,
        amended_by: card.rater,
        amended_at: ctx.now,
    };
    interviews::amend(conn, &card, &amendment)?;
    let subject = case.subject_of("scorecard", id.uuid());
    noted(
        conn,
        ctx,
        &subject,
        "scorecard.amend",
        json!({ "amendment": amendment.id }),
    )?;
    Ok(amendment)
}

/// Puts what the rater thinks of a competency since the debrief beside the locked value. It enters no sum.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but the rater, [`Fault::PreconditionRequired`],
/// [`Fault::Stale`], [`Fault::Invalid`], [`Fault::Conflict`] `not_locked` or `before_debrief`.
pub fn post_debrief_value(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ScorecardId,
    competency: &CompetencyCode,
    if_match: &IfMatch,
    given: impl FnOnce() -> Result<(u8, String), Fault>,
) -> Result<Scorecard, Fault> {
    let (card, case) = own(conn, ctx, id)?;
    let rated = card
        .body
        .as_ref()
        .is_some_and(|body| body.0.ratings.iter().any(|r| r.competency == *competency));
    if card.state == ScorecardState::Locked && !rated {
        return Err(Fault::NotFound("competency on this card"));
    }
    if_match.require(card.version)?;
    let (value, reason) = given()?;
    let reason = text("reason", &reason, 10)?;
    if card.state != ScorecardState::Locked {
        return Err(still_open());
    }
    access::under_way(&case)?;
    if !case.evidence.state.has_reached(ApplicationState::DebriefOpen) {
        return Err(Fault::Conflict {
            code: "before_debrief",
            detail: "Views change in the debrief; until it is open the locked value stands alone.".to_owned(),
        });
    }
    interviews::set_post_debrief_value(conn, ctx, &card, competency, value, &reason)?;
    let subject = case.subject_of("scorecard", id.uuid());
    let details = json!({ "competency": competency, "value": value });
    noted(conn, ctx, &subject, "scorecard.post_debrief_value", details)?;
    interviews::card(conn, id)
}
