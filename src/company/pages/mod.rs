//! Pages of the company: what it says of itself, its policy, its content.

mod content;
mod house;

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

pub(crate) use house::introduce;

use super::{
    api::ProposePolicy,
    model::{CompanyBody, PolicyVersion},
    service,
};
use crate::{
    app::App,
    fault::Fault,
    kernel::role::Role,
    people::Visit,
    web::{ApiResult, Form, Problem},
};

const COMPANY: &str = "company/pages/company";
const POLICIES: &str = "company/pages/policies";

/// Mounts the pages.
pub fn pages(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/company")
            .route(web::get().to(company))
            .route(web::post().to(save_company)),
    )
    .service(
        web::resource("/policies")
            .route(web::get().to(policies))
            .route(web::post().to(propose)),
    )
    .service(web::resource("/policies/{version}/approvals").route(web::post().to(sign)));
    content::pages(cfg);
}

async fn company(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    show_company(&app, &visit, None).await
}

async fn show_company(app: &App, visit: &Visit, failed: Option<(Value, Problem)>) -> ApiResult<HttpResponse> {
    let company = app.db.read(service::get).await?;
    let stored = serde_json::to_value(&company.body).map_err(Fault::internal)?;
    let (body, trouble) = failed.map_or((stored, None), |(typed, problem)| (typed, Some(problem)));
    let data = json!({
        "version": company.version,
        "body": body,
        "ladders": company.body.ladders,
        "may": visit.staff.has_any(&[Role::Sponsor, Role::HrLead]),
    });
    let title = visit.say("company");
    match trouble {
        None => visit.page_of(COMPANY, &title, &data),
        Some(trouble) => visit.again(COMPANY, &title, &data, trouble),
    }
}

async fn save_company(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, seen, body) = (app.ctx(&visit), form.if_match(), form.valid::<CompanyBody>());
    let saved = app
        .db
        .write(move |conn| service::replace(conn, &ctx, &seen, || body.get().cloned()))
        .await;
    match saved {
        Ok(_) => Ok(visit.go("/company", "company-saved")),
        Err(fault) => show_company(&app, &visit, Some((form.body().clone(), fault.into()))).await,
    }
}

async fn policies(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    show_policies(&app, &visit, None).await
}

async fn show_policies(
    app: &App,
    visit: &Visit,
    failed: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let (versions, (current, policy)) = app
        .db
        .read(|conn| Ok::<_, Fault>((service::policies(conn)?, service::current_policy(conn)?)))
        .await?;
    let scalars = policy.scalars();
    let numbers: serde_json::Map<String, Value> = scalars
        .iter()
        .map(|scalar| (scalar.name.to_owned(), json!(scalar.value)))
        .collect();
    let (body, trouble) = failed.map_or((json!({ "numbers": numbers }), None), |(typed, problem)| {
        (typed, Some(problem))
    });
    let me = visit.staff.user.id;
    let row = |version: &PolicyVersion| {
        let signers = [version.approved_by_hr_lead, version.approved_by_sponsor];
        json!({
            "version": version.version,
            "reason": version.reason,
            "created_at": version.created_at,
            "effective_at": version.effective_at,
            "current": version.version == current,
            "mine": signers.contains(&Some(me)),
        })
    };
    let data = json!({
        "versions": versions.iter().map(row).collect::<Vec<_>>(),
        "scalars": scalars,
        "body": body,
        "may": visit.staff.has_any(&[Role::Sponsor, Role::HrLead]),
    });
    let title = visit.say("policies");
    match trouble {
        None => visit.page_of(POLICIES, &title, &data),
        Some(trouble) => visit.again(POLICIES, &title, &data, trouble),
    }
}

async fn propose(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, body) = (app.ctx(&visit), form.valid::<ProposePolicy>());
    let stored = app
        .db
        .write(move |conn| {
            service::propose_policy(conn, &ctx, || {
                let body = body.get()?;
                Ok((body.numbers.clone(), body.reason.clone()))
            })
        })
        .await;
    match stored {
        Ok(_) => Ok(visit.go("/policies", "policies-proposed")),
        Err(fault) => show_policies(&app, &visit, Some((form.body().clone(), fault.into()))).await,
    }
}

async fn sign(app: Data<App>, visit: Visit, version: Path<i64>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let signed = app
        .db
        .write(move |conn| service::sign_policy(conn, &ctx, *version))
        .await;
    match signed {
        Ok(_) => Ok(visit.go("/policies", "policies-signed")),
        Err(fault) => Err(fault.into()),
    }
}
