//! Floors: nothing makes up for a missing soft skill (G29), least of all for communication (G30); technical
//! knowledge and commercial sense need a trainable minimum (G31).

use super::super::Frame;
use crate::{
    kernel::{codes::CompetencyCode, terms::CompetencyGroup},
    pipeline::{
        evidence::{ApplicationEvidence, waived_value},
        gate_id::GateId,
        gates::words::all_of,
        measured,
        policy::{CompetencyFact, TOLERANCE, absolute_floor},
        refusal::{Finding, Shortfall},
        score::{Scores, below_floors, shown, soft_mean_miss},
    },
};

/// Most a waiver lowers the technical floor, in levels (7.3).
const TECHNICAL_RELIEF: f64 = 0.5;

fn level(value: Option<f64>) -> String {
    value.map_or("not measured".to_owned(), shown)
}

fn of_groups(case: &ApplicationEvidence, groups: &[CompetencyGroup]) -> Vec<CompetencyFact> {
    let mut facts = measured::competency_facts(&case.terms);
    facts.retain(|fact| groups.contains(&fact.group));
    facts
}

/// A floor as the texts of 7.4 print it: 3.5, not 3.50.
fn plain(floor: f64) -> String {
    floor.to_string()
}

/// G29.
pub(in crate::pipeline::gates) fn soft_floor(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let (policy, kind) = (frame.policy, case.terms.kind);
    let scores = measured::scores(case);
    let soft = of_groups(case, &[CompetencyGroup::Soft]);
    let misses = below_floors(&scores, policy, kind, &soft);
    let mean_miss = soft_mean_miss(&scores, policy);
    if let (Some(mean), true, None) = (scores.soft, misses.is_empty(), mean_miss) {
        return Finding::met(format!("soft mean {}, no floor missed", shown(mean)));
    }
    let unmeasured: Vec<&CompetencyFact> = soft
        .iter()
        .filter(|fact| scores.level(&fact.code).is_none())
        .collect();
    let mean_floor = shown(policy.soft_mean_floor);
    let detail = if misses.is_empty() && mean_miss.is_none() {
        let codes: Vec<String> = unmeasured.iter().map(|f| f.code.to_string()).collect();
        format!(
            "Soft-skill floor not yet known: {} not measured (mean {mean_floor} needed). This floor cannot be waived.",
            all_of(&codes)
        )
    } else {
        let mut list: Vec<String> = misses
            .iter()
            .map(|m| format!("{} {}/{}", m.competency, shown(m.value), shown(m.floor)))
            .collect();
        list.extend(unmeasured.iter().map(|f| format!("{} not measured", f.code)));
        let list = list.join(", ");
        let gap = if list.is_empty() { "" } else { "; " };
        format!(
            "Soft-skill floor not reached: {list}{gap}mean {} ({mean_floor} needed). Technical strength ({}) cannot make up for it. You may reject or keep for another role; this floor cannot be waived.",
            level(scores.soft),
            level(scores.technical)
        )
    };
    let fix = if unmeasured.is_empty() {
        "Reject with a reason, or keep the candidate for another role."
    } else {
        "Have the missing competencies rated by two people."
    };
    Finding::open(
        Shortfall::new(
            format!(
                "soft mean {}, {} below the floor",
                level(scores.soft),
                misses.len()
            ),
            format!("soft mean {mean_floor} and every floor"),
            fix,
            detail,
        )
        .owed([case.owed_by_hiring_manager()])
        .at(case.path("/scorecards")),
    )
}

/// A communication competency of this job, with its level and floor.
fn communication(
    case: &ApplicationEvidence,
    scores: &Scores,
    frame: Frame<'_>,
    code: &str,
) -> (Option<f64>, f64) {
    let fact = measured::competency_facts(&case.terms)
        .into_iter()
        .find(|fact| fact.code == code);
    let floor = fact.map_or(frame.policy.communication_floor, |fact| {
        frame.policy.competency_floor(case.terms.kind, &fact)
    });
    (scores.competencies.get(code).map(|s| s.value), floor)
}

/// G30.
pub(in crate::pipeline::gates) fn communication_floor(
    case: &ApplicationEvidence,
    frame: Frame<'_>,
) -> Finding {
    let scores = measured::scores(case);
    let (written, written_floor) = communication(case, &scores, frame, "WCOM");
    let (verbal, verbal_floor) = communication(case, &scores, frame, "VCOM");
    let reaches = |value: Option<f64>, floor: f64| value.is_some_and(|v| v >= floor - TOLERANCE);
    let found = format!("written {}, verbal {}", level(written), level(verbal));
    if reaches(written, written_floor) && reaches(verbal, verbal_floor) {
        return Finding::met(found);
    }
    let floor = plain(written_floor.max(verbal_floor));
    let below = [(written, written_floor), (verbal, verbal_floor)]
        .into_iter()
        .any(|(value, floor)| value.is_some() && !reaches(value, floor));
    let (detail, fix) = if below {
        (
            format!(
                "Communication below {floor} ({found}). People without strong communication should not face clients. Not waivable."
            ),
            "Reject with a reason, or keep the candidate for a role without clients.",
        )
    } else {
        (
            format!("Communication not yet known ({found}); {floor} needed in each. Not waivable."),
            "Have written and verbal communication rated by two people.",
        )
    };
    Finding::open(
        Shortfall::new(found, format!("{floor} in each"), fix, detail)
            .owed([case.owed_by_hiring_manager()])
            .at(case.path("/scorecards")),
    )
}

/// The technical floor with a waiver: half a level lower at most and never below the absolute floor.
fn relieved(case: &ApplicationEvidence, fact: &CompetencyFact, floor: f64, frame: Frame<'_>) -> f64 {
    let waived = waived_value(&case.waivers, GateId::G31, frame.now);
    match (fact.group, waived) {
        (CompetencyGroup::Technical, Some(value)) => value
            .max(floor - TECHNICAL_RELIEF)
            .max(absolute_floor(case.terms.kind, fact))
            .min(floor),
        _ => floor,
    }
}

/// One competency of G31.
struct Row {
    code: CompetencyCode,
    level: Option<f64>,
    floor: f64,
    relieved: f64,
}

impl Row {
    fn reaches(&self, floor: f64) -> bool {
        self.level.is_some_and(|level| level >= floor - TOLERANCE)
    }
}

/// Commercial and technical competencies with their floors.
fn technical_rows(case: &ApplicationEvidence, frame: Frame<'_>) -> Vec<Row> {
    let scores = measured::scores(case);
    let row = |fact: &CompetencyFact| {
        let floor = frame.policy.competency_floor(case.terms.kind, fact);
        Row {
            code: fact.code.clone(),
            level: scores.level(&fact.code),
            floor,
            relieved: relieved(case, fact, floor, frame),
        }
    };
    let groups = [CompetencyGroup::Commercial, CompetencyGroup::Technical];
    of_groups(case, &groups).iter().map(row).collect()
}

/// G31. Whoever passes below level 3 gets a training module; that is a note, not a refusal.
pub(in crate::pipeline::gates) fn technical_floor(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let rows = technical_rows(case, frame);
    let words: Vec<String> = rows
        .iter()
        .map(|r| format!("{} {}", r.code, level(r.level)))
        .collect();
    let open: Vec<&Row> = rows.iter().filter(|row| !row.reaches(row.relieved)).collect();
    if open.is_empty() {
        let modules: Vec<String> = measured::modules_to_assign(case)
            .iter()
            .map(ToString::to_string)
            .collect();
        let note = match modules.as_slice() {
            [] => String::new(),
            some => format!("; below 3.00: {} will be assigned", all_of(some)),
        };
        let found = format!("{}{note}", words.join(", "));
        return if rows.iter().all(|row| row.reaches(row.floor)) {
            Finding::met(found)
        } else {
            Finding::Waived(found)
        };
    }
    let list: Vec<String> = open
        .iter()
        .map(|row| {
            format!(
                "{} {}, minimum {}",
                row.code,
                level(row.level),
                shown(row.relieved)
            )
        })
        .collect();
    let minima: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {}", row.code, shown(row.relieved)))
        .collect();
    Finding::open(
        Shortfall::new(
            words.join(", "),
            minima.join(", "),
            "Reject with a reason, or ask for a technical waiver with a training plan.",
            format!(
                "{}. Consider the technical training programme or another candidate.",
                list.join("; ")
            ),
        )
        .owed([case.owed_by_hiring_manager(), case.owed_by_hr()])
        .at(case.path("/scorecards")),
    )
}
