//! After a hire, or when the job is given up: the others are told.

use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    app::App,
    flow::decisions::closing as flow,
    kernel::ids::{ApplicationId, JobId},
    people::Staff,
    web::{ApiResult, Problem, Valid},
};

/// The applications HR has looked at.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::decisions) struct CloseRivals {
    /// Every application of the job that is still open, and no other.
    #[validate(length(max = 2000))]
    pub(in crate::decisions) confirm: Vec<ApplicationId>,
}

/// What was closed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClosedRivals {
    /// The applications that are closed now.
    closed: Vec<ApplicationId>,
}

/// Closes every application that is still open after the hire, or after the job was given up, and tells each
/// candidate (HR).
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), request_body = CloseRivals, responses(
    (status = 200, body = ClosedRivals), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem),
))]
#[post("/jobs/{id}/close_rivals")]
pub(super) async fn close_rivals(
    app: Data<App>,
    who: Staff,
    id: Path<JobId>,
    body: Valid<CloseRivals>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let closed = app
        .db
        .write(move |conn| {
            let confirmed = || body.get().map(|b| b.confirm.clone());
            flow::close_rivals(conn, &ctx, *id, confirmed)
        })
        .await?;
    let closed = closed.into_iter().map(|row| row.id).collect();
    Ok(HttpResponse::Ok().json(ClosedRivals { closed }))
}
