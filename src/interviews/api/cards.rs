//! Scorecards and what they come to.

use actix_web::{
    HttpRequest, HttpResponse, get, post, put,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::views::{CardRow, CardView};
use crate::{
    app::App,
    db::page::Page,
    fault::Fault,
    flow::interviews as flow,
    interviews::{Amendment, CardInput},
    kernel::{
        codes::CompetencyCode,
        ids::{ApplicationId, ScorecardId},
    },
    people::Staff,
    pipeline::{
        score::{Disagreement, FinalComposite, FloorMiss, Scores},
        state::ScorecardState,
    },
    text_enum,
    web::{ApiResult, IfMatch, Paging, PagingParams, Problem, Query, Valid, done, etag, listed},
};

text_enum! {
    /// Whose cards are wanted.
    pub enum Owner {
        /// The reader's own.
        Me = "me",
    }
}

/// Which cards are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// One's own; there is no other list of cards.
    #[allow(dead_code, reason = "says what the list is")]
    #[param(inline)]
    owner: Owner,
    /// In this state; `draft`: still owed.
    state: Option<ScorecardState>,
}

/// One's own cards, the longest owed first.
#[utoipa::path(tag = "scorecards", params(Wanted, PagingParams), responses(
    (status = 200, body = Page<CardRow>), (status = 422, body = Problem),
))]
#[get("/scorecards")]
pub(super) async fn list(
    app: Data<App>,
    who: Staff,
    wanted: Query<Wanted>,
    paging: Paging,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let state = wanted.0.state;
    let page = app
        .db
        .read(move |conn| flow::cards(conn, &ctx, state, &paging.0))
        .await?;
    // Role plays have a face, written work has a code; in this list every work sample goes by its code.
    let rows = page.data.iter();
    let page = Page {
        data: rows
            .map(|(card, exercise)| CardRow::new(card, exercise.as_ref(), exercise.is_some()))
            .collect(),
        next_cursor: page.next_cursor,
        has_more: page.has_more,
    };
    Ok(listed(&req, &page))
}

/// A card: one's own always; another's once one's own are locked (G16).
#[utoipa::path(tag = "scorecards", params(("id" = String, Path)), responses(
    (status = 200, body = CardView), (status = 403, body = Problem), (status = 404, body = Problem),
))]
#[get("/scorecards/{id}")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<ScorecardId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let reader = ctx.actor.clone();
    let sight = app.db.read(move |conn| flow::card(conn, &ctx, *id)).await?;
    Ok(etag::ok(sight.card.version, &CardView::new(sight, &reader)))
}

/// The cards of an application.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Cards {
    /// In the order they became due.
    data: Vec<CardRow>,
}

/// Who owes or has locked a card for an application; not what the cards say (HR and those who answer for the job).
#[utoipa::path(tag = "scorecards", params(("id" = String, Path)), responses(
    (status = 200, body = Cards), (status = 403, body = Problem), (status = 404, body = Problem),
))]
#[get("/applications/{id}/scorecards")]
pub(super) async fn of_application(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let cards = app
        .db
        .read(move |conn| flow::cards_of_application(conn, &ctx, *id))
        .await?;
    Ok(HttpResponse::Ok().json(Cards {
        data: cards.iter().map(|card| CardRow::new(card, None, false)).collect(),
    }))
}

/// Saves what was typed so far. A draft is no evidence and nobody else sees it; it goes when the card is locked.
#[utoipa::path(tag = "scorecards", params(("id" = String, Path)), request_body = CardInput, responses(
    (status = 200, body = CardView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[put("/scorecards/{id}/draft")]
pub(super) async fn save_draft(
    app: Data<App>,
    who: Staff,
    id: Path<ScorecardId>,
    if_match: IfMatch,
    body: Valid<CardInput>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let reader = ctx.actor.clone();
    let sight = app
        .db
        .write(move |conn| {
            flow::save_draft(conn, &ctx, *id, &if_match, || body.get().cloned())?;
            flow::card(conn, &ctx, *id)
        })
        .await?;
    Ok(etag::ok(sight.card.version, &CardView::new(sight, &reader)))
}

/// Hands the card in: it is locked and never changes again, or refused with everything it lacks (G13, G15 to G18).
#[utoipa::path(tag = "scorecards", params(("id" = String, Path)), request_body = CardInput, responses(
    (status = 200, body = CardView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/scorecards/{id}/submission")]
pub(super) async fn submit(
    app: Data<App>,
    who: Staff,
    id: Path<ScorecardId>,
    if_match: IfMatch,
    body: Valid<CardInput>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let reader = ctx.actor.clone();
    let again = ctx.clone();
    let id = id.into_inner();
    let locked = app
        .db
        .write(move |conn| flow::submit(conn, &ctx, id, &if_match, || body.get().cloned()))
        .await?;
    done(locked)?;
    let sight = app.db.read(move |conn| flow::card(conn, &again, id)).await?;
    Ok(etag::ok(sight.card.version, &CardView::new(sight, &reader)))
}

/// A factual correction.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::interviews) struct AmendmentBody {
    /// What is right.
    #[validate(length(min = 10, max = 4000))]
    pub(in crate::interviews) text: String,
    /// Why it was wrong.
    #[validate(length(min = 10, max = 1000))]
    pub(in crate::interviews) reason: String,
}

/// Puts a factual correction beside one's own locked card; its ratings stay as they are.
#[utoipa::path(tag = "scorecards", params(("id" = String, Path)), request_body = AmendmentBody, responses(
    (status = 201, body = Amendment), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem),
))]
#[post("/scorecards/{id}/amendments")]
pub(super) async fn amend(
    app: Data<App>,
    who: Staff,
    id: Path<ScorecardId>,
    body: Valid<AmendmentBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let amendment = app
        .db
        .write(move |conn| {
            let given = || body.get().map(|b| (b.text.clone(), b.reason.clone()));
            flow::amend(conn, &ctx, *id, given)
        })
        .await?;
    Ok(HttpResponse::Created().json(amendment))
}

/// What the rater thinks since the debrief.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::interviews) struct PostDebriefBody {
    /// A whole level, 1 to 5.
    #[validate(range(min = 1, max = 5))]
    pub(in crate::interviews) value: u8,
    /// Why it differs.
    #[validate(length(min = 10, max = 1000))]
    pub(in crate::interviews) reason: String,
}

/// Puts a later view of a competency beside the locked value, once the debrief is open. It enters no sum.
#[utoipa::path(tag = "scorecards",
    params(("id" = String, Path), ("competency" = String, Path)), request_body = PostDebriefBody,
    responses(
        (status = 200, body = CardView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    ))]
#[put("/scorecards/{id}/post_debrief_values/{competency}")]
pub(super) async fn post_debrief_value(
    app: Data<App>,
    who: Staff,
    path: Path<(ScorecardId, CompetencyCode)>,
    if_match: IfMatch,
    body: Valid<PostDebriefBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let reader = ctx.actor.clone();
    let (id, competency) = path.into_inner();
    let sight = app
        .db
        .write(move |conn| {
            let given = || body.get().map(|b| (b.value, b.reason.clone()));
            flow::post_debrief_value(conn, &ctx, id, &competency, &if_match, given)?;
            flow::card(conn, &ctx, id)
        })
        .await?;
    Ok(etag::ok(sight.card.version, &CardView::new(sight, &reader)))
}

/// What the locked cards come to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ScoresView {
    /// Levels per competency and source, the groups and the assessment composite.
    #[serde(flatten)]
    scores: Scores,
    /// With the references in it: the number that ranks.
    #[serde(rename = "final")]
    composite: FinalComposite,
    /// Competencies below their floor (G29 to G31).
    below_floors: Vec<FloorMiss>,
    /// Raters of one source who are far apart (G33).
    disagreements: Vec<Disagreement>,
}

/// Scores of an application: for HR when every card is in, for the panel from the debrief on.
#[utoipa::path(tag = "scorecards", params(("id" = String, Path)), responses(
    (status = 200, body = ScoresView), (status = 403, body = Problem), (status = 404, body = Problem),
))]
#[get("/applications/{id}/scores")]
pub(super) async fn scores(app: Data<App>, who: Staff, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (sums, case) = app
        .db
        .read(move |conn| -> Result<_, Fault> { flow::scores(conn, &ctx, *id) })
        .await?;
    let view = ScoresView {
        scores: sums.scores,
        composite: sums.composite,
        below_floors: sums.below_floors,
        disagreements: sums.disagreements,
    };
    Ok(etag::ok(case.version, &view))
}
