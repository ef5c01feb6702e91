//! Where anybody may apply. The answer is the same whether or not the address is known.

use actix_web::{
    HttpRequest, HttpResponse, post,
    web::{Data, Path},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::staff::CandidateBody;
use crate::{
    app::App,
    fault::Fault,
    flow::applications as flow,
    kernel::{
        clock::wall_now,
        ctx::{Actor, Ctx},
        ids::JobId,
    },
    web::{ApiResult, Problem, Valid, request_id},
};

/// What everybody is answered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Received {
    /// What happens next.
    message: &'static str,
}

/// Applies for an open job.
#[utoipa::path(tag = "careers", security(()), params(("job_id" = String, Path)), request_body = CandidateBody,
    responses(
    (status = 202, body = Received), (status = 404, body = Problem), (status = 422, body = Problem),
    (status = 429, body = Problem),
))]
#[post("/careers/{job_id}/applications")]
pub(super) async fn apply(
    app: Data<App>,
    req: HttpRequest,
    job: Path<JobId>,
    body: Valid<CandidateBody>,
) -> ApiResult<HttpResponse> {
    let peer = req
        .peer_addr()
        .map_or_else(String::new, |peer| peer.ip().to_string());
    app.careers.attempt(&peer, wall_now())?;
    let ctx = Ctx {
        actor: Actor::System,
        now: app.clock.now(),
        request_id: request_id(&req),
    };
    let base_url = app.base_url.clone();
    app.db
        .write(move |conn| {
            let job = *job;
            flow::desk::public(conn, job)?;
            let new = body.get()?.checked()?;
            flow::entry::apply(conn, &ctx, job, &new, &base_url)?;
            Ok::<_, Fault>(())
        })
        .await?;
    Ok(HttpResponse::Accepted().json(Received {
        message: "Thank you. If this is your first application for this job, a mail with a personal link is on its way.",
    }))
}
