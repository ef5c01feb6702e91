//! Training in order (G51), signed by somebody else (G52), and the authority it gives (G57).

use super::{
    super::{
        Frame,
        words::{all_of, plural},
    },
    is_signed, module, not_concerned, path,
};
use crate::{
    kernel::{codes::ModuleCode, kind::Kind, role::Role},
    pipeline::{
        evidence::{OnboardingAct, OnboardingEvidence, ProposedSignOff, waived_value},
        gate_id::GateId,
        refusal::{Finding, Owed, Shortfall},
    },
};

/// An observation at this level says "can do it alone" (6.1).
const OBSERVED: u8 = 3;

/// G51.
pub(in crate::pipeline::gates) fn prerequisites(
    case: &OnboardingEvidence,
    act: Option<&OnboardingAct>,
    frame: Frame<'_>,
) -> Finding {
    let code = match act {
        Some(OnboardingAct::StartSignOff(code)) => code,
        Some(OnboardingAct::SignOff(proposed)) => &proposed.module,
        _ => return not_concerned(),
    };
    let place = path(case, "/modules");
    let Some(wanted) = module(case, code.as_str()) else {
        return Finding::open(
            Shortfall::new(
                "no such module",
                "a module of this plan",
                "Choose a module of the plan.",
                format!("{code} is not part of this plan."),
            )
            .at(place),
        );
    };
    let open: Vec<&ModuleCode> = wanted
        .prerequisites
        .iter()
        .filter(|code| !is_signed(case, code.as_str()))
        .collect();
    if open.is_empty() {
        return Finding::met(match wanted.prerequisites.len() {
            0 => "no prerequisites".to_owned(),
            n => format!("{} signed", plural(n, "prerequisite")),
        });
    }
    let words: Vec<String> = open
        .iter()
        .map(|code| match module(case, code.as_str()) {
            Some(m) => format!("{code} {}", m.title),
            None => code.to_string(),
        })
        .collect();
    let list = all_of(&words);
    if waived_value(&case.waivers, GateId::G51, frame.now).is_some() {
        return Finding::Waived(format!("in parallel with {list}"));
    }
    let trainer = open.iter().find_map(|code| module(case, code.as_str())?.trainer);
    Finding::open(
        Shortfall::new(
            format!("{} not signed", plural(open.len(), "prerequisite")),
            "all prerequisites signed",
            "Sign those modules off first.",
            format!("First finish {list}."),
        )
        .owed([Owed {
            user: trainer,
            ..Owed::role(Role::Trainer)
        }])
        .at(place),
    )
}

/// What a sign-off lacks beside the right signer, in words.
fn lacks(case: &OnboardingEvidence, proposed: &ProposedSignOff, frame: Frame<'_>) -> Vec<String> {
    let pass = frame.policy.check_pass_percent;
    let checked = proposed.check_pct.is_some_and(|pct| u32::from(pct) >= pass);
    let observed = proposed.observation_level.is_some_and(|level| level >= OBSERVED);
    let result = match (proposed.check_pct, proposed.observation_level) {
        (Some(pct), _) => format!("a passed check (it has {pct} %)"),
        (None, Some(level)) => format!("an observation of level {OBSERVED} (it has {level})"),
        (None, None) => format!("a check of {pass} % or an observation of level {OBSERVED}"),
    };
    let (steps, ticked) = proposed.steps;
    let needs_operations =
        module(case, proposed.module.as_str()).is_some_and(|module| module.operations_signature);
    [
        (!proposed.evidence).then(|| "evidence".to_owned()),
        (!checked && !observed).then_some(result),
        (ticked < steps).then(|| format!("{} of {} with a date", steps - ticked, plural(steps, "step"))),
        (needs_operations && !proposed.operations_signed).then(|| "the signature of operations".to_owned()),
        (!proposed.countersigned).then(|| format!("the countersignature of {}", case.trainee_name)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// G52.
pub(in crate::pipeline::gates) fn foreign_signature(
    case: &OnboardingEvidence,
    act: Option<&OnboardingAct>,
    frame: Frame<'_>,
) -> Finding {
    let Some(OnboardingAct::SignOff(proposed)) = act else {
        return not_concerned();
    };
    let own = case.trainee == Some(proposed.signer);
    let lacks = lacks(case, proposed, frame);
    if !own && lacks.is_empty() {
        return Finding::met(format!("signed by {}, with evidence", proposed.signer_name));
    }
    let pass = frame.policy.check_pass_percent;
    let mut detail = format!(
        "Sign-off must come from a trainer other than {}, with evidence and a check of at least {pass} %.",
        case.trainee_name
    );
    if !lacks.is_empty() {
        detail.push_str(&format!(" Missing: {}.", lacks.join(", ")));
    }
    let found = if own {
        format!("signed by {}", proposed.signer_name)
    } else {
        format!("{} missing", plural(lacks.len(), "part"))
    };
    Finding::open(
        Shortfall::new(
            found,
            "another person's signature, evidence, a passed check, every step, a countersignature",
            "Complete what is missing and have the trainer sign.",
            detail,
        )
        .owed([Owed {
            user: module(case, proposed.module.as_str()).and_then(|m| m.trainer),
            ..Owed::role(Role::Trainer)
        }])
        .at(path(case, "/modules")),
    )
}

/// Modules that give commercial authority to a kind of account manager.
fn commercial_modules(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::ClientFocused => &["S-D3", "S-D2", "C-D3"],
        Kind::ProductionFocused => &["S-D3", "S-D2", "P-D3"],
        Kind::Hybrid => &["S-D3", "S-D2", "C-D3", "P-D3"],
    }
}

/// G57.
pub(in crate::pipeline::gates) fn authority(
    case: &OnboardingEvidence,
    act: Option<&OnboardingAct>,
) -> Finding {
    let Some(OnboardingAct::Commercial(action)) = act else {
        return not_concerned();
    };
    let needed = commercial_modules(case.kind);
    let open: Vec<String> = needed
        .iter()
        .filter(|code| !is_signed(case, code))
        .map(|code| (*code).to_owned())
        .collect();
    if open.is_empty() {
        return Finding::met(format!("{} signed", needed.join(", ")));
    }
    Finding::open(
        Shortfall::new(
            format!("{} not signed", all_of(&open)),
            needed.join(", "),
            "Let the superior decide this time, and sign the modules off.",
            format!(
                "No authority yet to {action}; ask {}. Required: {}.",
                case.superior_name,
                open.join(", ")
            ),
        )
        .owed([Owed::role(Role::Trainer)])
        .at(path(case, "/modules")),
    )
}
