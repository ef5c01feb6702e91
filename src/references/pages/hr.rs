//! HR's desk: whom to verify, whom to ask, who has not answered, and what was said by telephone.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{bounce, signs};
use crate::{
    app::App,
    fault::Fault,
    flow::references::{self as flow, Comparison},
    kernel::{
        codes::CompetencyCode,
        ids::{ApplicationId, RefereeId},
        role::Role,
        text_enum::TextEnum,
    },
    mail::Severity,
    people::Visit,
    pipeline::{evidence::TakeAgain, state::ReferenceState},
    references::{
        api::{ComparisonBody, DisqualificationBody, ResolutionBody, SubstituteBody, VerificationBody},
        model::{Answers, Frequency, Referee, ResolutionMethod, VerificationMethod},
    },
    web::{ApiResult, Form, Problem, done},
};

const ONE: &str = "references/pages/referee";

/// Mounts the pages.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    let act = web::post;
    cfg.service(web::resource("/references").route(web::get().to(queue)))
        .service(web::resource("/referees/{id}").route(web::get().to(one)))
        .service(web::resource("/referees/{id}/verification").route(act().to(verify)))
        .service(web::resource("/referees/{id}/request").route(act().to(send)))
        .service(web::resource("/referees/{id}/telephone_interview").route(act().to(telephone)))
        .service(web::resource("/referees/{id}/disqualification").route(act().to(disqualify)))
        .service(
            web::resource("/referees/{id}/signs/{sign}/decision")
                .route(web::get().to(signs::ask))
                .route(act().to(signs::decide)),
        )
        .service(web::resource("/referees/{id}/bounce").route(act().to(bounce::mark)))
        .service(web::resource("/referees/{id}/address").route(act().to(bounce::readdress)))
        .service(web::resource("/referees/{id}/comparison").route(act().to(compare)))
        .service(
            web::resource("/applications/{id}/discrepancies/{competency}/resolution")
                .route(web::get().to(ask_outcome))
                .route(act().to(resolve)),
        )
        .service(
            web::resource("/applications/{id}/manager_substitute")
                .route(web::get().to(ask_substitute))
                .route(act().to(substitute)),
        );
}

fn hr_only(visit: &Visit) -> Result<(), Fault> {
    if visit.staff.has_any(&[Role::Hr, Role::HrLead]) {
        Ok(())
    } else {
        Err(Fault::forbidden("References are run by HR."))
    }
}

/// Everybody who was named for somebody under way, by what is to be done next.
async fn queue(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    hr_only(&visit)?;
    let ctx = app.ctx(&visit);
    let found = app.db.read(move |conn| flow::queue(conn, &ctx)).await?;
    let mut groups: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
    for waiting in &found {
        let referee = &waiting.referee;
        let group = match referee.state {
            ReferenceState::Disqualified => 3,
            _ if waiting.doubted => 3,
            ReferenceState::Named if referee.bounce.is_some() => 3,
            ReferenceState::Named if referee.consented_at.is_none() => 4,
            ReferenceState::Named => 0,
            ReferenceState::Verified => 1,
            ReferenceState::Sent | ReferenceState::Opened => 2,
            ReferenceState::Completed => 5,
            _ => 3,
        };
        groups.entry(group).or_default().push(json!({
            "id": referee.id, "name": referee.name, "firm": referee.firm, "state": referee.state,
            "candidate": waiting.candidate, "doubted": waiting.doubted, "bounced": referee.bounce.is_some(), "sent_at": referee.sent_at, "expires_at": referee.expires_at,
            "completed_at": referee.completed_at, "application": referee.application_id,
        }));
    }
    let names = ["verify", "send", "waiting", "problems", "consent", "completed"];
    let groups: Vec<Value> = names
        .iter()
        .enumerate()
        .filter_map(|(n, name)| {
            let rows = groups.remove(&n)?;
            Some(json!({ "name": name, "count": rows.len(), "rows": rows }))
        })
        .collect();
    visit.page(
        "references/pages/queue",
        "nav-references",
        &json!({ "groups": groups }),
    )
}

async fn one(app: Data<App>, visit: Visit, id: Path<RefereeId>) -> ApiResult<HttpResponse> {
    shown(&app, &visit, *id, None).await
}

/// Words of an enum as choices with their messages.
fn options<T: TextEnum + std::fmt::Display>(visit: &Visit, prefix: &str) -> Value {
    let one = |word: &T| json!({ "value": word.to_string(), "label": visit.say(&format!("{prefix}{word}")) });
    T::ALL.iter().map(one).collect()
}

async fn shown(
    app: &App,
    visit: &Visit,
    id: RefereeId,
    failed: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let found = app.db.read(move |conn| flow::one(conn, &ctx, id)).await?;
    let (case, referee) = (&found.case, &found.referee);
    let form = case.pack.references();
    let levels: Vec<Value> = form
        .scale
        .iter()
        .enumerate()
        .map(|(n, word)| json!({ "value": (n + 1).to_string(), "label": format!("{} {word}", n + 1) }))
        .chain([json!({ "value": "null", "label": form.not_observed })])
        .collect();
    let (body, trouble) = match failed {
        Some((typed, trouble)) => (typed, Some(trouble)),
        None => (json!({}), None),
    };
    let data = json!({
        "referee": view(referee),
        "signs": signs::rows(&found),
        "candidate": case.evidence.candidate_name,
        "application": referee.application_id,
        "answers": found.answers,
        "items": form.items,
        "lead_in": form.lead_in,
        "levels": levels,
        "severities": options::<Severity>(visit, "reference-bounce-"),
        "methods": options::<VerificationMethod>(visit, "reference-method-"),
        "frequencies": options::<Frequency>(visit, "reference-saw-"),
        "again": options::<TakeAgain>(visit, "reference-again-"),
        "body": body,
    });
    match trouble {
        None => visit.page_of(ONE, &referee.name, &data),
        Some(trouble) => visit.again(ONE, &referee.name, &data, trouble),
    }
}

fn view(referee: &Referee) -> Value {
    let open = [ReferenceState::Sent, ReferenceState::Opened].contains(&referee.state);
    json!({
        "id": referee.id, "version": referee.version, "name": referee.name, "relation": referee.relation,
        "firm": referee.firm, "period_from": referee.period_from, "period_to": referee.period_to,
        "email": referee.email, "phone": referee.phone, "state": referee.state,
        "consented_at": referee.consented_at, "verified_at": referee.verified_at,
        "verification": referee.verification.as_ref().map(|v| &v.0.note),
        "sent_at": referee.sent_at, "expires_at": referee.expires_at, "completed_at": referee.completed_at,
        "not_before_offer": referee.not_before_offer, "by_referee": referee.named_by.is_some(),
        "bounce": referee.bounce.as_ref().map(|bounce| &bounce.0), "can_bounce": open,
        "can_readdress": referee.state == ReferenceState::Named && referee.bounce.is_some(),
        "can_verify": referee.state == ReferenceState::Named,
        "can_send": referee.state == ReferenceState::Verified || open
            || referee.state == ReferenceState::Expired,
        "again": open || referee.state == ReferenceState::Expired,
        "can_call": referee.state == ReferenceState::Verified || open,
        "can_compare": referee.state == ReferenceState::Completed,
        "can_strike": referee.state != ReferenceState::Disqualified,
    })
}

/// Back to the referee after an act, or the page again with every reason.
pub(super) async fn after<T>(
    (app, visit, id): (&App, &Visit, RefereeId),
    result: Result<T, Fault>,
    message: &'static str,
    form: &Form,
) -> ApiResult<HttpResponse> {
    match result {
        Ok(_) => Ok(visit.go(&format!("/referees/{id}"), message)),
        Err(fault) => shown(app, visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

async fn verify(app: Data<App>, visit: Visit, id: Path<RefereeId>, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, seen, body, id) = (
        app.ctx(&visit),
        form.if_match(),
        form.valid::<VerificationBody>(),
        *id,
    );
    let result = app
        .db
        .write(move |conn| {
            let body = body.get()?;
            flow::verify(conn, &ctx, id, &seen, (body.method, &body.note))
        })
        .await
        .and_then(done);
    after((&app, &visit, id), result, "reference-verified", &form).await
}

async fn send(app: Data<App>, visit: Visit, id: Path<RefereeId>, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, seen, base, id) = (app.ctx(&visit), form.if_match(), app.base_url.clone(), *id);
    let result = app
        .db
        .write(move |conn| flow::send(conn, &ctx, id, &seen, &base))
        .await
        .and_then(done);
    after((&app, &visit, id), result, "reference-was-sent", &form).await
}

async fn telephone(app: Data<App>, visit: Visit, id: Path<RefereeId>, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, seen, body, id) = (app.ctx(&visit), form.if_match(), form.valid::<Answers>(), *id);
    let result = app
        .db
        .write(move |conn| flow::telephone(conn, &ctx, id, &seen, &body))
        .await
        .and_then(done);
    after((&app, &visit, id), result, "reference-recorded", &form).await
}

async fn disqualify(
    app: Data<App>,
    visit: Visit,
    id: Path<RefereeId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, id) = (app.ctx(&visit), form.if_match(), *id);
    let body = form.valid::<DisqualificationBody>();
    let result = app
        .db
        .write(move |conn| flow::disqualify(conn, &ctx, id, &seen, &body.get()?.reason))
        .await
        .and_then(done);
    after((&app, &visit, id), result, "reference-struck", &form).await
}

async fn compare(app: Data<App>, visit: Visit, id: Path<RefereeId>, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, seen, body, id) = (
        app.ctx(&visit),
        form.if_match(),
        form.valid::<ComparisonBody>(),
        *id,
    );
    let result = app
        .db
        .write(move |conn| {
            flow::compare(conn, &ctx, id, &seen, || {
                let body = body.get()?;
                Ok(Comparison {
                    title: body.title_agrees.map(|agrees| (agrees, body.note.clone())),
                    dates_substitute: body.dates_substitute_note.clone(),
                })
            })
        })
        .await;
    after((&app, &visit, id), result, "reference-compared", &form).await
}

/// The form for what was concluded about a difference (G27).
async fn ask_outcome(visit: Visit, place: Path<(ApplicationId, CompetencyCode)>) -> ApiResult<HttpResponse> {
    outcome(&visit, &place, None)
}

fn outcome(
    visit: &Visit,
    (id, competency): &(ApplicationId, CompetencyCode),
    failed: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    hr_only(visit)?;
    let ways = options::<ResolutionMethod>(visit, "reference-how-");
    let what = json!({ "application": id, "competency": competency, "ways": ways });
    asked(
        visit,
        "references/pages/outcome",
        "reference-outcome",
        what,
        failed,
    )
}

pub(super) fn asked(
    visit: &Visit,
    template: &str,
    title: &str,
    mut data: Value,
    failed: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let (body, trouble) = match failed {
        Some((typed, trouble)) => (typed, Some(trouble)),
        None => (json!({}), None),
    };
    if let Value::Object(fields) = &mut data {
        fields.insert("body".to_owned(), body);
    }
    match trouble {
        None => visit.page(template, title, &data),
        Some(trouble) => visit.again(template, &visit.say(title), &data, trouble),
    }
}

async fn resolve(
    app: Data<App>,
    visit: Visit,
    place: Path<(ApplicationId, CompetencyCode)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, body) = (app.ctx(&visit), form.if_match(), form.valid::<ResolutionBody>());
    let (id, competency) = place.clone();
    let resolved = app
        .db
        .write(move |conn| {
            let read = || body.get().map(|body| (body.how, body.text.clone()));
            flow::resolve(conn, &ctx, id, competency.clone(), &seen, read)
        })
        .await;
    match resolved {
        Ok(_) => Ok(visit.go(
            &format!("/applications/{id}/reference_checks"),
            "reference-resolved",
        )),
        Err(fault) => outcome(&visit, &place, Some((form.body().clone(), fault.into()))),
    }
}

/// The form for who stands in for a former manager (G25).
async fn ask_substitute(visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    stand_in(&visit, *id, None)
}

fn stand_in(visit: &Visit, id: ApplicationId, failed: Option<(Value, Problem)>) -> ApiResult<HttpResponse> {
    hr_only(visit)?;
    let what = json!({ "application": id });
    asked(
        visit,
        "references/pages/substitute",
        "reference-substitute",
        what,
        failed,
    )
}

async fn substitute(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, body, id) = (app.ctx(&visit), form.valid::<SubstituteBody>(), *id);
    let seen = crate::web::IfMatch::Any;
    let stored = app
        .db
        .write(move |conn| {
            let read = || body.get().map(|body| body.note.clone());
            flow::substitute_manager(conn, &ctx, id, &seen, read)
        })
        .await;
    match stored {
        Ok(()) => Ok(visit.go(
            &format!("/applications/{id}/reference_checks"),
            "reference-substituted",
        )),
        Err(fault) => stand_in(&visit, id, Some((form.body().clone(), fault.into()))),
    }
}
