//! The offer, for the staff and for its candidate.

use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Path},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::Nothing;
use crate::{
    app::App,
    decisions::{
        Offer, OfferTerms,
        model::{OfferAnswer, RescissionReason},
    },
    flow::decisions::offers::{self as flow, OfferView},
    kernel::{ids::ApplicationId, time::Timestamp},
    people::{Guest, Staff},
    pipeline::state::ApplicationState,
    web::{ApiResult, IfMatch, Problem, Valid, done, etag},
};

/// What HR saw or heard.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::decisions) struct TickCondition {
    /// What was seen or heard, e.g. the number of a document.
    #[validate(length(min = 1, max = 2000))]
    pub(in crate::decisions) evidence: String,
}

/// Why an accepted offer is to be rescinded.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = RescindOffer)]
pub(in crate::decisions) struct Rescind {
    /// One of the two reasons there are.
    pub(in crate::decisions) reason: RescissionReason,
    /// Why, in words.
    #[validate(length(min = 1, max = 2000))]
    pub(in crate::decisions) text: String,
}

/// The candidate's answer.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::decisions) struct AnswerOffer {
    /// Yes or no.
    accept: bool,
    /// Another first day, `YYYY-MM-DD`, if the offered one does not suit.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "date")]
    start_date: Option<NaiveDate>,
}

impl AnswerOffer {
    /// Yes or no, and the other first day.
    pub(in crate::decisions) fn parts(&self) -> (bool, Option<NaiveDate>) {
        (self.accept, self.start_date)
    }
}

/// The offer as its candidate sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CandidateOffer {
    /// The job's title.
    job_title: String,
    /// Where the application stands.
    state: ApplicationState,
    /// What is offered.
    terms: OfferTerms,
    /// Until when it may be answered.
    open_until: Option<Timestamp>,
    /// The answer, once given.
    answer: Option<OfferAnswer>,
}

impl CandidateOffer {
    fn new(job_title: &str, state: ApplicationState, offer: Offer) -> Self {
        Self {
            job_title: job_title.to_owned(),
            state,
            terms: offer.terms.0,
            open_until: offer.expires_at,
            answer: offer.answer.map(|a| a.0),
        }
    }
}

/// The offer with its conditions and what is missing.
#[utoipa::path(tag = "offers", params(("id" = String, Path)), responses(
    (status = 200, body = OfferView), (status = 403, body = Problem), (status = 404, body = Problem),
))]
#[get("/applications/{id}/offer")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (case, view) = app.db.read(move |conn| flow::show(conn, &ctx, *id)).await?;
    Ok(etag::ok(case.version, &view))
}

/// Writes the terms of the offer (HR), as long as it has not gone out. It goes out by the step to `offer_extended`.
#[utoipa::path(tag = "offers", params(("id" = String, Path)), request_body = OfferTerms, responses(
    (status = 200, body = OfferView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[put("/applications/{id}/offer")]
pub(super) async fn put(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<OfferTerms>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (case, view) = app
        .db
        .write(move |conn| flow::put(conn, &ctx, *id, &if_match, || body.get().cloned()))
        .await?;
    Ok(etag::ok(case.version, &view))
}

/// Confirms a condition of the offer (HR).
#[utoipa::path(tag = "offers", params(("id" = String, Path), ("name" = String, Path)),
    request_body = TickCondition, responses(
    (status = 200, body = OfferView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/offer/conditions/{name}")]
pub(super) async fn tick(
    app: Data<App>,
    who: Staff,
    path: Path<(ApplicationId, String)>,
    if_match: IfMatch,
    body: Valid<TickCondition>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (id, name) = path.into_inner();
    let (case, view) = app
        .db
        .write(move |conn| {
            let evidence = || body.get().map(|b| b.evidence.clone());
            flow::tick(conn, &ctx, id, &name, &if_match, evidence)
        })
        .await?;
    Ok(etag::ok(case.version, &view))
}

/// Records why an accepted offer is to be rescinded, with the first of two signatures (HR, the sponsor).
#[utoipa::path(tag = "offers", params(("id" = String, Path)), request_body = Rescind, responses(
    (status = 201, body = OfferView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/offer/rescission")]
pub(super) async fn rescind(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<Rescind>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (case, view) = app
        .db
        .write(move |conn| {
            let why = || body.get().map(|b| (b.reason, b.text.clone()));
            flow::rescind(conn, &ctx, *id, &if_match, why)
        })
        .await?;
    Ok(etag::versioned(HttpResponse::Created(), case.version, &view))
}

/// Adds the other signature to a recorded rescission. The step to `offer_rescinded` is then HR's to take.
#[utoipa::path(tag = "offers", params(("id" = String, Path)), request_body = Nothing, responses(
    (status = 201, body = OfferView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem),
))]
#[post("/applications/{id}/offer/rescission/signatures")]
pub(super) async fn sign_rescission(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<Nothing>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (case, view) = app
        .db
        .write(move |conn| flow::sign_rescission(conn, &ctx, *id, &if_match, || body.get().map(|_| ())))
        .await?;
    Ok(etag::versioned(HttpResponse::Created(), case.version, &view))
}

/// The own offer, for its candidate.
#[utoipa::path(tag = "guest", responses((status = 200, body = CandidateOffer), (status = 404, body = Problem)))]
#[get("/guest/application/offer")]
pub(super) async fn of_candidate(app: Data<App>, who: Guest) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (case, offer) = app.db.read(move |conn| flow::of_candidate(conn, &ctx)).await?;
    let view = CandidateOffer::new(&case.evidence.terms.title, case.evidence.state, offer);
    Ok(etag::ok(case.version, &view))
}

/// The candidate accepts, perhaps asking for another first day, or declines.
#[utoipa::path(tag = "guest", request_body = AnswerOffer, responses(
    (status = 200, body = CandidateOffer), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem),
))]
#[post("/guest/application/offer_answer")]
pub(super) async fn answer(app: Data<App>, who: Guest, body: Valid<AnswerOffer>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let again = ctx.clone();
    let base = app.base_url.clone();
    let outcome = app
        .db
        .write(move |conn| flow::answer(conn, &ctx, &base, || body.get().map(AnswerOffer::parts)))
        .await?;
    done(outcome)?;
    let (case, offer) = app.db.read(move |conn| flow::of_candidate(conn, &again)).await?;
    let view = CandidateOffer::new(&case.evidence.terms.title, case.evidence.state, offer);
    Ok(etag::ok(case.version, &view))
}
