//! The must-haves of the description, ticked one by one by HR (G12).

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{CaseHead, Typed, names, shown};
use crate::{
    app::App,
    applications::{api::MustHaveBody, model::MustHaveView},
    fault::Fault,
    flow::applications as flow,
    kernel::{ids::ApplicationId, role::Role},
    people::Visit,
    web::{ApiResult, Form},
};

/// The list.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

/// One of the list is shown among its neighbours.
pub(super) async fn show_one(
    app: Data<App>,
    visit: Visit,
    path: Path<(ApplicationId, usize)>,
) -> ApiResult<HttpResponse> {
    page(&app, &visit, path.0, None).await
}

async fn page(
    app: &App,
    visit: &Visit,
    id: ApplicationId,
    typed: Option<(usize, Typed)>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (head, listed, people) = app
        .db
        .read(move |conn| {
            let (_, case) = flow::look::show(conn, &ctx, id)?;
            let listed = flow::look::must_haves(conn, &case)?;
            let checkers: Vec<_> = listed.iter().filter_map(|one| one.checked_by).collect();
            let people = names(conn, &checkers)?;
            Ok::<_, Fault>((CaseHead::new(&case, "overview"), listed, people))
        })
        .await?;
    let (at, typed) = typed.map_or((None, None), |(at, typed)| (Some(at), typed));
    let row = |one: &MustHaveView| {
        let again = typed.as_ref().filter(|_| at == Some(one.index));
        let written = again.map(|(body, _)| body.get("evidence").cloned().unwrap_or(Value::Null));
        json!({
            "index": one.index, "text": one.text, "documented": one.documented, "met": one.met,
            "checked": one.met.is_some(), "evidence": written.unwrap_or_else(|| json!(one.evidence)),
            "by": one.checked_by.and_then(|id| people.get(&id)), "at": one.checked_at,
            "fault": again.and_then(|(_, trouble)| trouble.errors.first().map(|fault| fault.detail.clone())),
        })
    };
    let rows: Vec<Value> = listed.iter().map(row).collect();
    let hr = visit.staff.has_any(&[Role::Hr, Role::HrLead]);
    let data = json!({ "head": head, "body": {}, "rows": rows, "hr": hr });
    shown(
        visit,
        ("applications/pages/staff/must_haves", &head.name),
        data,
        typed,
    )
}

/// Ticks one.
pub(super) async fn tick(
    app: Data<App>,
    visit: Visit,
    path: Path<(ApplicationId, usize)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, index) = path.into_inner();
    let ctx = app.ctx(&visit);
    let (seen, body) = (form.if_match(), form.valid::<MustHaveBody>());
    let ticked = app
        .db
        .write(move |conn| {
            let tick = || body.get().map(MustHaveBody::tick);
            flow::checks::check_must_have(conn, &ctx, id, index, &seen, tick)
        })
        .await;
    match ticked {
        Ok(_) => Ok(visit.go(&format!("/applications/{id}/must_haves"), "app-must-have-checked")),
        Err(fault) => {
            let typed = Some((form.body().clone(), fault.into()));
            page(&app, &visit, id, Some((index, typed))).await
        }
    }
}
