//! How lists of a description are laid out in the editor: their rows, spare ones, and the codes each can be given.

use serde_json::{Value, json};

use crate::{
    content::{Pack, model::DutyList},
    jobs::model::Job,
    kernel::kind::Kind,
};

/// Duties a form has room for at first: as many as a clear description has at least.
const LEAST_DUTIES: usize = 8;

/// The codes duties can be given, each with what it means.
pub(super) struct Codes {
    competencies: Vec<(String, String)>,
    templates: Vec<(String, String)>,
}

impl Codes {
    /// The competencies, and the duty templates of the job's kind.
    pub(super) fn of(pack: &Pack, job: &Job) -> Self {
        let fits = |list: DutyList| match list {
            DutyList::ClientFocused => job.kind != Some(Kind::ProductionFocused),
            DutyList::ProductionFocused => job.kind != Some(Kind::ClientFocused),
            DutyList::Agency | DutyList::Rules => true,
        };
        let competencies = pack.competencies().iter();
        let templates = pack
            .duties()
            .templates
            .iter()
            .filter(|template| fits(template.list));
        Self {
            competencies: competencies
                .map(|c| (c.code.to_string(), c.name.clone()))
                .collect(),
            templates: templates.map(|t| (t.code.to_string(), t.text.clone())).collect(),
        }
    }

    /// What the codes of duty templates mean.
    pub(super) fn glossary(&self) -> Vec<Value> {
        let of = |(code, text): &(String, String)| json!({ "code": code, "text": text });
        self.templates.iter().map(of).collect()
    }

    /// Codes to choose from, the chosen ones marked; chosen ones that are not offered stay.
    fn choices(offered: &[(String, String)], chosen: Option<&Value>, words: bool) -> Vec<Value> {
        let chosen: Vec<&str> = chosen
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let known = |code: &&str| offered.iter().any(|(other, _)| other == code);
        let others = chosen.iter().filter(|code| !known(code));
        let others = others.map(|code| json!({ "code": code, "label": code, "on": true }));
        offered
            .iter()
            .map(|(code, name)| {
                let label = if words { name } else { code };
                json!({ "code": code, "label": label, "on": chosen.contains(&code.as_str()) })
            })
            .chain(others)
            .collect()
    }

    fn duty(&self, n: Value, duty: Option<&Value>) -> Value {
        let list = |name: &str| duty.and_then(|duty| duty.get(name));
        json!({
            "n": n,
            "competencies": Self::choices(&self.competencies, list("competency_codes"), true),
            "templates": Self::choices(&self.templates, list("template_codes"), false),
        })
    }
}

/// The duties of a description and spare rows.
pub(super) fn duties(description: &Value, codes: &Codes) -> Value {
    let there = description.get("duties").and_then(Value::as_array);
    let shown = there.map_or(0, Vec::len).saturating_add(1).max(LEAST_DUTIES);
    let all: Vec<Value> = (0..shown)
        .map(|n| codes.duty(n.into(), there.and_then(|duties| duties.get(n))))
        .collect();
    json!({ "all": all, "next": shown, "blank": codes.duty("__N__".into(), None) })
}

/// The must-haves and a spare row; each with its ways to check it and a spare one.
pub(super) fn must_haves(description: &Value) -> Value {
    let there = description.get("must_have").and_then(Value::as_array);
    let shown = there.map_or(0, Vec::len).saturating_add(1).max(2);
    let all: Vec<Value> = (0..shown)
        .map(|n| {
            let ways = there.and_then(|all| all.get(n)?.get("evidence")?.as_array());
            let ways = ways.map_or(0, Vec::len).saturating_add(1);
            json!({ "n": n, "ways": (0..ways).collect::<Vec<_>>() })
        })
        .collect();
    json!({ "all": all, "next": shown, "blank": { "n": "__N__", "ways": [0, 1] } })
}
