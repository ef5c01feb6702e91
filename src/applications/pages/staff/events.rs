//! What happened, in words.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Map, Value, json};

use super::CaseHead;
use crate::{
    app::App,
    audit::Event,
    fault::Fault,
    flow::applications as flow,
    kernel::{ids::ApplicationId, text_enum::TextEnum},
    people::Visit,
    web::ApiResult,
};

/// A message key for a word of the log, e.g. `must_have.check`.
fn key(prefix: &str, word: &str) -> String {
    format!("{prefix}{}", word.replace(['.', '_'], "-"))
}

/// A word of the log in the reader's language, or the word itself.
fn said(visit: &Visit, prefix: &str, word: &str) -> String {
    let key = key(prefix, word);
    let said = visit.say(&key);
    if said == key { word.replace('_', " ") } else { said }
}

/// An event as a line: when, what, by whom.
pub(super) fn line(visit: &Visit, event: &Event) -> Value {
    let what = if event.action == "transition" {
        let mut values = Map::new();
        values.insert("kind".into(), said(visit, "app-kind-", &event.entity_kind).into());
        let to = event.to_state.as_deref().unwrap_or_default();
        values.insert("to".into(), state_word(visit, &event.entity_kind, to).into());
        visit.say_with(&format!("app-event-{}", event.outcome), &values)
    } else {
        said(visit, "app-event-", &event.action)
    };
    json!({
        "at": event.at, "what": what, "who": event.actor_name, "by_itself": event.actor_id.is_none(),
        "outcome": event.outcome, "gates": event.details.get("gates").cloned().unwrap_or(Value::Null),
    })
}

fn state_word(visit: &Visit, kind: &str, state: &str) -> String {
    let prefix = match kind {
        "application" => "app-state-",
        "interview" => "app-round-",
        "scorecard" => "app-card-",
        "exercise" => "app-sample-",
        "red_flag" => "app-flag-",
        "waiver" => "app-waiver-",
        _ => "app-reference-",
    };
    let key = format!("{prefix}{state}");
    let said = visit.say(&key);
    if said == key {
        state.replace('_', " ")
    } else {
        said
    }
}

/// The whole timeline, newest first.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let (head, events) = app
        .db
        .read(move |conn| {
            let (_, case) = flow::look::show(conn, &ctx, *id)?;
            Ok::<_, Fault>((
                CaseHead::new(&case, "overview"),
                flow::look::timeline(conn, &ctx, *id)?,
            ))
        })
        .await?;
    let lines: Vec<Value> = events.iter().rev().map(|event| line(&visit, event)).collect();
    let data = json!({ "head": head, "events": lines, "body": {} });
    visit.page_of("applications/pages/staff/timeline", &head.name, &data)
}

/// When each state of the main path was first entered.
pub(super) fn entered(events: &[Event], state: impl TextEnum) -> Option<crate::kernel::time::Timestamp> {
    events
        .iter()
        .filter(|event| event.entity_kind == "application" && event.outcome != crate::audit::Outcome::Refused)
        .find(|event| event.to_state.as_deref() == Some(state.as_str()))
        .map(|event| event.at)
}
