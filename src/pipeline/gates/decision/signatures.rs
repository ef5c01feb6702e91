//! The decision as a document: reasons (G38), two signatures (G39), and a training that is ready (G40).

use super::super::{
    Frame,
    words::{all_of, plural},
};
use crate::{
    kernel::{role::Role, text::visible_len},
    pipeline::{
        evidence::{ApplicationEvidence, DecisionFacts, RivalFacts, SignatureFacts},
        measured,
        policy::TOLERANCE,
        refusal::{Finding, Owed, Shortfall},
        score::shown,
    },
};

/// Whether a rival could have been chosen.
fn was_an_alternative(rival: &RivalFacts) -> bool {
    rival.passes_floors && rival.state.is_alternative()
}

/// By how much the best rival is ahead.
fn lead_of_rivals(case: &ApplicationEvidence) -> Option<f64> {
    let own = measured::final_composite(case).value?;
    case.rivals
        .iter()
        .filter(|rival| was_an_alternative(rival))
        .filter_map(|rival| rival.final_composite)
        .map(|rival| rival - own)
        .max_by(f64::total_cmp)
}

fn has_reason(case: &ApplicationEvidence, decision: &DecisionFacts, needed: usize) -> bool {
    let reason = decision.preference_reason.as_deref().map_or(0, visible_len);
    let duty = decision
        .preference_duty
        .and_then(|index| case.terms.duties.get(index));
    reason >= needed && duty.is_some()
}

/// G38.
pub(in crate::pipeline::gates) fn reasoned(case: &ApplicationEvidence, frame: Frame<'_>) -> Finding {
    let place = case.path("/decision");
    let decision = case.decision.as_ref().filter(|d| visible_len(&d.text) > 0);
    let Some(decision) = decision else {
        return Finding::open(
            Shortfall::new(
                "no decision text",
                "a decision text",
                "Write down why this candidate is to be hired.",
                "There is no decision text yet. Write down why this candidate is to be hired.",
            )
            .owed([case.owed_by_hiring_manager()])
            .at(place),
        );
    };
    let needed = frame.policy.reason_min_chars;
    let ahead = lead_of_rivals(case).filter(|&lead| lead > frame.policy.rank_gap + TOLERANCE);
    let Some(lead) = ahead else {
        return Finding::met("decision text; nobody who passes is clearly ahead");
    };
    if has_reason(case, decision, usize::try_from(needed).unwrap_or(usize::MAX)) {
        return Finding::met(format!(
            "preferred to a candidate {} ahead, with a reason",
            shown(lead)
        ));
    }
    Finding::open(
        Shortfall::new(
            format!("another candidate {} ahead", shown(lead)),
            format!("a reason of at least {needed} characters that names a duty"),
            "State the duty and the reason, or choose the higher-scoring candidate.",
            format!(
                "Another candidate scores {} higher. State which duty of the job description justifies the choice.",
                shown(lead)
            ),
        )
        .owed([case.owed_by_hiring_manager()])
        .at(place),
    )
}

/// G39.
pub(in crate::pipeline::gates) fn two_signatures(case: &ApplicationEvidence) -> Finding {
    let none: &[SignatureFacts] = &[];
    let signatures = case.decision.as_ref().map_or(none, |d| &d.signatures);
    let managers = || signatures.iter().filter(|s| s.hiring_manager);
    let seconds = || signatures.iter().filter(|s| s.sponsor_or_hr_lead);
    let pair = managers().find_map(|first| Some((first, seconds().find(|second| second.by != first.by)?)));
    if let Some((first, second)) = pair {
        return Finding::met(format!("{} and {}", first.name, second.name));
    }
    let sponsor = || {
        [
            case.owed_by(Role::Sponsor, case.terms.sponsor),
            Owed::role(Role::HrLead),
        ]
    };
    let (detail, owed): (String, Vec<Owed>) = match (managers().next(), seconds().next()) {
        (Some(first), _) => (
            format!("Second signature missing (someone other than {}).", first.name),
            sponsor().into(),
        ),
        (None, Some(second)) => (
            format!("Second signature missing (someone other than {}).", second.name),
            vec![case.owed_by_hiring_manager()],
        ),
        (None, None) => (
            "Both signatures are missing: the hiring manager's, and the sponsor's or the HR lead's."
                .to_owned(),
            [case.owed_by_hiring_manager()]
                .into_iter()
                .chain(sponsor())
                .collect(),
        ),
    };
    Finding::open(
        Shortfall::new(
            plural(signatures.len(), "signature"),
            "hiring manager, and sponsor or HR lead, two different people",
            "Have the missing person sign this very text.",
            detail,
        )
        .owed(owed)
        .at(case.path("/decision")),
    )
}

/// G40.
pub(in crate::pipeline::gates) fn protocol_ready(case: &ApplicationEvidence) -> Finding {
    let lacks = match &case.protocol {
        None => vec!["no onboarding plan yet".to_owned()],
        Some(protocol) => {
            let codes = |modules: &[crate::kernel::codes::ModuleCode]| {
                let words: Vec<String> = modules.iter().map(ToString::to_string).collect();
                all_of(&words)
            };
            [
                (!protocol.without_trainer.is_empty())
                    .then(|| format!("no trainer for {}", codes(&protocol.without_trainer))),
                (!protocol.missing_modules.is_empty())
                    .then(|| format!("{} not in the plan", codes(&protocol.missing_modules))),
                (!protocol.coach_named).then(|| "no coach".to_owned()),
                (!protocol.access_ordered).then(|| "day-1 access not ordered".to_owned()),
            ]
            .into_iter()
            .flatten()
            .collect()
        }
    };
    if lacks.is_empty() {
        return Finding::met("every module has a trainer; coach named, access ordered");
    }
    Finding::open(
        Shortfall::new(
            lacks.join(", "),
            "a plan for the kind, a trainer for each module, a coach, the day-1 access list",
            "Name the missing people and order the access.",
            format!(
                "Training is not ready: {}. Nothing happens until somebody trains somebody.",
                lacks.join("; ")
            ),
        )
        .owed([case.owed_by_hr(), case.owed_by_hiring_manager()])
        .at(case.path("/onboarding_plan")),
    )
}
