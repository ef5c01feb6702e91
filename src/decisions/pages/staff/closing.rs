//! After a hire, or when a job was given up: HR tells the others, in one step it has looked at.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    applications::{self, Application, Typed, shown},
    db::Conn,
    decisions::api::CloseRivals,
    fault::Fault,
    flow::decisions::closing as flow,
    jobs::{self, model::Job},
    kernel::{
        ctx::Ctx,
        ids::{CandidateId, JobId},
        role::Role,
    },
    people::Visit,
    pipeline::state::Machine,
    web::{ApiResult, Form},
};

/// The applications that are still open, and what confirming does.
pub(super) async fn ask(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

fn read(conn: &mut Conn, ctx: &Ctx, id: JobId) -> Result<(Job, Vec<Value>), Fault> {
    let job = jobs::visible(conn, ctx, id)?;
    let open: Vec<Application> = applications::of_job(conn, id)?
        .into_iter()
        .filter(|row| !row.state.is_terminal())
        .collect();
    let ids: Vec<CandidateId> = open.iter().map(|row| row.candidate_id).collect();
    let names = applications::candidate_names(conn, &ids)?;
    let row = |row: &Application| json!({ "id": row.id, "name": names.get(&row.candidate_id), "state": row.state, "at": row.applied_at });
    let rows = open.iter().map(row).collect();
    Ok((job, rows))
}

async fn page(app: &App, visit: &Visit, id: JobId, typed: Typed) -> ApiResult<HttpResponse> {
    if !visit.staff.has_any(&[Role::Hr, Role::HrLead]) {
        return Err(Fault::forbidden("HR closes the other applications.").into());
    }
    let ctx = app.ctx(visit);
    let (job, open) = app.db.read(move |conn| read(conn, &ctx, id)).await?;
    let data = json!({ "job": { "id": job.id, "title": job.title, "state": job.state }, "open": open,
        "over": job.state.is_terminal(), "body": {} });
    shown(visit, ("decisions/pages/staff/closing", &job.title), data, typed)
}

/// Closes them; each candidate is told.
pub(super) async fn close(
    app: Data<App>,
    visit: Visit,
    id: Path<JobId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id, body) = (app.ctx(&visit), *id, form.valid::<CloseRivals>());
    let closed = app
        .db
        .write(move |conn| flow::close_rivals(conn, &ctx, id, || body.get().map(|b| b.confirm.clone())))
        .await;
    match closed {
        Ok(_) => Ok(visit.go(&format!("/jobs/{id}/board"), "decision-closing-done")),
        Err(fault) => page(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}
