//! How red flags may end (dossier 3.15).

use crate::{
    applications::model::{Proposal, RedFlag, Resolver},
    content::{
        Pack,
        model::{ExplanationNeeds, Raiser, Resolution, Severity},
    },
    fault::{Fault, FieldFault},
    kernel::{ids::UserId, kind::Kind, text::visible_len},
};

/// The least length of a reason that is no explanation (house rule, as for evidence on a card).
const MIN_REASON_CHARS: usize = 40;
/// A second source speaks for the candidate from this level on.
pub const SECOND_SOURCE_LEVEL: u8 = 3;

/// How grave a flag is in this case: RF12 becomes critical when two raters or a referee report it.
pub fn severity(pack: &Pack, flag: &RedFlag, all: &[RedFlag]) -> Severity {
    let same = || all.iter().filter(|other| other.code == flag.code);
    let mut raters: Vec<UserId> = same().filter_map(|f| f.raised_by).collect();
    raters.sort_unstable();
    raters.dedup();
    let referee = same().any(|f| f.raiser == Raiser::Referee);
    pack.red_flag(&flag.code).map_or(Severity::Critical, |known| {
        known.severity_when(raters.len(), referee)
    })
}

/// What the resolution of a flag is judged against.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// The content pinned to the application.
    pub pack: &'a Pack,
    /// The job's kind, which says which training modules there are.
    pub kind: Kind,
    /// How grave the flag is here.
    pub severity: Severity,
    /// The level the named second source has seen, if it is stored.
    pub second_source_level: Option<u8>,
    /// Whether a talk about the candidate's expectations is recorded.
    pub talk_held: bool,
}

/// Every reason why a flag cannot end as proposed.
///
/// # Errors
/// [`Fault::Invalid`] with one fault per field.
pub fn check(flag: &RedFlag, proposal: &Proposal, given: Circumstances<'_>) -> Result<(), Fault> {
    let Some(known) = given.pack.red_flag(&flag.code) else {
        return Err(Fault::internal(format_args!(
            "flag {} is not in the content",
            flag.code
        )));
    };
    let rules = &given.pack.red_flags().rules;
    let to = proposal.to;
    let explained = to == Resolution::Explained;
    let least = if explained {
        usize::from(rules.min_explanation_chars)
    } else {
        MIN_REASON_CHARS
    };
    let needs = |what| explained && known.explained_needs == Some(what);
    let unheard = proposal.candidate_answer.is_none() && !given.talk_held;
    let weak = given
        .second_source_level
        .is_none_or(|level| level < SECOND_SOURCE_LEVEL);
    let required = |pointer: &str, detail: &str| FieldFault::new(pointer, "required", detail);
    let mut faults = Vec::new();
    if !known.resolutions_at(given.severity).contains(&to) {
        let detail = format!("A {} flag {} cannot end as {to}.", given.severity, flag.code);
        faults.push(FieldFault::new("/to", "not_for_this_flag", detail));
    }
    if visible_len(&proposal.text) < least {
        let detail = format!("Write at least {least} characters.");
        faults.push(FieldFault::new("/text", "length", detail));
    }
    if (to == Resolution::Disproved || needs(ExplanationNeeds::Document)) && proposal.evidence.is_none() {
        faults.push(required("/evidence", "Attach the new evidence or document."));
    }
    if needs_hearing(to, known.candidate_answers_first) && unheard {
        let detail = "Hear the candidate first and write down what was answered.";
        faults.push(required("/candidate_answer", detail));
    }
    if needs(ExplanationNeeds::SecondSourceAtLevel3) && weak {
        let detail = "Name a second source in which level 3 or more was seen and is stored.";
        faults.push(required("/second_source", detail));
    }
    if to == Resolution::AcceptedWithPlan && !module_fits(&given, proposal) {
        let detail = "Name a training module of this kind of account manager; it will be due before the stage `growing`.";
        faults.push(required("/module_code", detail));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(faults))
    }
}

/// `explained` means that the candidate was heard; facts and references that speak against somebody are
/// never held against them unheard.
fn needs_hearing(to: Resolution, answers_first: bool) -> bool {
    to == Resolution::Explained || (answers_first && to != Resolution::Disproved)
}

/// Onboarding makes the module due before the stage `growing`, whatever its usual day (ruling 7.10 (12)).
fn module_fits(given: &Circumstances<'_>, proposal: &Proposal) -> bool {
    let module = proposal
        .module_code
        .as_ref()
        .and_then(|code| given.pack.module_in_place_of(code));
    module.is_some_and(|module| {
        given
            .pack
            .modules_for(given.kind)
            .iter()
            .any(|own| own.code == module.code)
    })
}

/// Whether two persons, one as HR lead and one as the job's hiring manager, stand behind the resolution.
///
/// # Errors
/// [`Fault::Forbidden`] when it is the same person or the same capacity twice.
pub fn check_second(proposal: &Proposal, by: UserId, capacities: &[Resolver]) -> Result<(), Fault> {
    let pair =
        |one: Resolver, other: Resolver| proposal.capacities.contains(&one) && capacities.contains(&other);
    let both =
        pair(Resolver::HrLead, Resolver::HiringManager) || pair(Resolver::HiringManager, Resolver::HrLead);
    if proposal.by != by && both {
        return Ok(());
    }
    Err(Fault::forbidden(
        "A red flag is resolved by HR lead and hiring manager together; the other one has to confirm it.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        applications::model::SecondSource,
        kernel::{
            codes::{CompetencyCode, ModuleCode, RedFlagCode, SourceCode},
            ids::{ApplicationId, RedFlagId},
            random,
            time::Timestamp,
        },
        pipeline::state::RedFlagState,
    };

    const LONG: &str = "The candidate explained in detail what happened, named the client and the date, and \
        showed the mail in which the delay was announced in time.";
    const SHORT: &str = "A reason of some forty characters or more.";

    fn at() -> Timestamp {
        Timestamp::parse("2026-11-02T09:00:00Z").unwrap()
    }
    fn flag(code: &str) -> RedFlag {
        RedFlag {
            id: random::new_id::<crate::kernel::ids::tag::RedFlag>(at()) as RedFlagId,
            application_id: random::new_id::<crate::kernel::ids::tag::Application>(at()) as ApplicationId,
            code: RedFlagCode::new(code).unwrap(),
            cause: "talk".into(),
            raiser: Raiser::Rater,
            raised_by: Some(random::new_id(at())),
            text: SHORT.into(),
            state: RedFlagState::Open,
            raised_at: at(),
            proposal: None,
            resolved_by: None,
            resolved_at: None,
        }
    }
    fn ends(to: Resolution, text: &str) -> Proposal {
        Proposal {
            to,
            text: text.into(),
            evidence: None,
            candidate_answer: None,
            module_code: None,
            second_source: None,
            by: random::new_id(at()),
            capacities: vec![Resolver::HrLead],
            at: at(),
        }
    }
    fn heard(to: Resolution, text: &str) -> Proposal {
        Proposal {
            candidate_answer: Some("It was another client.".into()),
            ..ends(to, text)
        }
    }
    fn faults(code: &str, proposal: &Proposal, second_source_level: Option<u8>) -> Vec<String> {
        let pack = Pack::shipped().unwrap();
        let flag = flag(code);
        let given = Circumstances {
            pack: &pack,
            kind: Kind::ClientFocused,
            severity: severity(&pack, &flag, std::slice::from_ref(&flag)),
            second_source_level,
            talk_held: false,
        };
        match check(&flag, proposal, given) {
            Ok(()) => vec![],
            Err(Fault::Invalid(faults)) => faults.into_iter().map(|f| f.pointer).collect(),
            Err(other) => vec![other.to_string()],
        }
    }

    #[test]
    fn a_critical_flag_is_disproved_or_confirmed_and_nothing_else() {
        let plan = Proposal {
            module_code: Some(ModuleCode::new("S-D1").unwrap()),
            ..heard(Resolution::AcceptedWithPlan, LONG)
        };
        assert_eq!(faults("RF24", &plan, None), ["/to"]);
        assert_eq!(faults("RF24", &heard(Resolution::Explained, LONG), None), ["/to"]);
        assert!(faults("RF24", &ends(Resolution::Confirmed, SHORT), None).is_empty());
    }

    #[test]
    fn four_critical_flags_can_be_explained_with_what_speaks_for_it() {
        for code in ["RF09", "RF23", "RF26"] {
            let with_source = Proposal {
                second_source: Some(SecondSource {
                    source: SourceCode::new("R3").unwrap(),
                    competency: CompetencyCode::new("VCOM").unwrap(),
                }),
                ..heard(Resolution::Explained, LONG)
            };
            assert_eq!(faults(code, &with_source, Some(2)), ["/second_source"], "{code}");
            assert!(faults(code, &with_source, Some(3)).is_empty(), "{code}");
        }
        let bare = heard(Resolution::Explained, LONG);
        assert_eq!(faults("RF22", &bare, None), ["/evidence"]);
        let document = Proposal {
            evidence: Some("certificate of employment, file 12".into()),
            ..bare
        };
        assert!(faults("RF22", &document, None).is_empty());
    }

    #[test]
    fn an_explanation_has_a_hundred_characters_and_the_candidates_own_words() {
        let explained = ends(Resolution::Explained, SHORT);
        assert_eq!(faults("RF06", &explained, None), ["/text", "/candidate_answer"]);
        assert!(faults("RF06", &heard(Resolution::Explained, LONG), None).is_empty());
    }

    #[test]
    fn nobody_is_turned_down_for_a_reference_unheard() {
        assert_eq!(
            faults("RF23", &ends(Resolution::Confirmed, SHORT), None),
            ["/candidate_answer"]
        );
        assert!(faults("RF23", &heard(Resolution::Confirmed, SHORT), None).is_empty());
    }

    #[test]
    fn an_accepted_risk_is_tied_to_a_training_module_of_the_kind() {
        let with = |code: &str| Proposal {
            module_code: Some(ModuleCode::new(code).unwrap()),
            ..ends(Resolution::AcceptedWithPlan, SHORT)
        };
        assert_eq!(
            faults("RF02", &ends(Resolution::AcceptedWithPlan, SHORT), None),
            ["/module_code"]
        );
        assert_eq!(faults("RF02", &with("P-D1"), None), ["/module_code"]);
        assert!(faults("RF02", &with("S-D1"), None).is_empty());
    }

    #[test]
    fn bypassing_operations_becomes_critical_when_two_raters_or_a_referee_saw_it() {
        let pack = Pack::shipped().unwrap();
        let first = flag("RF12");
        let second = flag("RF12");
        let referee = RedFlag {
            raiser: Raiser::Referee,
            raised_by: None,
            ..flag("RF12")
        };
        let alone = std::slice::from_ref(&first);
        assert_eq!(severity(&pack, &first, alone), Severity::Major);
        assert_eq!(
            severity(&pack, &first, &[first.clone(), second]),
            Severity::Critical
        );
        assert_eq!(
            severity(&pack, &first, &[first.clone(), referee]),
            Severity::Critical
        );
    }

    #[test]
    fn one_person_never_resolves_a_flag_alone() {
        let proposal = ends(Resolution::Confirmed, SHORT);
        let other = random::new_id(at());
        assert!(check_second(&proposal, other, &[Resolver::HiringManager]).is_ok());
        assert!(check_second(&proposal, other, &[Resolver::HrLead]).is_err());
        let both = [Resolver::HrLead, Resolver::HiringManager];
        assert!(check_second(&proposal, proposal.by, &both).is_err());
    }
}
