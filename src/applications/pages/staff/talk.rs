//! The talk about what a candidate expects and what the role is (G11).

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::json;

use super::{CaseHead, Typed, closed, shown};
use crate::{
    app::App,
    applications::api::RoleTalkBody,
    fault::Fault,
    flow::applications::{self as flow, access},
    kernel::{ids::ApplicationId, role::Role},
    people::Visit,
    web::{ApiResult, Form},
};

/// The form.
pub(super) async fn ask(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

async fn page(app: &App, visit: &Visit, id: ApplicationId, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (_, case) = app.db.read(move |conn| flow::look::show(conn, &ctx, id)).await?;
    let head = CaseHead::new(&case, "overview");
    let talkers = [Role::Hr, Role::HrLead, Role::HiringManager];
    if let Err(fault) = access::staff(&case, &visit.actor(), &talkers, "HR or the hiring manager") {
        return closed(visit, &head, fault);
    }
    let answers = case.evidence.acknowledgement.as_ref();
    let data = json!({
        "head": head, "body": {}, "ours": case.evidence.terms.sales_share_pct,
        "theirs": answers.map(|a| a.expected_sales_pct), "held": answers.is_some_and(|a| a.talk_held),
    });
    shown(
        visit,
        ("applications/pages/staff/role_talk", &head.name),
        data,
        typed,
    )
}

/// Records it.
pub(super) async fn record(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<RoleTalkBody>());
    let recorded: Result<_, Fault> = app
        .db
        .write(move |conn| flow::entry::talk(conn, &ctx, id, &seen, || body.get()?.said()))
        .await;
    match recorded {
        Ok(_) => Ok(visit.go(&format!("/applications/{id}"), "app-talk-recorded")),
        Err(fault) => page(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}
