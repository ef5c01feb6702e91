//! The audit log across all cases: who may read which part of it, and what is told to whom.

use serde_json::Value;

use crate::{
    audit::{self, Event, Filter},
    db::{
        Conn,
        page::{Page, PageRequest},
    },
    fault::Fault,
    kernel::{
        ctx::{Actor, Ctx},
        role::Role,
        text_enum::TextEnum,
    },
    pipeline::{gate_id::GateId, sight},
};

/// Things whose mere trace tells how a candidate was rated: a flag is raised by low ratings, a difference resolved
/// where interviews and references disagree, a sign seen where a reference may not be the referee's own.
const TELLING_KINDS: &[&str] = &["red_flag", "discrepancy", "reference_sign"];

/// Things that belong to no case of a candidate or a hire.
const TECHNICAL_KINDS: &[&str] = &["user", "company", "clock", "mail_queue"];

/// How much of the log somebody reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// All of it, as it was written.
    Whole,
    /// All of it, without what gives ratings or references away (G16).
    Discreet,
    /// What is technical alone: accounts, the company's settings with policy and content, the clock.
    Technical,
}

/// Auditors read everything; one who may also rate is as blind as any rater. HR leads read all cases discreetly: what
/// they may see of one case stands in its timeline. Administrators read what is technical.
fn reading(actor: &Actor) -> Result<Reading, Fault> {
    if actor.has_any(&[Role::Auditor]) {
        return Ok(if actor.has_any(Role::RATERS) {
            Reading::Discreet
        } else {
            Reading::Whole
        });
    }
    if actor.has_any(&[Role::HrLead]) {
        return Ok(Reading::Discreet);
    }
    if actor.has_any(&[Role::Admin]) {
        return Ok(Reading::Technical);
    }
    Err(Fault::forbidden(
        "The audit log is read by auditors, HR leads and, where it is technical, administrators. The timeline of a \
         case is open to everybody who may know of the case.",
    ))
}

/// The events that match, newest first, as far as the actor may read them.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody else.
pub fn list(
    conn: &mut Conn,
    ctx: &Ctx,
    mut filter: Filter,
    wanted: &PageRequest,
) -> Result<Page<Event>, Fault> {
    let reading = reading(&ctx.actor)?;
    match reading {
        Reading::Whole => {}
        Reading::Discreet => filter.without_kinds = TELLING_KINDS,
        Reading::Technical => filter.only_kinds = TECHNICAL_KINDS,
    }
    let mut page = audit::list(conn, &filter, wanted)?;
    if reading == Reading::Discreet {
        page.data = page.data.into_iter().filter_map(discreet).collect();
    }
    Ok(page)
}

/// An event without what gives ratings or references away; none when nothing would be left.
pub(super) fn discreet(mut event: Event) -> Option<Event> {
    if TELLING_KINDS.contains(&event.entity_kind.as_str()) {
        return None;
    }
    let details = event.details.as_object_mut();
    match (event.entity_kind.as_str(), details) {
        // Which competency was talked about, or what somebody thinks of it by now.
        ("debrief", _) => event.details = Value::Null,
        ("scorecard", Some(details)) => {
            details.remove("competency");
            details.remove("value");
        }
        (_, Some(details)) => untold(details),
        (_, None) => {}
    }
    Some(event)
}

/// A refusal without the gates of ratings and references, and without the forecast that knows of missed floors.
fn untold(details: &mut serde_json::Map<String, Value>) {
    let telling = |gate: &Value| {
        sight::TELLING
            .iter()
            .any(|known: &GateId| gate.as_str() == Some(known.as_str()))
    };
    if let Some(gates) = details.get_mut("gates").and_then(Value::as_array_mut) {
        gates.retain(|gate| !telling(gate));
    }
    let floors = |binding: &Value| {
        let words = binding.as_array().into_iter().flatten();
        words.filter_map(Value::as_str).any(|word| word == FLOOR_FAILED)
    };
    if details.get("binding_constraints").is_some_and(floors) {
        details.remove("binding_constraints");
        details.remove("earliest_possible_approval_at");
    }
}

/// The word of a forecast that no waiting helps.
const FLOOR_FAILED: &str = "floor_failed";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        audit::{ActorKind, Outcome},
        db::types::Sha256Hash,
        kernel::{ids::AuditEventId, time::Timestamp},
    };

    fn event(entity_kind: &str, details: Value) -> Event {
        let id = uuid::Uuid::from_u128(7);
        Event {
            id: AuditEventId::from_uuid(id),
            chain: "case:7".to_owned(),
            seq: 1,
            at: Timestamp::from_unix_micros(0),
            actor_kind: ActorKind::User,
            actor_id: None,
            actor_name: "Hanna Reil".to_owned(),
            role: None,
            entity_kind: entity_kind.to_owned(),
            entity_id: crate::kernel::ids::RowId::from_uuid(id),
            action: "transition".to_owned(),
            from_state: None,
            to_state: None,
            outcome: Outcome::Refused,
            details,
            policy_version: None,
            request_id: crate::kernel::ids::RowId::from_uuid(id),
            previous_hash: Sha256Hash([0; 32]),
            hash: Sha256Hash([0; 32]),
        }
    }

    #[test]
    fn a_refusal_keeps_the_gates_that_tell_nothing_of_ratings() {
        let refused = json!({
            "gates": ["G19", "G28", "G29", "G30", "G37"], "earliest_possible_approval_at": null,
            "binding_constraints": ["floor_failed"],
        });
        let told = discreet(event("application", refused)).unwrap().details;
        assert_eq!(told, json!({ "gates": ["G19", "G37"] }));
        let dated = json!({
            "gates": ["G37"], "earliest_possible_approval_at": "2026-11-12T17:00:00Z",
            "binding_constraints": ["G37"],
        });
        let told = discreet(event("application", dated.clone())).unwrap().details;
        assert_eq!(told, dated);
    }

    #[test]
    fn flags_differences_and_changed_views_are_not_told() {
        assert_eq!(discreet(event("red_flag", json!({ "code": "RF14" }))), None);
        assert_eq!(
            discreet(event("discrepancy", json!({ "competency": "OPST" }))),
            None
        );
        let later = event("scorecard", json!({ "competency": "CONF", "value": 2 }));
        assert_eq!(discreet(later).unwrap().details, json!({}));
        let note = event("debrief", json!({ "competency": "CONF", "source": "E3" }));
        assert_eq!(discreet(note).unwrap().details, Value::Null);
    }
}
