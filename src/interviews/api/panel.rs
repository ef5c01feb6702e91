//! The panel of a candidate.

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    app::App,
    flow::{case::Case, interviews as flow},
    kernel::{
        ids::{ApplicationId, UserId},
        time::Timestamp,
    },
    people::Staff,
    web::{ApiResult, EmptyBody, IfMatch, Problem, Valid, etag},
};

/// Somebody who rates or may rate.
#[derive(Debug, Serialize, ToSchema)]
struct Panelist {
    /// Who.
    user_id: UserId,
    /// The name.
    name: String,
    /// Until when the interviewer certificate is valid (G13).
    certified_until: Option<Timestamp>,
    /// Whether the person declared conflicts of interest, or to have none (G14).
    declared: bool,
    /// The declared conflict, if there is one.
    conflict: Option<String>,
    /// Whether the person belongs to operations (G22).
    operations: bool,
}

/// The panel of a candidate.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PanelView {
    /// Those of the plan, those HR named, and everybody who is booked.
    data: Vec<Panelist>,
}

fn shown(case: &Case) -> HttpResponse {
    let panelist = |p: &crate::pipeline::evidence::PanelistFacts| Panelist {
        user_id: p.user,
        name: p.name.clone(),
        certified_until: p.certified_until,
        declared: p.conflict.is_some(),
        conflict: p.conflict.as_ref().and_then(|c| c.kind.clone()),
        operations: p.operations,
    };
    let data = case.evidence.panel.iter().map(panelist).collect();
    etag::ok(case.version, &PanelView { data })
}

/// Who rates or may rate a candidate, with certificates and declarations.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), responses(
    (status = 200, body = PanelView), (status = 404, body = Problem),
))]
#[get("/applications/{id}/panel")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let case = app.db.read(move |conn| flow::panel(conn, &ctx, *id)).await?;
    Ok(shown(&case))
}

/// A possible rater.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberBody {
    /// Who.
    pub(crate) user_id: UserId,
}

/// Names a possible rater beside those of the plan (HR), who may then declare conflicts of interest.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), request_body = MemberBody, responses(
    (status = 200, body = PanelView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/panel")]
pub(super) async fn join(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<MemberBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let case = app
        .db
        .write(move |conn| flow::join(conn, &ctx, *id, &if_match, || body.get().map(|b| b.user_id)))
        .await?;
    Ok(shown(&case))
}

/// Takes a possible rater off again who rates nothing yet (HR).
#[utoipa::path(tag = "interviews", params(("id" = String, Path), ("user_id" = String, Path)), responses(
    (status = 200, body = PanelView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
))]
#[delete("/applications/{id}/panel/{user_id}")]
pub(super) async fn leave(
    app: Data<App>,
    who: Staff,
    path: Path<(ApplicationId, UserId)>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (id, user) = path.into_inner();
    let case = app
        .db
        .write(move |conn| flow::leave(conn, &ctx, id, user, &if_match))
        .await?;
    Ok(shown(&case))
}
