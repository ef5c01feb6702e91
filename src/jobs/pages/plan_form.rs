//! The form of an interview plan: who can be chosen with the state of their certificate, which questions a
//! competency has, and what is wrong with which round.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value, json};

use super::{length, rows};
use crate::{
    content::Pack,
    db::Conn,
    fault::Fault,
    jobs::model::Job,
    kernel::{codes::CompetencyCode, ctx::Ctx, kind::Kind, role::Role, text_enum::TextEnum},
    people::{self, User, Visit},
    web::view::Lang,
};

/// What the form offers.
pub(super) struct Offers {
    /// Everybody who can rate.
    pub(super) people: Value,
    names: BTreeMap<String, String>,
    competencies: Value,
    variants: BTreeMap<String, Value>,
    pack: Arc<Pack>,
}

impl Offers {
    /// Loads them.
    pub(super) fn of(conn: &mut Conn, ctx: &Ctx, visit: &Visit, pack: &Arc<Pack>) -> Result<Self, Fault> {
        let mut raters: BTreeMap<(String, String), User> = BTreeMap::new();
        for role in Role::RATERS {
            for user in people::users_with_role(conn, *role)? {
                raters.insert((user.name.clone(), user.id.to_string()), user);
            }
        }
        let mut options = Vec::new();
        let mut names = BTreeMap::new();
        for ((name, id), user) in raters {
            let label = format!("{name} ({})", certificate(conn, ctx, visit, &user)?);
            options.push(json!({ "value": id, "label": label }));
            names.insert(id, label);
        }
        let competencies = pack.competencies().iter();
        let competencies = competencies
            .map(|c| json!({ "value": c.code, "label": c.name }))
            .collect();
        let variants = pack.exercises().iter().map(|exercise| {
            let of = |form: &crate::content::model::VariantInfo| {
                let name = visit.say(&format!("job-variant-{}", form.variant.as_str()));
                json!({ "value": form.variant, "label": format!("{name}, {} min", form.minutes) })
            };
            (
                exercise.code.to_string(),
                exercise.variants.iter().map(of).collect(),
            )
        });
        Ok(Self {
            people: options.into(),
            names,
            competencies,
            variants: variants.collect(),
            pack: Arc::clone(pack),
        })
    }

    /// The rounds of a plan as they are edited.
    pub(super) fn rounds(&self, plan: &Value, problems: &Value) -> Vec<Value> {
        let rounds = plan.get("rounds").and_then(Value::as_array);
        let of = |(n, round): (usize, &Value)| {
            let code = round.get("code").and_then(Value::as_str).unwrap_or_default();
            let kit = round.get("kit").and_then(Value::as_array);
            let samples = round.get("work_samples") == Some(&Value::Bool(true));
            let spare = usize::from(!samples);
            let shown = kit.map_or(0, Vec::len).saturating_add(spare);
            let lines: Vec<Value> = (0..shown)
                .map(|m| self.kit_line(m, kit.and_then(|kit| kit.get(m))))
                .collect();
            json!({
                "n": n,
                "code": code,
                "name": round.get("name"),
                "minutes": round.get("minutes"),
                "shared": round.get("same_appointment_as"),
                "samples": samples,
                "raters": self.chosen(round, "/raters"),
                "seats": rows(length(round, "/raters"), 1, 2),
                "kit": lines,
                "problems": naming(problems, code),
            })
        };
        rounds.into_iter().flatten().enumerate().map(of).collect()
    }

    fn kit_line(&self, m: usize, line: Option<&Value>) -> Value {
        let code = line
            .and_then(|line| line.get("competency")?.as_str())
            .unwrap_or_default();
        let competency = CompetencyCode::new(code).ok();
        let competency = competency.and_then(|code| self.pack.competency(&code));
        let questions = competency.into_iter().flat_map(|c| &c.questions);
        let questions: Vec<Value> = questions
            .map(|q| json!({ "value": q.code, "label": format!("{} {}", q.code, q.text) }))
            .collect();
        json!({
            "m": m,
            "name": competency.map(|c| &c.name),
            "competencies": self.competencies,
            "questions": questions,
            "chosen": line.and_then(|line| line.get("core_questions")),
        })
    }

    fn chosen(&self, of: &Value, list: &str) -> Vec<&String> {
        let ids = of.pointer(list).and_then(Value::as_array).into_iter().flatten();
        ids.filter_map(Value::as_str)
            .filter_map(|id| self.names.get(id))
            .collect()
    }

    /// The work samples of a plan as they are edited.
    pub(super) fn exercises(&self, plan: &Value, problems: &Value) -> Vec<Value> {
        let exercises = plan.get("exercises").and_then(Value::as_array);
        let of = |(n, exercise): (usize, &Value)| {
            let code = exercise.get("code").and_then(Value::as_str).unwrap_or_default();
            let name = self.pack.exercises().iter().find(|e| e.code.as_str() == code);
            json!({
                "n": n,
                "code": code,
                "name": name.map(|exercise| &exercise.name),
                "variant": exercise.get("variant"),
                "variants": self.variants.get(code).cloned().unwrap_or_else(|| json!([])),
                "assessors": self.chosen(exercise, "/assessors"),
                "seats": rows(length(exercise, "/assessors"), 0, 2),
                "problems": naming(problems, code),
            })
        };
        exercises.into_iter().flatten().enumerate().map(of).collect()
    }

    /// The floors of a plan, each beside what the content ships.
    pub(super) fn floors(&self, plan: &Value, kind: Option<Kind>) -> Vec<Value> {
        let set = plan.pointer("/floors/competencies").and_then(Value::as_object);
        let of = |competency: &crate::content::model::Competency| {
            json!({
                "code": competency.code,
                "name": competency.name,
                "critical": kind.is_some_and(|kind| competency.is_critical(kind)),
                "floor": set.and_then(|set| set.get(competency.code.as_str())),
            })
        };
        self.pack.competencies().iter().map(of).collect()
    }
}

/// Until when somebody may rate, in words.
fn certificate(conn: &mut Conn, ctx: &Ctx, visit: &Visit, user: &User) -> Result<String, Fault> {
    let Some(until) = people::certificate_valid_until(conn, user.id)? else {
        return Ok(visit.say("job-no-certificate"));
    };
    let format = match visit.lang() {
        Lang::En => "%m/%Y",
        Lang::De => "%m.%Y",
    };
    let day = until
        .utc()
        .with_timezone(&visit.view().zone())
        .format(format)
        .to_string();
    let key = if until < ctx.now {
        "job-certificate-ran-out"
    } else {
        "job-certificate-until"
    };
    let values = Map::from_iter([("day".to_owned(), day.into())]);
    Ok(visit.say_with(key, &values))
}

/// The problems whose text begins with a code, without the code's own round or sample losing them to another.
fn naming<'a>(problems: &'a Value, code: &str) -> Vec<&'a Value> {
    let all = problems
        .get("all")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    all.filter(|text| {
        text.as_str()
            .is_some_and(|text| text.split(' ').next() == Some(code))
    })
    .collect()
}

/// A kit line whose competency was just chosen has no questions yet: it gets the competency's core questions. Boxes
/// of another competency's questions are forgotten.
pub(super) fn kits_with_questions(pack: &Pack, job: &Job, mut plan: Value) -> Value {
    let rounds = plan.get_mut("rounds").and_then(Value::as_array_mut);
    let lines = rounds
        .into_iter()
        .flatten()
        .filter_map(|round| round.get_mut("kit")?.as_array_mut())
        .flatten();
    for line in lines {
        let code = line.get("competency").and_then(Value::as_str).unwrap_or_default();
        let Some(competency) = CompetencyCode::new(code)
            .ok()
            .and_then(|code| pack.competency(&code))
        else {
            continue;
        };
        let own = |asked: &Value| competency.questions.iter().any(|q| asked == q.code.as_str());
        let asked = line.get("core_questions").and_then(Value::as_array);
        let mut asked: Vec<Value> = asked.into_iter().flatten().filter(|q| own(q)).cloned().collect();
        if asked.is_empty() {
            let suits = |kind: Kind| {
                competency
                    .questions
                    .iter()
                    .filter(move |q| q.core && q.mark.suits(kind))
            };
            asked = job
                .kind
                .into_iter()
                .flat_map(suits)
                .map(|q| json!(q.code))
                .collect();
        }
        if let Value::Object(fields) = line {
            fields.insert("core_questions".to_owned(), asked.into());
        }
    }
    // The round of the work samples asks no questions, and nobody may be chosen yet.
    let rounds = plan.get_mut("rounds").and_then(Value::as_array_mut);
    for round in rounds.into_iter().flatten() {
        if let Value::Object(fields) = round {
            fields.entry("kit").or_insert_with(|| json!([]));
            fields.entry("raters").or_insert_with(|| json!([]));
        }
    }
    let exercises = plan.get_mut("exercises").and_then(Value::as_array_mut);
    for exercise in exercises.into_iter().flatten() {
        if let Value::Object(fields) = exercise {
            fields.entry("assessors").or_insert_with(|| json!([]));
        }
    }
    plan
}
