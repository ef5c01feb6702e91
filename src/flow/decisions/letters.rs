//! What is mailed around waivers (M14, M15, M35) and when the cooling-off is over (M16).

use super::target::Target;
use crate::{
    company,
    db::Conn,
    decisions::{Unknown, UnknownKind, Waiver, unknowns},
    fault::Fault,
    flow::case::Case,
    kernel::{
        ctx::{Actor, Ctx},
        ids::ApplicationId,
        role::Role,
    },
    mail::{
        self, Case as MailCase, Message, Outgoing,
        message::{CoolingOffOver, SurgeAdvice, WaiverRequest, WaiverResult},
    },
    people::{self, User},
    pipeline::{
        gate_id::GateId,
        gates::{self, Concern},
        state::{ApplicationState, WaiverState},
        waiver::{WaiverGate, check_approval},
    },
};

/// Roles one of which everybody who can approve some waiver holds (7.6).
pub(super) const APPROVERS: &[Role] = &[
    Role::HrLead,
    Role::Sponsor,
    Role::OpsLead,
    Role::Trainer,
    Role::Hr,
];

/// What helps until the right person is found (seed row 0-05, 7.6).
const INTERIM: [&str; 4] = [
    "The owner or a senior account manager covers the accounts for some weeks",
    "Accounts are spread among the others, the quiet ones first, nobody above twenty",
    "Temporary support takes paperwork and scheduling off those who know the clients",
    "Clients are told honestly who looks after them until then",
];

fn gate(gate: WaiverGate) -> String {
    let name = gate.gate().map_or("", GateId::name);
    format!("{gate} {name}").trim_end().to_owned()
}

fn send(
    conn: &mut Conn,
    ctx: &Ctx,
    (to, case): (&User, MailCase),
    dedup: String,
    message: Message,
) -> Result<(), Fault> {
    let mail = Outgoing {
        to_name: to.name.clone(),
        to: to.email.clone(),
        message,
        case,
        dedup,
        not_before: None,
    };
    mail::enqueue(conn, ctx, mail)?;
    Ok(())
}

/// The value that is asked for, in the gate's unit.
fn asked(waiver: &Waiver, target: &Target) -> String {
    match waiver.gate.limit(&target.context()) {
        Some(limit) => format!("{} instead of {} {}", waiver.value, limit.current, limit.unit),
        None => waiver.value.to_string(),
    }
}

/// M14: everybody who could give the first approval is told. Nobody who rated, and not whoever asks.
pub(super) fn requested(conn: &mut Conn, ctx: &Ctx, target: &Target, waiver: &Waiver) -> Result<(), Fault> {
    let zone = company::calendar(conn)?.timezone();
    let requester = people::find_user(conn, waiver.requested_by)?.map_or_else(String::new, |user| user.name);
    let message = Message::WaiverRequest(WaiverRequest {
        about: target.about(),
        requester,
        gate: gate(waiver.gate),
        value: asked(waiver, target),
        reason: vec![
            waiver.reason_code.to_string().replace('_', " "),
            waiver.text.clone(),
        ],
        measure: waiver.compensating_measure.clone(),
        expires: mail::when(waiver.expires_at, zone),
        link: format!("/waivers/{}", waiver.id),
    });
    for user in approvers(conn, target, waiver)? {
        let dedup = format!("waiver/{}/request/{}", waiver.id, user.id);
        send(conn, ctx, (&user, target.mail_case()), dedup, message.clone())?;
    }
    Ok(())
}

fn approvers(conn: &mut Conn, target: &Target, waiver: &Waiver) -> Result<Vec<User>, Fault> {
    let mut found: Vec<User> = Vec::new();
    for role in APPROVERS {
        for user in people::users_with_role(conn, *role)? {
            if found.iter().any(|known| known.id == user.id) {
                continue;
            }
            let actor = target.as_of(&Actor::User(user.actor()));
            let may = actor.user().is_some_and(|actor| {
                check_approval(waiver.gate, waiver.requested_by, &target.approver(actor), &[]).is_ok()
            });
            if may {
                found.push(user);
            }
        }
    }
    Ok(found)
}

/// M15 to whoever asked, once the waiver is granted, refused, taken back or expired. Requests that nobody has to look
/// at any more are called off; a refusal brings the hiring manager what helps in the meantime (M35).
pub(super) fn settled(conn: &mut Conn, ctx: &Ctx, target: &Target, waiver: &Waiver) -> Result<(), Fault> {
    let (result, next_step) = match waiver.state {
        WaiverState::Granted => (
            "granted",
            "Do what you promised instead. The waiver is shown beside the decision and in the file.",
        ),
        WaiverState::Refused => ("refused", "Go on with the step as it is asked for."),
        WaiverState::Revoked => (
            "taken back",
            "The gate asks for its full value again; look at what is open now.",
        ),
        WaiverState::Expired => (
            "expired",
            "The gate asks for its full value again; look at what is open now.",
        ),
        _ => return Ok(()),
    };
    mail::cancel(conn, &format!("waiver/{}/request/", waiver.id))?;
    let zone = company::calendar(conn)?.timezone();
    if let Some(user) = people::find_user(conn, waiver.requested_by)? {
        let granted = waiver.state == WaiverState::Granted;
        let message = Message::WaiverResult(WaiverResult {
            about: target.about(),
            gate: gate(waiver.gate),
            result: result.to_owned(),
            reason: waiver.closure.as_ref().map(|closure| closure.0.text.clone()),
            until: granted.then(|| mail::when(waiver.expires_at, zone)),
            next_step: next_step.to_owned(),
            link: format!("/waivers/{}", waiver.id),
        });
        let dedup = format!("waiver/{}/result/{}", waiver.id, waiver.state);
        send(conn, ctx, (&user, target.mail_case()), dedup, message)?;
    }
    if waiver.state == WaiverState::Refused {
        advise(conn, ctx, target, waiver)?;
    }
    Ok(())
}

/// M35.
fn advise(conn: &mut Conn, ctx: &Ctx, target: &Target, waiver: &Waiver) -> Result<(), Fault> {
    let Some(manager) = people::find_user(conn, target.hiring_manager())? else {
        return Ok(());
    };
    let message = Message::SurgeAdvice(SurgeAdvice {
        about: target.about(),
        options: INTERIM.map(str::to_owned).to_vec(),
        link: format!("/waivers/{}", waiver.id),
    });
    let dedup = format!("waiver/{}/advice", waiver.id);
    send(conn, ctx, (&manager, target.mail_case()), dedup, message)
}

fn cooling_key(id: ApplicationId) -> String {
    format!("application/{id}/cooling_off/")
}

/// M16, planned for the end of the cooling-off (G37), while the company works. Called again when a waiver shortens it.
pub(super) fn cooling_off(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    let id = case.evidence.application;
    mail::cancel(conn, &cooling_key(id))?;
    let manager = people::find_user(conn, case.evidence.terms.hiring_manager)?;
    let (Some(debriefed), Some(manager)) = (case.evidence.debriefed_at, manager) else {
        return Ok(());
    };
    let concern = Concern::Step(ApplicationState::Approved);
    let finding = gates::judge_application(GateId::G37, &case.evidence, concern, case.frame(ctx));
    let ends = gates::row(GateId::G37, finding).opens_at.unwrap_or(ctx.now);
    let mail = Outgoing {
        to_name: manager.name,
        to: manager.email,
        message: Message::CoolingOffOver(CoolingOffOver {
            candidate_name: case.evidence.candidate_name.clone(),
            job_title: case.evidence.terms.title.clone(),
            unknowns: checklist(&unknowns::list(&case.evidence, &[], None)),
            link: format!("/applications/{id}/decision"),
        }),
        case: MailCase::Application(id),
        dedup: format!("{}{}", cooling_key(id), debriefed.unix_micros()),
        not_before: Some(case.calendar.considerate(ends)),
    };
    mail::enqueue(conn, ctx, mail)?;
    Ok(())
}

/// Nothing waits for the end of the cooling-off any more.
pub(super) fn cooled_off(conn: &mut Conn, id: ApplicationId) -> Result<(), Fault> {
    mail::cancel(conn, &cooling_key(id))?;
    Ok(())
}

/// What is still unknown, in words that name nobody who rated: a mail can be forwarded.
fn checklist(unknown: &[Unknown]) -> Vec<String> {
    let (named, rest): (Vec<&Unknown>, Vec<&Unknown>) = unknown
        .iter()
        .partition(|fact| fact.kind == UnknownKind::NotObserved && !fact.of_everybody());
    let mut lines: Vec<String> = rest.into_iter().map(|fact| fact.text.clone()).collect();
    match named.len() {
        0 => {}
        1 => lines.push("One rater could not observe a competency; the debrief shows which.".to_owned()),
        n => lines.push(format!(
            "In {n} places a rater could not observe a competency; the debrief shows which."
        )),
    }
    lines
}
