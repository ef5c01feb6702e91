//! The debrief.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};

use crate::{
    app::App,
    decisions::{
        DebriefTable,
        model::{DebriefNote, NewNote},
    },
    flow::decisions::debrief as flow,
    kernel::ids::ApplicationId,
    people::Staff,
    web::{ApiResult, IfMatch, Problem, Valid, etag},
};

/// Everything on the table: disagreements with both evidences, levels beside references, notes. Open to HR once all
/// cards are in, to the people of the case from the debrief on.
#[utoipa::path(tag = "debrief", params(("id" = String, Path)), responses(
    (status = 200, body = DebriefTable), (status = 403, body = Problem), (status = 404, body = Problem),
))]
#[get("/applications/{id}/debrief")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (case, table) = app.db.read(move |conn| flow::show(conn, &ctx, *id)).await?;
    Ok(etag::ok(case.version, &table))
}

/// Writes down what was concluded about a disagreement (G33).
#[utoipa::path(tag = "debrief", params(("id" = String, Path)), request_body = NewNote, responses(
    (status = 201, body = DebriefNote), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/debrief/notes")]
pub(super) async fn note(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<NewNote>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let note = app
        .db
        .write(move |conn| flow::note(conn, &ctx, *id, &if_match, || body.get().cloned()))
        .await?;
    Ok(HttpResponse::Created().json(note))
}
