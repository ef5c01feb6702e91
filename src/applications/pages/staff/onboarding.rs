//! The onboarding plan of an application: prepared before the decision is approved (G40), then on pages of its own.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{CaseHead, Typed, closed, shown};
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    flow::{
        applications::{access, look},
        onboarding::hire,
    },
    kernel::{ids::ApplicationId, role::Role},
    onboarding::model::PlanBody,
    people::{self, Visit},
    web::{ApiResult, Form},
};

/// The plan, or the form that prepares one.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let found = app
        .db
        .read(move |conn| hire::of_application(conn, &ctx, id))
        .await;
    match found {
        Ok(case) => Ok(HttpResponse::SeeOther()
            .insert_header((header::LOCATION, format!("/onboarding_plans/{}", case.plan.id)))
            .finish()),
        Err(Fault::NotFound("onboarding plan")) => page(&app, &visit, id, None).await,
        Err(fault) => Err(fault.into()),
    }
}

fn holders(conn: &mut Conn, role: Role) -> Result<Vec<Value>, Fault> {
    let users = people::users_with_role(conn, role)?;
    Ok(users
        .iter()
        .map(|user| json!({ "value": user.id, "label": user.name }))
        .collect())
}

async fn page(app: &App, visit: &Visit, id: ApplicationId, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (case, options) = app
        .db
        .read(move |conn| {
            let (_, case) = look::show(conn, &ctx, id)?;
            let options = json!({
                "coaches": holders(conn, Role::Coach)?, "managers": holders(conn, Role::Manager)?,
                "buddies": holders(conn, Role::Buddy)?, "trainers": holders(conn, Role::Trainer)?,
            });
            Ok::<_, Fault>((case, options))
        })
        .await?;
    let head = CaseHead::new(&case, "onboarding");
    let preparers = [Role::Hr, Role::HrLead, Role::HiringManager];
    if let Err(fault) = access::staff(&case, &visit.actor(), &preparers, "HR or the hiring manager") {
        return closed(visit, &head, fault);
    }
    let data = json!({ "head": head, "body": {}, "people": options });
    shown(
        visit,
        ("applications/pages/staff/onboarding", &head.name),
        data,
        typed,
    )
}

/// Prepares the plan.
pub(super) async fn prepare(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<PlanBody>());
    let prepared = app
        .db
        .write(move |conn| hire::prepare(conn, &ctx, id, &seen, &body))
        .await;
    match prepared {
        Ok(case) => {
            let place = format!("/onboarding_plans/{}", case.plan.id);
            Ok(visit.go(&place, "app-onboarding-prepared"))
        }
        Err(fault) => page(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}
