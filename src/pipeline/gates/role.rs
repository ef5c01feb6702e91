//! The role gates G01 to G09 (dossier 7.3).

use std::collections::BTreeSet;

use super::{
    Frame,
    words::{all_of, any_of, count, number},
};
use crate::{
    kernel::{ids::UserId, role::Role},
    pipeline::{
        evidence::{ApprovalFacts, Capacity, JobEvidence, waived_value},
        gate_id::GateId,
        refusal::{Finding, Owed, Shortfall},
        state::JobState,
    },
};

/// Rungs of the ladder below which no waiver goes (7.3).
const LEAST_RUNGS: u32 = 1;

impl JobEvidence {
    fn path(&self, rest: &str) -> String {
        format!("/jobs/{}{rest}", self.job)
    }
    /// The shortfall with what all role gates say alike: who owes it, where, and since when if the job
    /// waits at `state` for exactly this gate.
    fn owes(&self, role: Role, at: &str, state: JobState, short: Shortfall) -> Finding {
        let owed = Owed {
            user: self.people.of(role),
            ..Owed::role(role)
        };
        let short = short.owed([owed]).at(at);
        Finding::open(if self.state == state {
            short.since(self.entered_state_at)
        } else {
            short
        })
    }
}

impl crate::pipeline::evidence::JobPeople {
    /// The person of the job in this role.
    fn of(&self, role: Role) -> Option<UserId> {
        match role {
            Role::HiringManager => Some(self.hiring_manager),
            Role::Sponsor => Some(self.sponsor),
            Role::OpsLead => Some(self.ops_lead),
            Role::Hr => Some(self.hr),
            _ => None,
        }
    }
}

pub(super) fn kind_decided(case: &JobEvidence) -> Finding {
    let found = match &case.kind {
        Some(facts) if facts.helper_answered => {
            return Finding::met(format!("{}, questions DH-1 to DH-5 answered", facts.kind));
        }
        Some(_) => "a kind without answers to the questions DH-1 to DH-5",
        None => "no kind",
    };
    let short = Shortfall::new(
        found,
        "one of three kinds, with the questions DH-1 to DH-5 answered",
        "Answer the five questions and choose the kind.",
        "Decide first which kind of account manager you need (client-focused, production-focused or hybrid). \
         Duties, floors and training depend on it.",
    );
    case.owes(Role::Sponsor, &case.path("/kind"), JobState::Draft, short)
}

pub(super) fn role_plan(case: &JobEvidence, frame: Frame<'_>) -> Finding {
    let needed = frame.policy.aims_per_horizon;
    let horizons = [
        ("short", case.aims.short),
        ("medium", case.aims.medium),
        ("long", case.aims.long),
    ];
    let missing: Vec<String> = horizons
        .iter()
        .filter(|(_, aims)| *aims < needed)
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let found = format!(
        "{} short, {} medium, {} long",
        case.aims.short, case.aims.medium, case.aims.long
    );
    if missing.is_empty() {
        return Finding::met(found);
    }
    let horizon = any_of(&missing);
    let short = Shortfall::new(
        found,
        format!("at least {} per horizon", number(needed)),
        format!("Write the {} aims of the role plan.", all_of(&missing)),
        format!(
            "The role has no {horizon} plan. Write at least one aim so that candidates see where the job leads."
        ),
    );
    case.owes(Role::Sponsor, &case.path("/role_plan"), JobState::Draft, short)
}

pub(super) fn strategy(case: &JobEvidence, frame: Frame<'_>) -> Finding {
    let needed = frame.policy.core_values;
    let there = &case.strategy;
    let mut missing = Vec::new();
    if !there.vision {
        missing.push("vision".to_owned());
    }
    if !there.mission {
        missing.push("mission".to_owned());
    }
    missing.extend((there.values + 1..=needed).map(|n| format!("core value {n}")));
    if missing.is_empty() {
        return Finding::met(format!("vision, mission and {} core values", there.values));
    }
    let empty = all_of(&missing);
    let short = Shortfall::new(
        format!("{empty} empty, {} core values", there.values),
        format!("vision, mission and {} core values", number(needed)),
        format!("Fill in {empty}."),
        format!(
            "Vision, mission and at least {} core values are needed; {empty} is empty.",
            number(needed)
        ),
    );
    case.owes(Role::Sponsor, "/company", JobState::Draft, short)
}

pub(super) fn clarity(case: &JobEvidence, frame: Frame<'_>) -> Finding {
    let needed = frame.policy.jd_min_score;
    let place = case.path("/descriptions");
    let required = format!("every hard rule and at least {needed}/100");
    let refuse = |found: String, fix: String, detail: String| {
        let short = Shortfall::new(found, required.clone(), fix, detail);
        case.owes(Role::HiringManager, &place, JobState::KindDecided, short)
    };
    let unclear = |score: &str, failed: &str| {
        format!(
            "This job description is not clear enough ({score}/100; failed: {failed}). \
             Two candidates would picture different jobs."
        )
    };
    let Some(text) = &case.description else {
        return refuse(
            "no description".to_owned(),
            "Write the description.".to_owned(),
            unclear("0", "nothing is written yet"),
        );
    };
    // JD14 asks for as many rungs as G06 does and is waived together with it (Part 8).
    let ladder_waived = matches!(ladder(case, frame), Finding::Waived(_));
    let failed: Vec<&str> = text
        .hard_failures
        .iter()
        .map(String::as_str)
        .filter(|rule| !(ladder_waived && *rule == "JD14"))
        .collect();
    let found = format!("version {}: {}/100", text.number, text.score);
    if failed.is_empty() && text.score >= f64::from(needed) {
        return Finding::met(found);
    }
    let rules = if failed.is_empty() {
        format!("the total of {needed}")
    } else {
        failed.join(", ")
    };
    let detail = match &text.instant_failure {
        Some(instant) => format!("{} {instant}", unclear(&text.score.to_string(), &rules)),
        None => unclear(&text.score.to_string(), &rules),
    };
    let fix = if text.fixes.is_empty() {
        "Look at the rules that fail and complete the text.".to_owned()
    } else {
        text.fixes.join(" ")
    };
    refuse(found, fix, detail)
}

fn role_of(capacity: Capacity) -> Role {
    match capacity {
        Capacity::HiringManager => Role::HiringManager,
        Capacity::OpsLead => Role::OpsLead,
        Capacity::Sponsor => Role::Sponsor,
    }
}

pub(super) fn approved(case: &JobEvidence, frame: Frame<'_>) -> Finding {
    let needed = frame.policy.jd_approvals;
    // Only the job's own person of a capacity can approve in it.
    let counts = |a: &&ApprovalFacts| case.people.of(role_of(a.capacity)) == Some(a.by);
    let valid: Vec<&ApprovalFacts> = case.approvals.iter().filter(counts).collect();
    let people = count(valid.iter().map(|a| a.by).collect::<BTreeSet<_>>());
    let capacities = [
        (Capacity::HiringManager, "hiring manager"),
        (Capacity::OpsLead, "operations lead"),
        (Capacity::Sponsor, "sponsor"),
    ];
    let open = capacities
        .iter()
        .filter(|(capacity, _)| !valid.iter().any(|a| a.capacity == *capacity));
    let (roles, mut who): (Vec<Role>, Vec<String>) = open
        .map(|(capacity, name)| (role_of(*capacity), (*name).to_owned()))
        .unzip();
    if who.is_empty() && people < needed {
        who.push(format!("{} different people", number(needed)));
    }
    let found = format!("{} approvals by {people} people", valid.len());
    if who.is_empty() {
        return Finding::met(found);
    }
    let who = all_of(&who);
    let short = Shortfall::new(
        found,
        format!(
            "hiring manager, operations lead and sponsor, at least {} different people",
            number(needed)
        ),
        format!("Ask for the approval of: {who}."),
        format!("Missing approval: {who}. Operations must agree to what will be promised in its name."),
    )
    .owed(roles.into_iter().map(|role| Owed {
        user: case.people.of(role),
        ..Owed::role(role)
    }))
    .at(case.path("/approvals"));
    Finding::open(if case.state == JobState::KindDecided {
        short.since(case.entered_state_at)
    } else {
        short
    })
}

pub(super) fn ladder(case: &JobEvidence, frame: Frame<'_>) -> Finding {
    let needed = frame.policy.ladder_rungs;
    let found = format!("{} steps with criteria above the role", case.ladder_rungs);
    if case.ladder_rungs >= needed {
        return Finding::met(found);
    }
    let waived = waived_value(&case.waivers, GateId::G06, frame.now);
    if waived.is_some_and(|to| f64::from(case.ladder_rungs) >= to.max(f64::from(LEAST_RUNGS))) {
        return Finding::Waived(format!("{found}; {needed} without the waiver"));
    }
    let short = Shortfall::new(
        found,
        format!("{needed} steps with criteria"),
        "Add the steps above the role and say how each is reached.",
        format!("Describe at least {needed} steps above this role and how they are reached."),
    );
    case.owes(
        Role::HiringManager,
        &case.path("/ladder"),
        JobState::KindDecided,
        short,
    )
}

pub(super) fn plan_locked(case: &JobEvidence) -> Finding {
    let problems = match &case.plan_problems {
        Some(none) if none.is_empty() => {
            return Finding::met("rounds, raters, kits, weights and floors valid");
        }
        Some(some) => some.join("; "),
        None => "there is no plan yet".to_owned(),
    };
    let short = Shortfall::new(
        problems.clone(),
        "rounds, raters, kits, weights and floors valid; every duty with a competency and a core question",
        "Correct the interview plan.",
        format!("The interview plan cannot be locked: {problems}."),
    );
    case.owes(
        Role::Hr,
        &case.path("/interview_plan"),
        JobState::JdApproved,
        short,
    )
}

pub(super) fn posting(case: &JobEvidence) -> Finding {
    let fields = match &case.advert_lacks {
        Some(none) if none.is_empty() => return Finding::met("the advert is complete"),
        Some(some) => all_of(some),
        None => "its whole text".to_owned(),
    };
    let short = Shortfall::new(
        format!("without {fields}"),
        "kind, split of the time, main duties, standards, and pay where the law asks",
        format!("Add {fields}."),
        format!("The advert lacks {fields}."),
    );
    case.owes(Role::Hr, &case.path("/advert"), JobState::PlanLocked, short)
}

pub(super) fn accountability(case: &JobEvidence, frame: Frame<'_>) -> Finding {
    let needed = frame.policy.accountability_measures;
    let complete = count(case.measures.iter().filter(|m| m.complete));
    let client_first = case.measures.first().is_some_and(|m| m.client_satisfaction);
    let first = if client_first {
        "client satisfaction"
    } else {
        "something else"
    };
    let found = format!("{complete} complete measures, the first is {first}");
    if complete >= needed && client_first {
        return Finding::met(found);
    }
    let short = Shortfall::new(
        found,
        format!(
            "{} measures with target, cadence and owner, client satisfaction first",
            number(needed)
        ),
        "Give each measure a target, a cadence and an owner, and put client satisfaction first.",
        format!(
            "No accountability plan: name at least {} measures, the first being client satisfaction.",
            number(needed)
        ),
    );
    case.owes(
        Role::HiringManager,
        &case.path("/accountability"),
        JobState::KindDecided,
        short,
    )
}

#[cfg(test)]
mod tests;
