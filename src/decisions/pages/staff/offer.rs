//! The offer: its terms, the way to the candidate, what has to be confirmed before the hire, and a rescission.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    applications::{CaseHead, Typed, closed, names, shown},
    decisions::{
        OfferTerms,
        api::{Nothing, Rescind, TickCondition},
        model::{Rescission, RescissionReason},
    },
    fault::Fault,
    flow::{
        applications::{access, look},
        case::Case,
        decisions::offers::{self as flow, OfferView},
    },
    kernel::{
        ids::{ApplicationId, UserId},
        role::Role,
        text_enum::TextEnum,
    },
    people::Visit,
    pipeline::state::ApplicationState,
    web::{ApiResult, Form},
};

/// The offer, or the form for one.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

type Found = (Case, Result<Option<OfferView>, Fault>, BTreeMap<UserId, String>);

async fn found(app: &App, visit: &Visit, id: ApplicationId) -> Result<Found, Fault> {
    let ctx = app.ctx(visit);
    app.db
        .read(move |conn| {
            let (_, case) = look::show(conn, &ctx, id)?;
            let offer = match flow::show(conn, &ctx, id) {
                Ok((_, offer)) => Ok(Some(offer)),
                Err(Fault::NotFound("offer")) => Ok(None),
                Err(fault) => Err(fault),
            };
            let mut ids: Vec<UserId> = Vec::new();
            if let Ok(Some(offer)) = &offer {
                ids.extend(
                    offer
                        .conditions
                        .iter()
                        .filter_map(|c| Some(c.ticked.as_ref()?.by)),
                );
                let signed = offer.rescission.iter().flat_map(|r| [r.hr, r.sponsor]).flatten();
                ids.extend(signed.map(|signed| signed.by));
            }
            let people = names(conn, &ids)?;
            Ok((case, offer, people))
        })
        .await
}

async fn page(app: &App, visit: &Visit, id: ApplicationId, typed: Typed) -> ApiResult<HttpResponse> {
    let (case, offer, people) = found(app, visit, id).await?;
    let head = CaseHead::new(&case, "offer");
    let offer = match offer {
        Ok(offer) => offer,
        Err(fault) => return closed(visit, &head, fault),
    };
    let state = case.evidence.state;
    let actor = access::as_of(&case, &visit.actor());
    let hr = actor.has_any(&[Role::Hr, Role::HrLead]);
    let out = offer.as_ref().is_some_and(|offer| offer.extended_at.is_some());
    let accepted = state == ApplicationState::OfferAccepted;
    let view = offer.as_ref().map(|offer| {
        json!({
            "terms": offer.terms, "lacks": offer.lacks, "extended_at": offer.extended_at,
            "answer": offer.answer, "conditions": conditions(visit, offer, &people),
            "open": offer.conditions.iter().filter(|c| c.ticked.is_none()).count(),
            "rescission": offer.rescission.as_ref().map(|r| rescission(r, &people)),
        })
    });
    let data = json!({
        "head": head, "offer": view, "hr": hr, "out": out,
        "body": offer.as_ref().map_or_else(|| json!({}), |offer| json!(offer.terms)),
        "writes": hr && state == ApplicationState::Approved && !out,
        "extends": hr && state == ApplicationState::Approved && offer.is_some(),
        "hires": hr && accepted, "waits": state == ApplicationState::OfferExtended,
        "rescinds": accepted && actor.has_any(&[Role::Hr, Role::HrLead, Role::Sponsor]),
        "early": !state.has_reached(ApplicationState::Approved) && case.evidence.held_from.is_none(),
    });
    shown(visit, ("decisions/pages/staff/offer", &head.name), data, typed)
}

/// The name of a condition in the reader's language; a company's own as its words.
fn condition_name(visit: &Visit, name: &str) -> String {
    let key = format!("decision-condition-{name}");
    let said = visit.say(&key);
    if said == key { name.replace('_', " ") } else { said }
}

fn conditions(visit: &Visit, offer: &OfferView, people: &BTreeMap<UserId, String>) -> Vec<Value> {
    let row = |condition: &crate::decisions::model::Condition| {
        let ticked = condition
            .ticked
            .as_ref()
            .map(|tick| json!({ "by": people.get(&tick.by), "at": tick.at, "evidence": tick.evidence }));
        json!({
            "name": condition.name, "label": condition_name(visit, &condition.name), "ticked": ticked,
        })
    };
    offer.conditions.iter().map(row).collect()
}

fn rescission(recorded: &Rescission, people: &BTreeMap<UserId, String>) -> Value {
    let signed = |signed: Option<crate::decisions::model::Signed>| {
        signed.map(|s| json!({ "by": people.get(&s.by), "at": s.at }))
    };
    json!({
        "reason": recorded.reason, "text": recorded.text, "hr": signed(recorded.hr),
        "sponsor": signed(recorded.sponsor), "complete": recorded.hr.is_some() && recorded.sponsor.is_some(),
    })
}

async fn answered<T>(
    app: &App,
    visit: &Visit,
    id: ApplicationId,
    result: Result<T, Fault>,
    (told, body): (&'static str, Value),
) -> ApiResult<HttpResponse> {
    match result {
        Ok(_) => Ok(visit.go(&format!("/applications/{id}/offer"), told)),
        Err(fault) => page(app, visit, id, Some((body, fault.into()))).await,
    }
}

/// Writes the terms.
pub(super) async fn put(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<OfferTerms>());
    let saved = app
        .db
        .write(move |conn| flow::put(conn, &ctx, id, &seen, || body.get().cloned()))
        .await;
    answered(
        &app,
        &visit,
        id,
        saved,
        ("decision-offer-saved", form.body().clone()),
    )
    .await
}

/// Confirms a condition.
pub(super) async fn tick(
    app: Data<App>,
    visit: Visit,
    path: Path<(ApplicationId, String)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, (id, name)) = (app.ctx(&visit), path.into_inner());
    let (seen, body) = (form.if_match(), form.valid::<TickCondition>());
    let ticked = app
        .db
        .write(move |conn| {
            let evidence = || body.get().map(|body| body.evidence.clone());
            flow::tick(conn, &ctx, id, &name, &seen, evidence)
        })
        .await;
    answered(
        &app,
        &visit,
        id,
        ticked,
        ("decision-condition-ticked", Value::Null),
    )
    .await
}

/// The page that asks before an accepted offer is taken back.
pub(super) async fn ask_rescission(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
) -> ApiResult<HttpResponse> {
    asking(&app, &visit, *id, None).await
}

async fn asking(app: &App, visit: &Visit, id: ApplicationId, typed: Typed) -> ApiResult<HttpResponse> {
    let (case, offer, _) = found(app, visit, id).await?;
    let head = CaseHead::new(&case, "offer");
    if let Err(fault) = offer {
        return closed(visit, &head, fault);
    }
    let reasons: Vec<Value> = RescissionReason::ALL
        .iter()
        .map(|reason| {
            json!({
                "value": reason, "label": visit.say(&format!("decision-condition-{reason}")),
            })
        })
        .collect();
    let data = json!({ "head": head, "body": {}, "reasons": reasons });
    shown(
        visit,
        ("decisions/pages/staff/rescission", &head.name),
        data,
        typed,
    )
}

/// Records why an accepted offer is to be taken back, with the first of two signatures.
pub(super) async fn rescind(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<Rescind>());
    let recorded = app
        .db
        .write(move |conn| {
            let why = || body.get().map(|body| (body.reason, body.text.clone()));
            flow::rescind(conn, &ctx, id, &seen, why)
        })
        .await;
    match recorded {
        Ok(_) => Ok(visit.go(
            &format!("/applications/{id}/offer"),
            "decision-rescission-recorded",
        )),
        Err(fault) => asking(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

/// The other signature under a rescission.
pub(super) async fn sign_rescission(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<Nothing>());
    let signed = app
        .db
        .write(move |conn| flow::sign_rescission(conn, &ctx, id, &seen, || body.get().map(|_| ())))
        .await;
    answered(
        &app,
        &visit,
        id,
        signed,
        ("decision-rescission-signed", Value::Null),
    )
    .await
}
