//! The references of an application; what is done with a referee has a page of its own.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{CaseHead, closed};
use crate::{
    app::App,
    fault::Fault,
    flow::{applications as flow, case::Case, references},
    kernel::{ids::ApplicationId, role::Role},
    people::Visit,
    pipeline::measured,
    web::ApiResult,
};

/// The list.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let (case, checks) = app
        .db
        .read(move |conn| {
            let (_, case) = flow::look::show(conn, &ctx, *id)?;
            Ok::<_, Fault>((case, references::checks(conn, &ctx, *id)))
        })
        .await?;
    let head = CaseHead::new(&case, "references");
    let checks = match checks {
        Ok(checks) => checks,
        Err(fault) => return closed(&visit, &head, fault),
    };
    let differences: Vec<Value> = checks
        .differences
        .iter()
        .map(|found| {
            let resolved = checks
                .resolutions
                .iter()
                .find(|r| r.competency == found.competency);
            json!({
                "name": measured::name_of(&case.evidence.terms, &found.competency), "kind": found.kind,
                "competency": found.competency, "interview": found.interview, "reference": found.reference,
                "outcome": resolved.map(|r| &r.text),
            })
        })
        .collect();
    let data = json!({
        "head": head, "body": {}, "referees": checks.referees, "withheld": checks.withheld,
        "differences": differences, "needed": needed(&case),
        "hr": visit.staff.has_any(&[Role::Hr, Role::HrLead]),
    });
    visit.page_of("applications/pages/staff/references", &head.name, &data)
}

fn needed(case: &Case) -> u32 {
    case.policy.min_references
}
