//! Administration: where to go, and how the service is.

use actix_web::{
    HttpResponse,
    web::{self, Data, ServiceConfig},
};
use serde_json::{Value, json};

use super::App;
use crate::{
    fault::Fault,
    kernel::{role::Role, text_enum::TextEnum},
    mail,
    people::Visit,
    settings::MailTransport,
    web::ApiResult,
};

/// Mounts the pages.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/administration").route(web::get().to(administration)));
}

struct Tile {
    key: &'static str,
    href: &'static str,
    icon: &'static str,
    roles: &'static [Role],
}

const TILES: &[Tile] = &[
    Tile {
        key: "users",
        href: "/users",
        icon: "users",
        roles: Role::ALL,
    },
    Tile {
        key: "company",
        href: "/company",
        icon: "building",
        roles: Role::ALL,
    },
    Tile {
        key: "policies",
        href: "/policies",
        icon: "scale",
        roles: Role::ALL,
    },
    Tile {
        key: "content",
        href: "/content",
        icon: "books",
        roles: Role::ALL,
    },
    Tile {
        key: "mail-templates",
        href: "/mail_templates",
        icon: "mail",
        roles: &[Role::Admin, Role::Hr, Role::HrLead, Role::Auditor],
    },
    Tile {
        key: "mail-queue",
        href: "/mail_queue",
        icon: "send",
        roles: &[Role::Admin, Role::Hr, Role::HrLead, Role::Auditor],
    },
    Tile {
        key: "audit-log",
        href: "/audit_events",
        icon: "history",
        roles: &[Role::Admin, Role::HrLead, Role::Auditor],
    },
];

async fn administration(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    let tiles: Vec<Value> = TILES
        .iter()
        .filter(|tile| visit.staff.has_any(tile.roles))
        .map(|tile| json!({ "key": tile.key, "href": tile.href, "icon": tile.icon }))
        .collect();
    let now = app.clock.now();
    let queue = app
        .db
        .read(move |conn| Ok::<_, Fault>(mail::status(conn, now)?))
        .await?;
    let data = json!({
        "tiles": tiles,
        "version": env!("CARGO_PKG_VERSION"),
        "engine": app.db.engine(),
        "base_url": app.base_url,
        "transport": match app.settings.mail.transport {
            MailTransport::File => "file",
            MailTransport::Smtp => "smtp",
        },
        "queue": queue,
        "now": now,
    });
    visit.page("app/pages/administration", "nav-administration", &data)
}
