//! The pack: everything shipped, loaded once, looked up by code.

use std::sync::{Arc, OnceLock};

use super::{
    ContentFault, check,
    load::{self, Parts},
    model::{
        Calibration, CheckIns, Coaching, CoachingQuestion, Competency, Duties, DutyTemplate, Exercise,
        ExerciseRules, InterviewPlans, Module, PlanLayout, Portfolio, Preview, Question, Quiz, Reasons,
        RedFlag, RedFlagRegister, ReferenceForm, ReferenceItem, Round, Trainee, TrainingRules, Variant,
    },
};
use crate::kernel::{
    codes::{
        CoachingCode, CompetencyCode, DutyCode, ModuleCode, QuestionCode, RedFlagCode, ReferenceItemCode,
        SourceCode,
    },
    kind::Kind,
    terms::Layout,
};

/// The version of the shipped content; overlays get higher ones.
const SHIPPED_VERSION: u32 = 1;

/// A checked version of the content.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    pub(super) version: u32,
    pub(super) sha256: String,
    pub(super) parts: Parts,
}

impl Pack {
    /// The shipped content, read and checked once per process.
    ///
    /// # Errors
    /// With everything that is wrong with the shipped files.
    pub fn shipped() -> Result<Arc<Self>, Vec<ContentFault>> {
        static SHIPPED: OnceLock<Result<Arc<Pack>, Vec<ContentFault>>> = OnceLock::new();
        SHIPPED
            .get_or_init(|| {
                let parts = load::shipped()?;
                let faults = check::shipped(&parts);
                if !faults.is_empty() {
                    return Err(faults);
                }
                let pack = Self::assemble(SHIPPED_VERSION, parts).map_err(|fault| vec![fault])?;
                Ok(Arc::new(pack))
            })
            .clone()
    }

    /// 1 for the shipped content, higher for a company's own versions.
    pub fn version(&self) -> u32 {
        self.version
    }
    /// 64 hexadecimal digits that change with any word of the content.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The 13 competencies in the order of the dossier's map (3.0).
    pub fn competencies(&self) -> &[Competency] {
        &self.parts.competencies
    }
    /// A competency.
    pub fn competency(&self, code: &CompetencyCode) -> Option<&Competency> {
        self.parts.competencies.iter().find(|c| c.code == *code)
    }
    /// The eleven soft ones.
    pub fn soft_competencies(&self) -> impl Iterator<Item = &Competency> {
        self.parts.competencies.iter().filter(|c| c.is_soft())
    }
    /// Those critical for a kind.
    pub fn critical_for(&self, kind: Kind) -> impl Iterator<Item = &Competency> {
        self.parts
            .competencies
            .iter()
            .filter(move |c| c.is_critical(kind))
    }
    /// The shipped floor of a competency for a kind.
    pub fn floor(&self, competency: &CompetencyCode, kind: Kind) -> Option<f64> {
        self.competency(competency).map(|c| *c.floor.get(kind))
    }
    /// A question with its competency.
    pub fn question(&self, code: &QuestionCode) -> Option<(&Competency, &Question)> {
        self.parts
            .competencies
            .iter()
            .find_map(|c| c.questions.iter().find(|q| q.code == *code).map(|q| (c, q)))
    }

    /// Rounds, layouts and the words every round shares.
    pub fn interviews(&self) -> &InterviewPlans {
        &self.parts.interviews
    }
    /// A round.
    pub fn round(&self, code: &SourceCode) -> Option<&Round> {
        self.parts.interviews.rounds.iter().find(|r| r.code == *code)
    }
    /// How rounds are spread in a layout.
    pub fn plan_layout(&self, layout: Layout) -> Option<&PlanLayout> {
        self.parts.interviews.layouts.iter().find(|l| l.layout == layout)
    }
    /// What a source (an interview round, an exercise or the knowledge test) rates for a kind in a layout. The
    /// work-sample round R4 rates through its exercises and is no source of its own.
    pub fn competencies_of(&self, source: &SourceCode, kind: Kind, layout: Layout) -> Vec<&Competency> {
        self.parts
            .competencies
            .iter()
            .filter(|c| {
                self.sources_of(c, kind, layout).contains(source) || c.optional_sources.contains(source)
            })
            .collect()
    }
    /// The sources of a competency for a kind in a layout: rounds in order, then exercises.
    pub fn sources_of(&self, competency: &Competency, kind: Kind, layout: Layout) -> Vec<SourceCode> {
        let taken = competency.exercises.iter().filter(|code| {
            self.exercise(code)
                .is_some_and(|exercise| exercise.variant_for(kind, layout).is_some())
        });
        competency.rounds.iter().chain(taken).cloned().collect()
    }

    /// What holds for every exercise.
    pub fn exercise_rules(&self) -> &ExerciseRules {
        &self.parts.exercise_rules
    }
    /// E1 to E5.
    pub fn exercises(&self) -> &[Exercise] {
        &self.parts.exercises
    }
    /// An exercise.
    pub fn exercise(&self, code: &SourceCode) -> Option<&Exercise> {
        self.parts.exercises.iter().find(|e| e.code == *code)
    }
    /// The exercises a kind takes, each in its variant (dossier 4.0; G23 for small firms).
    pub fn exercises_for(&self, kind: Kind, layout: Layout) -> Vec<(SourceCode, Variant)> {
        self.parts
            .exercises
            .iter()
            .filter_map(|e| {
                e.variant_for(kind, layout)
                    .map(|variant| (e.code.clone(), variant))
            })
            .collect()
    }

    /// The red-flag register.
    pub fn red_flags(&self) -> &RedFlagRegister {
        &self.parts.red_flags
    }
    /// A red flag.
    pub fn red_flag(&self, code: &RedFlagCode) -> Option<&RedFlag> {
        self.parts.red_flags.flags.iter().find(|f| f.code == *code)
    }

    /// The reference form.
    pub fn references(&self) -> &ReferenceForm {
        &self.parts.references
    }
    /// An item R01 to R21 of the reference form (R22 is `references().rehire`).
    pub fn reference_item(&self, code: &ReferenceItemCode) -> Option<&ReferenceItem> {
        self.parts.references.items.iter().find(|i| i.code == *code)
    }

    /// What holds for every module.
    pub fn training(&self) -> &TrainingRules {
        &self.parts.training
    }
    /// Every module, disabled ones too.
    pub fn modules(&self) -> &[Module] {
        &self.parts.modules
    }
    /// A module, disabled or not.
    pub fn module(&self, code: &ModuleCode) -> Option<&Module> {
        self.parts.modules.iter().find(|m| m.code == *code)
    }
    /// The active module that a shipped code means in this version: itself, or the company's own one instead of it.
    pub fn module_in_place_of(&self, code: &ModuleCode) -> Option<&Module> {
        self.module(code).filter(|m| m.is_active()).or_else(|| {
            self.parts
                .modules
                .iter()
                .find(|m| m.is_active() && m.replaces.as_ref() == Some(code))
        })
    }
    /// The active modules of an account manager's kind: 28, 28 and 42 in the shipped library.
    pub fn modules_for(&self, kind: Kind) -> Vec<&Module> {
        self.modules_for_trainee(match kind {
            Kind::ClientFocused => Trainee::ClientFocused,
            Kind::ProductionFocused => Trainee::ProductionFocused,
            Kind::Hybrid => Trainee::Hybrid,
        })
    }
    /// The active modules of a trainee, which may be a field production manager.
    pub fn modules_for_trainee(&self, trainee: Trainee) -> Vec<&Module> {
        let areas = self
            .parts
            .training
            .trainees
            .iter()
            .find(|t| t.trainee == trainee)
            .map(|t| &t.areas);
        self.parts
            .modules
            .iter()
            .filter(|m| m.is_active() && areas.is_some_and(|areas| areas.contains(&m.area)))
            .collect()
    }

    /// The portfolio ramp.
    pub fn portfolio(&self) -> &Portfolio {
        &self.parts.portfolio
    }
    /// Check-ins and pulse items.
    pub fn check_ins(&self) -> &CheckIns {
        &self.parts.check_ins
    }
    /// Coaching rules and questions.
    pub fn coaching(&self) -> &Coaching {
        &self.parts.coaching
    }
    /// A coaching question.
    pub fn coaching_question(&self, code: &CoachingCode) -> Option<&CoachingQuestion> {
        self.parts.coaching.questions.iter().find(|q| q.code == *code)
    }
    /// Duty templates and how they cover a kind.
    pub fn duties(&self) -> &Duties {
        &self.parts.duties
    }
    /// A duty template.
    pub fn duty(&self, code: &DutyCode) -> Option<&DutyTemplate> {
        self.parts.duties.templates.iter().find(|d| d.code == *code)
    }
    /// Suggestions for the realistic preview.
    pub fn preview(&self) -> &Preview {
        &self.parts.preview
    }
    /// Practice cases of the interviewer certificate.
    pub fn calibration(&self) -> &Calibration {
        &self.parts.calibration
    }
    /// The role-acknowledgement quiz.
    pub fn quiz(&self) -> &Quiz {
        &self.parts.quiz
    }
    /// Reason codes.
    pub fn reasons(&self) -> &Reasons {
        &self.parts.reasons
    }
}
