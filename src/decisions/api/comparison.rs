//! The candidates of a job side by side.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path},
};

use crate::{
    app::App,
    flow::decisions::comparison as flow,
    kernel::ids::JobId,
    people::Staff,
    web::{ApiResult, Problem},
};

/// Levels, composites, floors, ranks, red flags, disagreements and waivers of a job's candidates side by side. Each
/// is open to HR once all cards are in, and to the people of the case from the debrief on; until then it is listed
/// as withheld, and takes no part in the ranking that is shown.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), responses(
    (status = 200, body = flow::Comparison), (status = 403, body = Problem), (status = 404, body = Problem),
))]
#[get("/jobs/{id}/comparison")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<JobId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let table = app.db.read(move |conn| flow::show(conn, &ctx, *id)).await?;
    Ok(HttpResponse::Ok().json(table))
}
