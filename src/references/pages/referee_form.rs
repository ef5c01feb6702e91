//! What the forms have in common in which a candidate, or a referee, names somebody.

use serde_json::{Value, json};

use crate::{
    kernel::{text_enum::TextEnum, time::Timestamp},
    pipeline::evidence::Relation,
    references::model::Referee,
    web::view::Screen,
};

/// What somebody can have been to the candidate, as choices with their messages. Relatives and the hiring team never
/// count (dossier 5.1), so nobody is asked for them.
pub(super) fn relations(screen: &Screen, prefix: &str) -> Vec<Value> {
    let eligible = |relation: &&Relation| !matches!(relation, Relation::Relative | Relation::HiringTeam);
    let choice = |relation: &Relation| json!({ "value": relation, "label": screen.say(&format!("{prefix}-{relation}")) });
    Relation::ALL.iter().filter(eligible).map(choice).collect()
}

/// What is stored of somebody, as the form shows it.
pub(super) fn of(referee: &Referee) -> Value {
    let day = |at: Timestamp| at.utc().date_naive().to_string();
    json!({
        "name": referee.name,
        "relation": referee.relation,
        "firm": referee.firm,
        "period_from": day(referee.period_from),
        "period_to": referee.period_to.map(day),
        "email": referee.email,
        "phone": referee.phone,
        "not_before_offer": referee.not_before_offer,
        "consent": referee.consented_at.is_some(),
    })
}
