//! References over HTTP: the candidate names, HR runs, the referee answers.

mod bounce;
mod candidate;

pub(in crate::references) use bounce::{AddressBody, BounceBody};

use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{
    Sign,
    model::{Answers, Referral, Resolution, ResolutionMethod, VerificationMethod},
};
use crate::{
    app::App,
    flow::references::{self as flow, Checks, FormView, RefereeView},
    kernel::{
        codes::CompetencyCode,
        ids::{ApplicationId, RefereeId},
    },
    people::{Guest, Staff},
    web::{ApiConfig, ApiResult, EmptyBody, IfMatch, Problem, Valid, done, etag},
};

/// Mounts the handlers below `/api/v1`.
pub fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(candidate::name)
        .service(candidate::own)
        .service(candidate::consent)
        .service(candidate::withdraw_consent)
        .service(candidate::correct)
        .service(candidate::remove)
        .service(checks)
        .service(verify)
        .service(request)
        .service(telephone)
        .service(disqualify)
        .service(decide_sign)
        .service(bounce::mark_bounced)
        .service(bounce::readdress)
        .service(compare)
        .service(resolve)
        .service(substitute)
        .service(form)
        .service(submit)
        .service(refer)
        .service(decline);
}

fn shown(referee: super::model::Referee) -> HttpResponse {
    etag::ok(referee.version, &RefereeView::bare(referee))
}

/// All reference checks of an application. Answers and differences are withheld until they may be seen.
#[utoipa::path(tag = "references", responses((status = 200, body = Checks), (status = 403, body = Problem)))]
#[get("/applications/{id}/reference_checks")]
async fn checks(app: Data<App>, who: Staff, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let checks = app.db.read(move |conn| flow::checks(conn, &ctx, *id)).await?;
    Ok(HttpResponse::Ok().json(checks))
}

/// How HR made sure of a referee's identity and dates.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::references) struct VerificationBody {
    /// How.
    pub(in crate::references) method: VerificationMethod,
    /// What was checked; for a private address the second proof.
    #[validate(length(min = 1, max = 2000))]
    pub(in crate::references) note: String,
}

/// Records that a referee is who they say (G26).
#[utoipa::path(tag = "references", request_body = VerificationBody, responses(
    (status = 200, body = RefereeView), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
))]
#[post("/referees/{id}/verification")]
async fn verify(
    app: Data<App>,
    who: Staff,
    id: Path<RefereeId>,
    if_match: IfMatch,
    body: Valid<VerificationBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let moved = app
        .db
        .write(move |conn| {
            let body = body.get()?;
            flow::verify(conn, &ctx, *id, &if_match, (body.method, &body.note))
        })
        .await?;
    Ok(shown(done(moved)?))
}

/// Sends the reference request by mail, or sends it again with a new link (G10, G26).
#[utoipa::path(tag = "references", responses((status = 200, body = RefereeView), (status = 409, body = Problem), (status = 412, body = Problem),
))]
#[post("/referees/{id}/request")]
async fn request(
    app: Data<App>,
    who: Staff,
    id: Path<RefereeId>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let base = app.base_url.clone();
    let moved = app
        .db
        .write(move |conn| flow::send(conn, &ctx, *id, &if_match, &base))
        .await?;
    Ok(shown(done(moved)?))
}

/// Records a telephone interview with the same form.
#[utoipa::path(tag = "references", request_body = Answers, responses(
    (status = 200, body = RefereeView), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/referees/{id}/telephone_interview")]
async fn telephone(
    app: Data<App>,
    who: Staff,
    id: Path<RefereeId>,
    if_match: IfMatch,
    body: Valid<Answers>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let moved = app
        .db
        .write(move |conn| flow::telephone(conn, &ctx, *id, &if_match, &body))
        .await?;
    Ok(shown(done(moved)?))
}

/// Why a reference does not count.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::references) struct DisqualificationBody {
    /// At least 20 characters.
    #[validate(length(max = 2000))]
    pub(in crate::references) reason: String,
}

/// Takes a reference out of the count.
#[utoipa::path(tag = "references", request_body = DisqualificationBody, responses(
    (status = 200, body = RefereeView), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/referees/{id}/disqualification")]
async fn disqualify(
    app: Data<App>,
    who: Staff,
    id: Path<RefereeId>,
    if_match: IfMatch,
    body: Valid<DisqualificationBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let moved = app
        .db
        .write(move |conn| flow::disqualify(conn, &ctx, *id, &if_match, &body.get()?.reason))
        .await?;
    Ok(shown(done(moved)?))
}

/// What HR decides about a sign at a reference.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::references) struct SignDecisionBody {
    /// Whether the reference counts all the same; otherwise it is taken out of the count.
    pub(in crate::references) counts: bool,
    /// Why, in at least 40 characters.
    #[validate(length(max = 2000))]
    pub(in crate::references) reason: String,
}

impl SignDecisionBody {
    pub(in crate::references) fn decision(&self) -> flow::SignDecision {
        flow::SignDecision {
            counts: self.counts,
            reason: self.reason.clone(),
        }
    }
}

/// Decides on a sign that a reference may not be the referee's own, once. Until then the reference does not count
/// (G24 to G27).
#[utoipa::path(tag = "references", request_body = SignDecisionBody, responses(
    (status = 200, body = RefereeView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem),
))]
#[post("/referees/{id}/signs/{sign}/decision")]
async fn decide_sign(
    app: Data<App>,
    who: Staff,
    place: Path<(RefereeId, Sign)>,
    if_match: IfMatch,
    body: Valid<SignDecisionBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let moved = app
        .db
        .write(move |conn| {
            let read = || body.get().map(SignDecisionBody::decision);
            flow::decide_sign(conn, &ctx, *place, &if_match, read)
        })
        .await?;
    Ok(shown(done(moved)?))
}

/// HR's comparison of the answers with the CV.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::references) struct ComparisonBody {
    /// Whether title and main duties agree with the CV.
    #[serde(default)]
    pub(in crate::references) title_agrees: Option<bool>,
    /// What was found.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub(in crate::references) note: String,
    /// What stands in for the dates rule, at least 40 characters.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub(in crate::references) dates_substitute_note: Option<String>,
}

/// Records whether title and duties agree with the CV, or what stands in for the dates (G26).
#[utoipa::path(tag = "references", request_body = ComparisonBody, responses(
    (status = 200, body = RefereeView), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/referees/{id}/comparison")]
async fn compare(
    app: Data<App>,
    who: Staff,
    id: Path<RefereeId>,
    if_match: IfMatch,
    body: Valid<ComparisonBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let referee = app
        .db
        .write(move |conn| {
            flow::compare(conn, &ctx, *id, &if_match, || {
                body.get().map(|body| flow::Comparison {
                    title: body.title_agrees.map(|agrees| (agrees, body.note.clone())),
                    dates_substitute: body.dates_substitute_note.clone(),
                })
            })
        })
        .await?;
    Ok(shown(referee))
}

/// How a difference was cleared.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = DifferenceResolutionBody)]
pub(in crate::references) struct ResolutionBody {
    /// Call-back, a further referee, or an additional question to the candidate.
    pub(in crate::references) how: ResolutionMethod,
    /// The outcome, at least 100 characters.
    #[validate(length(max = 10000))]
    pub(in crate::references) text: String,
}

/// Records how a difference between interviews and references was cleared (G27).
#[utoipa::path(tag = "references", request_body = ResolutionBody, responses(
    (status = 201, body = Resolution), (status = 403, body = Problem), (status = 409, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/discrepancies/{competency}/resolution")]
async fn resolve(
    app: Data<App>,
    who: Staff,
    place: Path<(ApplicationId, CompetencyCode)>,
    if_match: IfMatch,
    body: Valid<ResolutionBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (id, competency) = place.into_inner();
    let resolution = app
        .db
        .write(move |conn| {
            let read = || body.get().map(|body| (body.how, body.text.clone()));
            flow::resolve(conn, &ctx, id, competency.clone(), &if_match, read)
        })
        .await?;
    Ok(HttpResponse::Created().json(resolution))
}

/// Why no former manager can exist and who stands in.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::references) struct SubstituteBody {
    /// At least 40 characters.
    #[validate(length(max = 2000))]
    pub(in crate::references) note: String,
}

/// Records a substitute for the former manager (G25).
#[utoipa::path(tag = "references", request_body = SubstituteBody, responses(
    (status = 204), (status = 403, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[put("/applications/{id}/manager_substitute")]
async fn substitute(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<SubstituteBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    app.db
        .write(move |conn| {
            let read = || body.get().map(|body| body.note.clone());
            flow::substitute_manager(conn, &ctx, *id, &if_match, read)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The form a referee fills.
#[utoipa::path(tag = "references", responses((status = 200, body = FormView), (status = 404, body = Problem)))]
#[get("/guest/reference")]
async fn form(app: Data<App>, who: Guest) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let form = app.db.read(move |conn| flow::form(conn, &ctx)).await?;
    Ok(HttpResponse::Ok().json(form))
}

/// Hands the reference in, once.
#[utoipa::path(tag = "references", request_body = Answers, responses(
    (status = 204), (status = 409, body = Problem), (status = 422, body = Problem),
))]
#[post("/guest/reference")]
async fn submit(app: Data<App>, who: Guest, body: Valid<Answers>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let moved = app.db.write(move |conn| flow::submit(conn, &ctx, &body)).await?;
    done(moved)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Names one further person who worked with the candidate, once the own answers are in. Nobody is written to before the
/// candidate agrees.
#[utoipa::path(tag = "references", request_body = Referral, responses(
    (status = 204), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
))]
#[post("/guest/reference/referral")]
async fn refer(app: Data<App>, who: Guest, body: Valid<Referral>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    app.db
        .write(move |conn| flow::refer(conn, &ctx, &body).map(|_| ()))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A referee's no.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct DeclineBody {
    /// Never write to me again.
    #[serde(default)]
    do_not_ask_again: bool,
}

/// Declines, and may ask never to be written to again.
#[utoipa::path(tag = "references", request_body = DeclineBody, responses((status = 204), (status = 409, body = Problem)))]
#[post("/guest/reference/decline")]
async fn decline(app: Data<App>, who: Guest, body: Valid<DeclineBody>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let moved = app
        .db
        .write(move |conn| flow::decline(conn, &ctx, body.get()?.do_not_ask_again))
        .await?;
    done(moved)?;
    Ok(HttpResponse::NoContent().finish())
}
