//! The decision: its reasons, two signatures, the night in between, and the approval.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    applications::{CaseHead, Typed, closed, shown},
    decisions::{
        api::{Nothing, PutDecision},
        model::SigningCapacity,
    },
    fault::Fault,
    flow::{
        applications::{access, look},
        case::Case,
        decisions::decision::{self as flow, DecisionView, Words},
    },
    kernel::{ctx::Actor, ids::ApplicationId, role::Role, text_enum::TextEnum},
    people::Visit,
    pipeline::{
        gate_id::GateId,
        gates::{Concern, judge_application, row},
        refusal::GateRow,
        state::ApplicationState,
    },
    web::{ApiResult, Form},
};

/// The gates this page is about.
const GATES: [GateId; 5] = [GateId::G34, GateId::G35, GateId::G37, GateId::G38, GateId::G39];

/// The decision.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

async fn page(app: &App, visit: &Visit, id: ApplicationId, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let reader = ctx.clone();
    let (case, found) = app
        .db
        .read(move |conn| {
            let (_, case) = look::show(conn, &ctx, id)?;
            Ok::<_, Fault>((case, flow::show(conn, &ctx, id).map(|(_, view)| view)))
        })
        .await?;
    let head = CaseHead::new(&case, "decision");
    let view = match found {
        Ok(view) => view,
        Err(fault) => return closed(visit, &head, fault),
    };
    let actor = access::as_of(&case, &visit.actor());
    let rows: Vec<GateRow> = GATES
        .into_iter()
        .map(|gate| {
            let concern = Concern::Step(ApplicationState::Approved);
            row(
                gate,
                judge_application(gate, &case.evidence, concern, case.frame(&reader)),
            )
        })
        .collect();
    let opens = rows.iter().filter_map(|row| row.opens_at).max();
    let state = case.evidence.state;
    let writable = [ApplicationState::DebriefOpen, ApplicationState::Debriefed].contains(&state);
    let manager = actor.has_any(&[Role::HiringManager]);
    let data = json!({
        "head": head, "body": body(&view), "view": view, "gates": rows,
        "opens_at": opens, "opens_in_hours": opens.map(|at| hours_left(at.since(reader.now).num_minutes())),
        "ahead": ahead(&case), "needed": case.policy.reason_min_chars, "duties": duties(&case),
        "seats": seats(&view), "writes": writable && manager, "writable": writable,
        "signs": state == ApplicationState::Debriefed && may_sign(&view, &actor),
        "may_approve": state == ApplicationState::Debriefed && manager,
        "decided": view.snapshot.is_some(),
    });
    shown(visit, ("decisions/pages/staff/decision", &head.name), data, typed)
}

/// Whole hours, rounded up.
fn hours_left(minutes: i64) -> i64 {
    (minutes + 59).div_euclid(60)
}

fn body(view: &DecisionView) -> Value {
    view.decision.as_ref().map_or_else(
        || json!({}),
        |decision| {
            json!({
                "text": decision.text, "preference_reason": decision.preference_reason,
                "preference_duty": decision.preference_duty, "expectation": decision.expectation,
            })
        },
    )
}

/// What keeps the choice from being obvious: the gate's words about a candidate who is ahead, with a reason or without.
fn ahead(case: &Case) -> bool {
    use crate::pipeline::measured;
    let own = measured::final_composite(&case.evidence).value;
    let rivals = case.evidence.rivals.iter().filter(|rival| rival.passes_floors);
    rivals
        .filter_map(|rival| Some(rival.final_composite? - own?))
        .any(|lead| lead > case.policy.rank_gap)
}

fn duties(case: &Case) -> Vec<Value> {
    let duties = case.evidence.terms.duties.iter().enumerate();
    duties
        .map(|(index, duty)| json!({ "value": index, "label": duty }))
        .collect()
}

/// The two places under the decision: who signed, or who may.
fn seats(view: &DecisionView) -> Vec<Value> {
    let first = [SigningCapacity::HiringManager];
    let second = [SigningCapacity::Sponsor, SigningCapacity::HrLead];
    [&first[..], &second[..]]
        .into_iter()
        .map(|capacities| {
            let signed = view.signatures.iter().find(|s| capacities.contains(&s.capacity));
            let roles: Vec<&str> = capacities.iter().map(|c| c.role().as_str()).collect();
            json!({
                "roles": roles, "signed": signed,
            })
        })
        .collect()
}

fn may_sign(view: &DecisionView, actor: &Actor) -> bool {
    let signed = view.signatures.iter().any(|s| Some(s.user) == actor.user_id());
    view.decision.is_some() && !signed && actor.has_any(&[Role::HiringManager, Role::Sponsor, Role::HrLead])
}

/// Stores the words; other words than before void the signatures.
pub(super) async fn put(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<PutDecision>());
    let saved = app
        .db
        .write(move |conn| flow::put(conn, &ctx, id, &seen, || body.get().map(Words::from)))
        .await;
    match saved {
        Ok(_) => Ok(visit.go(&format!("/applications/{id}/decision"), "decision-saved")),
        Err(fault) => page(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

/// Signs the words as they stand.
pub(super) async fn sign(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<Nothing>());
    let signed = app
        .db
        .write(move |conn| flow::sign(conn, &ctx, id, &seen, || body.get().map(|_| ())))
        .await;
    match signed {
        Ok(_) => Ok(visit.go(&format!("/applications/{id}/decision"), "decision-signed")),
        Err(fault) => page(&app, &visit, id, Some((Value::Null, fault.into()))).await,
    }
}
