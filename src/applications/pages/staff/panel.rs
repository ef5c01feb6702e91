//! Who rates or may rate a candidate, with certificates, and the own declaration of conflicts of interest (G13, G14).

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{CaseHead, Typed, head::options, shown};
use crate::{
    app::App,
    applications::{api::DeclarationBody, model::ConflictKind},
    db::Conn,
    fault::Fault,
    flow::{
        applications::{self as cases, access, checks},
        case::Case,
        interviews as flow,
    },
    interviews::MemberBody,
    jobs::{self, model::PlanBody},
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, UserId},
        role::Role,
        text_enum::TextEnum,
    },
    people::{self, User, Visit},
    pipeline::evidence::PanelistFacts,
    web::{ApiResult, Form},
};

/// Everybody who can be named as a rater, by name.
pub(super) fn raters(conn: &mut Conn) -> Result<Vec<User>, Fault> {
    let mut all: Vec<User> = Vec::new();
    for role in Role::RATERS {
        for user in people::users_with_role(conn, *role)? {
            if !all.iter().any(|known| known.id == user.id) {
                all.push(user);
            }
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// What forms about rounds and work samples begin with: the case, its plan, and who can be named as a rater.
pub(super) fn with_plan(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
) -> Result<(Case, PlanBody, Vec<User>), Fault> {
    let (_, case) = cases::look::show(conn, ctx, id)?;
    let plan = jobs::plan_version(conn, case.evidence.terms.job, case.plan)?;
    Ok((case, plan.body.0, raters(conn)?))
}

/// The panel.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

fn row(ctx: &Ctx, panelist: &PanelistFacts) -> Value {
    json!({
        "id": panelist.user, "name": panelist.name, "operations": panelist.operations,
        "certified": panelist.certified_until.is_some_and(|until| until > ctx.now),
        "certified_until": panelist.certified_until,
        "declared": panelist.conflict.is_some(),
        "conflict": panelist.conflict.as_ref().and_then(|c| c.kind.clone()),
        "me": ctx.actor.user_id() == Some(panelist.user),
    })
}

fn others(case: &Case, all: &[User]) -> Vec<Value> {
    all.iter()
        .filter(|user| case.evidence.panelist(user.id).is_none())
        .map(|user| json!({ "value": user.id, "label": user.name }))
        .collect()
}

async fn page(app: &App, visit: &Visit, id: ApplicationId, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let reader = ctx.clone();
    let (case, all) = app
        .db
        .read(move |conn| Ok::<_, Fault>((flow::panel(conn, &ctx, id)?, raters(conn)?)))
        .await?;
    let head = CaseHead::new(&case, "overview");
    let rates = access::staff(&case, &visit.actor(), Role::RATERS, "raters").is_ok();
    let own = visit.staff.user.id;
    let mine = case.evidence.panelist(own).and_then(|p| p.conflict.clone());
    let kind = mine.map(|declared| {
        declared
            .kind
            .unwrap_or_else(|| ConflictKind::None.as_str().to_owned())
    });
    let panel: Vec<Value> = case.evidence.panel.iter().map(|p| row(&reader, p)).collect();
    let data = json!({
        "head": head, "panel": panel, "hr": visit.staff.has_any(&[Role::Hr, Role::HrLead]),
        "rates": rates, "kinds": options(visit, "app-conflict-", ConflictKind::ALL),
        "others": others(&case, &all), "body": { "kind": kind },
    });
    shown(visit, ("applications/pages/staff/panel", &head.name), data, typed)
}

async fn answered(
    app: &App,
    visit: &Visit,
    id: ApplicationId,
    form: &Form,
    done: &'static str,
    result: Result<(), Fault>,
) -> ApiResult<HttpResponse> {
    match result {
        Ok(()) => Ok(visit.go(&format!("/applications/{id}/panel"), done)),
        Err(fault) => page(app, visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

/// Names a possible rater (HR).
pub(super) async fn join(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<MemberBody>());
    let joined = app
        .db
        .write(move |conn| {
            let wanted = || body.get().map(|body| body.user_id);
            flow::join(conn, &ctx, id, &seen, wanted).map(|_| ())
        })
        .await;
    answered(&app, &visit, id, &form, "app-panel-joined", joined).await
}

/// Takes a possible rater off again (HR).
pub(super) async fn leave(
    app: Data<App>,
    visit: Visit,
    path: Path<(ApplicationId, UserId)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, (id, user)) = (app.ctx(&visit), path.into_inner());
    let seen = form.if_match();
    let left = app
        .db
        .write(move |conn| flow::leave(conn, &ctx, id, user, &seen).map(|_| ()))
        .await;
    answered(&app, &visit, id, &form, "app-panel-left", left).await
}

/// Declares the own relation to the candidate.
pub(super) async fn declare(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<DeclarationBody>());
    let declared = app
        .db
        .write(move |conn| {
            let declared = || body.get().map(DeclarationBody::declared);
            checks::declare(conn, &ctx, id, &seen, declared).map(|_| ())
        })
        .await;
    answered(&app, &visit, id, &form, "app-conflict-declared", declared).await
}
