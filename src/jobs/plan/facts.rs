//! What the rules of a plan need to know of the content pack and of people.

use crate::{
    content::{
        Pack,
        model::{QuestionMark, QuestionType, Variant},
    },
    jobs::model::KitEntry,
    kernel::{
        codes::{CompetencyCode, QuestionCode, SourceCode},
        ids::UserId,
        kind::Kind,
        terms::Layout,
    },
    pipeline::policy::{CompetencyFact, ExerciseSet},
};

/// The part of the content pack a plan is made of, for one kind.
#[derive(Debug, Clone, Default)]
pub struct PlanContent {
    /// The competencies with their groups, and which are critical for the kind.
    pub competencies: Vec<CompetencyFact>,
    /// The questions that may be core questions.
    pub questions: Vec<QuestionFact>,
    /// The forms of the work samples.
    pub exercises: Vec<ExerciseForm>,
    /// The work samples the kind and the policy ask for.
    pub required: Vec<RequiredExercise>,
    /// The rounds a default plan is made of.
    pub rounds: Vec<RoundTemplate>,
    /// The unpaid working time a candidate may be asked for, in minutes (dossier 4.0; house rule).
    pub most_minutes: i32,
}

impl PlanContent {
    /// What a pack offers for a kind and a layout, and which work samples a policy asks for.
    pub fn of(pack: &Pack, kind: Kind, layout: Layout, set: ExerciseSet) -> Self {
        Self {
            competencies: pack.competencies().iter().map(|c| competency(c, kind)).collect(),
            questions: questions(pack, kind),
            exercises: forms(pack),
            required: required(pack, kind, layout, set),
            rounds: rounds(pack, kind, layout),
            most_minutes: i32::from(pack.exercise_rules().max_unpaid_minutes),
        }
    }
    pub(super) fn competency(&self, code: &CompetencyCode) -> Option<&CompetencyFact> {
        self.competencies.iter().find(|c| c.code == *code)
    }
    pub(super) fn question(&self, code: &QuestionCode) -> Option<&QuestionFact> {
        self.questions.iter().find(|q| q.code == *code)
    }
    pub(super) fn exercise(&self, code: &SourceCode, variant: Variant) -> Option<&ExerciseForm> {
        self.exercises
            .iter()
            .find(|e| e.code == *code && e.variant == variant)
    }
}

/// A question of the content pack.
#[derive(Debug, Clone)]
pub struct QuestionFact {
    /// Its code.
    pub code: QuestionCode,
    /// What it measures.
    pub competency: CompetencyCode,
    /// Behavioural (about the past) rather than situational.
    pub behavioural: bool,
    /// Whether it is meant for the kind.
    pub suits: bool,
}

/// One form of a work sample.
#[derive(Debug, Clone)]
pub struct ExerciseForm {
    /// The work sample, e.g. `E4`.
    pub code: SourceCode,
    /// The form, e.g. `lite`.
    pub variant: Variant,
    /// How long it takes, in minutes.
    pub minutes: i32,
    /// What it measures.
    pub measures: Vec<CompetencyCode>,
}

/// A work sample that must be in the plan.
#[derive(Debug, Clone)]
pub struct RequiredExercise {
    /// Which.
    pub code: SourceCode,
    /// The forms that are accepted, the usual one first.
    pub variants: Vec<Variant>,
}

/// A round of the default plan.
#[derive(Debug, Clone)]
pub struct RoundTemplate {
    /// Its code, e.g. `R1`.
    pub code: SourceCode,
    /// Its name.
    pub name: String,
    /// Its length for the kind, in minutes.
    pub minutes: i32,
    /// What it asks, in order.
    pub kit: Vec<KitEntry>,
    /// The round it shares an appointment with, in this layout.
    pub same_appointment_as: Option<SourceCode>,
    /// Whether it is the work-sample round.
    pub work_samples: bool,
}

/// A person who may rate.
#[derive(Debug, Clone)]
pub struct PersonFact {
    /// Who.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Whether the person belongs to operations (or is the owner who runs it).
    pub operations: bool,
}

fn competency(competency: &crate::content::model::Competency, kind: Kind) -> CompetencyFact {
    CompetencyFact {
        code: competency.code.clone(),
        group: competency.group,
        critical: competency.is_critical(kind),
        communication: matches!(competency.code.as_str(), "WCOM" | "VCOM"),
        floor: None,
    }
}

fn questions(pack: &Pack, kind: Kind) -> Vec<QuestionFact> {
    let of = |c: &crate::content::model::Competency| {
        let fact = |q: &crate::content::model::Question| QuestionFact {
            code: q.code.clone(),
            competency: c.code.clone(),
            behavioural: q.asks == QuestionType::Behavioural,
            suits: q.mark == QuestionMark::None || q.mark.suits(kind),
        };
        c.questions.iter().map(fact).collect::<Vec<_>>()
    };
    pack.competencies().iter().flat_map(of).collect()
}

fn forms(pack: &Pack) -> Vec<ExerciseForm> {
    let of = |e: &crate::content::model::Exercise| {
        let form = |v: &crate::content::model::VariantInfo| ExerciseForm {
            code: e.code.clone(),
            variant: v.variant,
            minutes: i32::from(v.minutes),
            measures: e.measures.clone(),
        };
        e.variants.iter().map(form).collect::<Vec<_>>()
    };
    pack.exercises().iter().flat_map(of).collect()
}

/// The set of dossier 4.0 for the kind. Longer forms are always accepted; the small firm's shorter ones when
/// the policy says so; the least set asks for E1 to E4 in any form (G23).
fn required(pack: &Pack, kind: Kind, layout: Layout, set: ExerciseSet) -> Vec<RequiredExercise> {
    let of = |e: &crate::content::model::Exercise| {
        let usual = e.variant_for(kind, layout);
        let standard = e.variant_for(kind, Layout::Standard)?;
        let least = match set {
            ExerciseSet::Full => standard,
            ExerciseSet::Short => e.variant_for(kind, Layout::SmallFirm).unwrap_or(standard),
            ExerciseSet::Minimal if e.code == *"E5" => return None,
            ExerciseSet::Minimal => e.variants.iter().min_by_key(|v| v.minutes)?.variant,
        };
        let minutes = |variant: Variant| e.variant(variant).map_or(0, |v| v.minutes);
        let accepted = e
            .variants
            .iter()
            .map(|v| v.variant)
            .filter(|v| minutes(*v) >= minutes(least));
        let mut variants: Vec<Variant> = accepted.collect();
        variants.sort_by_key(|v| (Some(*v) != usual, minutes(*v)));
        Some(RequiredExercise {
            code: e.code.clone(),
            variants,
        })
    };
    pack.exercises().iter().filter_map(of).collect()
}

fn rounds(pack: &Pack, kind: Kind, layout: Layout) -> Vec<RoundTemplate> {
    let appointments = pack.plan_layout(layout).map_or(&[][..], |l| &l.appointments);
    let of = |round: &crate::content::model::Round| {
        let appointment = appointments.iter().find(|a| a.rounds.contains(&round.code));
        let first = appointment
            .and_then(|a| a.rounds.first())
            .filter(|first| **first != round.code);
        let shared = appointment.and_then(|a| {
            let parts = u16::try_from(a.rounds.len()).ok()?;
            a.minutes?.checked_div(parts)
        });
        let kit = pack.kit(&round.code, kind, layout).into_iter();
        RoundTemplate {
            code: round.code.clone(),
            name: round.name.clone(),
            minutes: i32::from(shared.unwrap_or(*round.minutes.get(kind))),
            kit: kit
                .map(|entry| KitEntry {
                    competency: entry.competency,
                    core_questions: entry.core_questions,
                })
                .collect(),
            same_appointment_as: first.cloned(),
            work_samples: round.work_samples,
        }
    };
    pack.interviews().rounds.iter().map(of).collect()
}
