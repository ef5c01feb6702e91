//! The audit log as a page: what was done and what was refused, newest first.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, ServiceConfig, get},
};
use serde_json::{Value, json};

use super::{Event, Outcome, api::Wanted};
use crate::{
    app::App,
    flow::trail,
    kernel::text_enum::TextEnum,
    people::Visit,
    web::{ApiResult, Paging, Query},
};

/// Mounts the page.
pub fn pages(cfg: &mut ServiceConfig) {
    cfg.route("/audit_events", get().to(list));
}

async fn list(
    req: HttpRequest,
    app: Data<App>,
    visit: Visit,
    wanted: Query<Wanted>,
    paging: Paging,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let chosen = wanted.0.outcome;
    let filter = super::Filter::from(wanted.0);
    let page = app
        .db
        .read(move |conn| trail::list(conn, &ctx, filter.clone(), &paging.0))
        .await?;
    let events: Vec<Value> = page.data.iter().map(row).collect();
    let outcomes: Vec<Value> = Outcome::ALL
        .iter()
        .map(|outcome| json!({ "value": outcome, "label": visit.say(&format!("audit-{outcome}")) }))
        .collect();
    let next = page.next_cursor.map(|cursor| {
        let kept =
            url::form_urlencoded::parse(req.query_string().as_bytes()).filter(|(key, _)| key != "cursor");
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept).append_pair("cursor", &cursor);
        format!("/audit_events?{}", query.finish())
    });
    let data = json!({
        "events": events,
        "next": next,
        "outcomes": outcomes,
        "body": { "outcome": chosen },
    });
    visit.page("audit/pages/list", "audit-log", &data)
}

fn row(event: &Event) -> Value {
    let gates = event.details.get("gates").and_then(Value::as_array).cloned();
    json!({
        "at": event.at,
        "who": event.actor_name,
        "role": event.role,
        "kind": event.entity_kind.replace('_', " "),
        "action": event.action.replace(['_', '.'], " "),
        "from": event.from_state.as_deref().map(|state| state.replace('_', " ")),
        "to": event.to_state.as_deref().map(|state| state.replace('_', " ")),
        "outcome": event.outcome,
        "gates": gates.unwrap_or_default(),
    })
}
