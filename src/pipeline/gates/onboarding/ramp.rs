//! The portfolio ramp: so many accounts, so alone, at each stage (G53, G54, G58), and only with living
//! coaching (G59). House rules on "15 to 20 parallel projects" (6.4).

use super::{
    super::{
        Frame,
        words::{all_of, plural},
    },
    is_signed, module, not_concerned, path,
};
use crate::{
    kernel::{kind::Kind, role::Role, text_enum::TextEnum, time::days},
    pipeline::{
        evidence::{OnboardingAct, OnboardingEvidence, waived_value},
        gate_id::GateId,
        policy::StageNeeds,
        refusal::{Finding, Owed, Shortfall},
        state::PortfolioStage,
    },
};

/// Coaching is monthly in the first year (6.5).
const FIRST_YEAR_DAYS: i64 = 365;
/// Wellbeing below this answer keeps a hire below the last stage (6.4).
const WELLBEING: u8 = 3;
/// Months in a row on time before the last stage (6.4).
const MONTHS_ON_TIME: u32 = 2;

/// What keeps a hire from a stage.
struct Lacks {
    /// The day the stage may begin, when it is still ahead.
    from_day: Option<u32>,
    /// Modules that are not signed.
    modules: Vec<String>,
    /// Everything else.
    others: Vec<String>,
}

impl Lacks {
    fn is_empty(&self) -> bool {
        self.from_day.is_none() && self.modules.is_empty() && self.others.is_empty()
    }
    /// In words: "day 60, sign-off of S-D2 and C-D1, …".
    fn words(&self) -> String {
        let mut parts: Vec<String> = self
            .from_day
            .map(|day| format!("day {day}"))
            .into_iter()
            .collect();
        if !self.modules.is_empty() {
            parts.push(format!("sign-off of {}", all_of(&self.modules)));
        }
        parts.extend(self.others.iter().cloned());
        parts.join(", ")
    }
}

/// Codes of the own area: `D1` is `C-D1`, `P-D1`, or both.
fn own_area(kind: Kind, suffix: &str) -> Vec<String> {
    let prefixes: &[&str] = match kind {
        Kind::ClientFocused => &["C"],
        Kind::ProductionFocused => &["P"],
        Kind::Hybrid => &["C", "P"],
    };
    prefixes
        .iter()
        .map(|prefix| format!("{prefix}-{suffix}"))
        .collect()
}

/// Modules that must be signed before `to` and are not.
fn unsigned(case: &OnboardingEvidence, to: PortfolioStage, needs: StageNeeds) -> Vec<String> {
    let named = needs
        .shared
        .iter()
        .map(|code| (*code).to_owned())
        .chain(
            needs
                .own_area
                .iter()
                .flat_map(|suffix| own_area(case.kind, suffix)),
        )
        .filter(|code| !is_signed(case, code));
    let others = case.modules.iter().filter(|m| {
        let due = needs
            .own_area_due_by
            .is_some_and(|day| m.own_area && m.due_day <= day);
        let accepted_risk = m.due_before.is_some_and(|stage| stage <= to);
        !m.state.is_done() && (due || accepted_risk || needs.all_modules)
    });
    let mut modules: Vec<String> = named.collect();
    for other in others.map(|m| m.code.to_string()) {
        if !modules.contains(&other) {
            modules.push(other);
        }
    }
    modules
}

fn lacks(case: &OnboardingEvidence, to: PortfolioStage, frame: Frame<'_>) -> Lacks {
    let needs = StageNeeds::of(to);
    let from_day = frame.policy.portfolio.get(to).from_day;
    let early = frame.now < case.starts_at + days(i64::from(from_day));
    let tested = module(case, "S-T5").is_some_and(|m| m.first_test_passed || m.state.is_done());
    let meets = case.review.as_ref().is_some_and(|review| review.meets);
    let good = needs.two_good_months;
    let others = [
        (
            to >= PortfolioStage::Assisted && !tested,
            "first technical test of S-T5",
        ),
        (needs.review_meets && !meets, "day-90 review with \"meets\""),
        (
            good && case.months_on_time < MONTHS_ON_TIME,
            "two months with at least 90 % on time",
        ),
        (
            good && case.satisfaction_falling,
            "client satisfaction that does not fall",
        ),
        (
            good && case.wellbeing.is_none_or(|answer| answer < WELLBEING),
            "wellbeing of at least 3",
        ),
    ];
    Lacks {
        from_day: early.then_some(from_day),
        modules: unsigned(case, to, needs),
        others: others
            .into_iter()
            .filter(|(lacking, _)| *lacking)
            .map(|(_, words)| words.to_owned())
            .collect(),
    }
}

/// G53.
pub(in crate::pipeline::gates) fn ramp(
    case: &OnboardingEvidence,
    act: Option<&OnboardingAct>,
    frame: Frame<'_>,
) -> Finding {
    match act {
        Some(OnboardingAct::RaiseStage(to)) => raise(case, *to, frame),
        Some(OnboardingAct::CarryAccounts(n)) => carry(case, *n, frame),
        _ => not_concerned(),
    }
}

/// Both the day and the sign-offs are required; neither alone. A waiver lets a hire carry more for a while,
/// but raises no stage: what a stage needs is never forgotten.
fn raise(case: &OnboardingEvidence, to: PortfolioStage, frame: Frame<'_>) -> Finding {
    let lacks = lacks(case, to, frame);
    if lacks.is_empty() {
        return Finding::met(format!("day and sign-offs of {to} are reached"));
    }
    let wanted = frame.policy.portfolio.get(to).max_accounts;
    Finding::open(too_many(case, wanted, &lacks, frame))
}

fn carry(case: &OnboardingEvidence, wanted: u32, frame: Frame<'_>) -> Finding {
    let table = &frame.policy.portfolio;
    let max = table.get(case.stage).max_accounts;
    let words = format!(
        "{} at stage {} (up to {max})",
        plural(wanted, "account"),
        case.stage
    );
    if wanted <= max {
        return Finding::met(words);
    }
    let ahead = waived_value(&case.waivers, GateId::G53, frame.now)
        .and_then(|_| case.stage.next())
        .map(|next| table.get(next).max_accounts);
    if ahead.is_some_and(|max| wanted <= max) {
        return Finding::Waived(format!("{words}, one stage ahead"));
    }
    let target = PortfolioStage::ALL
        .iter()
        .copied()
        .find(|&stage| table.get(stage).max_accounts >= wanted)
        .unwrap_or(PortfolioStage::Full2);
    Finding::open(too_many(case, wanted, &lacks(case, target, frame), frame))
}

fn too_many(case: &OnboardingEvidence, wanted: u32, lacks: &Lacks, frame: Frame<'_>) -> Shortfall {
    let max = frame.policy.portfolio.get(case.stage).max_accounts;
    let missing = if lacks.is_empty() {
        "the coach's step to the next stage".to_owned()
    } else {
        lacks.words()
    };
    let opens_at = lacks.from_day.map(|day| case.starts_at + days(i64::from(day)));
    let only_time = lacks.modules.is_empty() && lacks.others.is_empty() && opens_at.is_some();
    let owed = if only_time {
        Owed::time()
    } else if lacks.is_empty() {
        Owed::role(Role::Coach)
    } else {
        Owed::role(Role::Trainer)
    };
    let mut short = Shortfall::new(
        format!("stage {}, up to {}", case.stage, plural(max, "account")),
        missing.clone(),
        "Finish the sign-offs and wait for the day; both are needed.",
        format!(
            "{} requested; stage {} allows {max}. Missing: {missing}.",
            plural(wanted, "account"),
            case.stage
        ),
    )
    .owed([owed])
    .at(path(case, "/modules"));
    short.opens_at = opens_at.filter(|_| only_time);
    short
}

/// G54.
pub(in crate::pipeline::gates) fn solo_contact(case: &OnboardingEvidence) -> Finding {
    if case.stage >= PortfolioStage::Supervised {
        return Finding::met(format!("stage {}", case.stage));
    }
    Finding::open(
        Shortfall::new(
            format!("stage {}", case.stage),
            "stage supervised",
            "See the client together with the co-owner.",
            format!("{} may not see clients alone yet.", case.trainee_name),
        )
        .owed([Owed::role(Role::Coach)])
        .at(path(case, "/stage")),
    )
}

/// G58.
pub(in crate::pipeline::gates) fn hard_cap(
    case: &OnboardingEvidence,
    act: Option<&OnboardingAct>,
    frame: Frame<'_>,
) -> Finding {
    let Some(OnboardingAct::CarryAccounts(wanted)) = act else {
        return not_concerned();
    };
    let cap = frame.policy.account_hard_cap;
    if *wanted <= cap {
        return Finding::met(format!("{} of {cap}", plural(*wanted, "account")));
    }
    Finding::open(
        Shortfall::new(
            plural(*wanted, "account"),
            format!("at most {cap}"),
            "Give an account to a colleague, or split one.",
            format!("{cap} accounts is the limit. Share or split accounts."),
        )
        .owed([Owed::role(Role::Manager)])
        .at(path(case, "/client_accounts")),
    )
}

/// G59.
pub(in crate::pipeline::gates) fn coaching_alive(case: &OnboardingEvidence, frame: Frame<'_>) -> Finding {
    if frame.now >= case.starts_at + days(FIRST_YEAR_DAYS) {
        return Finding::met("the first year is over");
    }
    let held = case.coached_at.iter().filter(|at| **at <= frame.now).max();
    let last = held.copied().unwrap_or(case.starts_at);
    let limit = frame.policy.coaching_gap_days;
    if frame.now <= last + days(i64::from(limit)) {
        return Finding::met(held.map_or("the first session is not due yet".to_owned(), |at| {
            format!("last session {}", at.shown())
        }));
    }
    let gap = frame.now.days_since(last);
    Finding::open(
        Shortfall::new(
            format!("{} without a session", plural(gap, "day")),
            format!("a session at least every {}", plural(limit, "day")),
            "Hold a coaching session; the stage is frozen until then.",
            format!("No coaching session for {}.", plural(gap, "day")),
        )
        .owed([Owed::role(Role::Coach)])
        .since(last)
        .at(path(case, "/coaching_sessions")),
    )
}
