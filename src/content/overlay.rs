//! What a company lays over the shipped content: edits, clones, added questions and disabled modules (dossier 2-55).
//! Nothing shipped can be removed; whatever comes out must pass the same checks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ContentFault, ContentRule, Pack, check,
    load::Parts,
    model::{Module, Question, QuestionMark, QuestionType},
};
use crate::kernel::{
    codes::{CompetencyCode, ModuleCode, QuestionCode},
    text::visible_len,
};

/// The least length of a reason for disabling a module (house rule).
const MIN_REASON_CHARS: usize = 20;

/// A company's changes, relative to the shipped content.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PackOverlay {
    /// Changes to modules.
    pub module_edits: Vec<ModuleEdit>,
    /// Modules of the company's own, made from a shipped one.
    pub added_modules: Vec<AddedModule>,
    /// Modules left out of plans.
    pub disabled: Vec<Disabled>,
    /// Questions besides the shipped ones.
    pub added_questions: Vec<AddedQuestion>,
    /// Changes to the words of competencies.
    pub competency_edits: Vec<CompetencyEdit>,
}

/// Changes to a module; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ModuleChanges {
    /// Another title.
    pub title: Option<String>,
    /// Other goals.
    pub goals: Option<Vec<String>>,
    /// Other steps. A statutory module keeps its shipped ones and may get more.
    pub steps: Option<Vec<String>>,
    /// Other evidence.
    pub evidence: Option<String>,
    /// Another due day, in calendar days from the start.
    pub day_offset_due: Option<u16>,
    /// Another trainer.
    pub trainer_role: Option<String>,
    /// Other hours.
    pub min_hours: Option<u16>,
}

/// An edited module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ModuleEdit {
    /// Which.
    pub code: ModuleCode,
    /// What changes.
    pub changes: ModuleChanges,
}

/// A clone of a shipped module. When the original is disabled, the clone takes its place wherever the original is
/// asked for: in prerequisites, in the ramp, as the area's module for its item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddedModule {
    /// Its own code.
    pub code: ModuleCode,
    /// The module it is made from.
    pub clone_of: ModuleCode,
    /// How it differs.
    #[serde(default)]
    pub changes: ModuleChanges,
}

/// A disabled module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Disabled {
    /// Which.
    pub code: ModuleCode,
    /// Why: at least 20 characters (house rule).
    pub reason: String,
}

/// An added question; it is asked besides the core questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddedQuestion {
    /// Its own code.
    pub code: QuestionCode,
    /// What it asks about.
    pub competency: CompetencyCode,
    /// Behavioural or situational.
    #[serde(rename = "type")]
    pub asks: QuestionType,
    /// What the interviewer reads out.
    pub text: String,
    /// Probes of its own.
    #[serde(default)]
    pub probes: Vec<String>,
}

/// Changes to the words of a competency; what is absent stays. Anchors are always all five.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompetencyEdit {
    /// Which.
    pub code: CompetencyCode,
    /// Another name.
    #[serde(default)]
    pub name: Option<String>,
    /// Another definition.
    #[serde(default)]
    pub definition: Option<String>,
    /// Other anchors.
    #[serde(default)]
    pub anchors: Option<Vec<String>>,
    /// Other notes for raters.
    #[serde(default)]
    pub notes: Option<Vec<String>>,
    /// Other wording of a question: code and text.
    #[serde(default)]
    pub question_texts: Vec<(QuestionCode, String)>,
}

impl PackOverlay {
    /// Where among the changes a fault comes from, as a pointer below them: `/module_edits/0/changes/steps`. Nothing
    /// when no change is about its subject.
    pub fn place_of(&self, fault: &ContentFault) -> Option<String> {
        let subject = fault.subject.as_str();
        let field = fault.field.or(match fault.rule {
            ContentRule::Anchors => Some("anchors"),
            ContentRule::DuplicateCode => Some("code"),
            ContentRule::DueTooEarly => Some("day_offset_due"),
            _ => None,
        });
        let below = |list: &str, at: usize, field: Option<&str>| match field {
            Some(field) => format!("/{list}/{at}/{field}"),
            None => format!("/{list}/{at}"),
        };
        let module = |list: &str, at: usize| match field {
            Some("code") | None => below(list, at, field),
            Some(field) => below(list, at, Some(&format!("changes/{field}"))),
        };
        if field.is_none()
            && let Some(at) = self.disabled.iter().position(|d| d.code == *subject)
        {
            let reason = (fault.rule == ContentRule::ReasonMissing).then_some("reason");
            return Some(below("disabled", at, reason));
        }
        let added = self.added_modules.iter().position(|m| m.code == *subject);
        let edited = self.module_edits.iter().position(|m| m.code == *subject);
        let copied = self.added_modules.iter().position(|m| m.clone_of == *subject);
        let question = self.added_questions.iter().position(|q| q.code == *subject);
        let about = self.added_questions.iter().position(|q| q.competency == *subject);
        let competency = self.competency_edits.iter().position(|c| c.code == *subject);
        let worded = self
            .competency_edits
            .iter()
            .position(|c| c.question_texts.iter().any(|(code, _)| *code == *subject));
        let unknown = fault.rule == ContentRule::UnknownCode;
        None.or(added.map(|at| module("added_modules", at)))
            .or(edited.map(|at| module("module_edits", at)))
            .or(copied
                .filter(|_| unknown)
                .map(|at| below("added_modules", at, Some("clone_of"))))
            .or(question.map(|at| below("added_questions", at, field)))
            .or(competency.map(|at| below("competency_edits", at, field)))
            .or(about
                .filter(|_| unknown)
                .map(|at| below("added_questions", at, Some("competency"))))
            .or(worded.map(|at| below("competency_edits", at, Some("question_texts"))))
    }
}

impl ModuleChanges {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Pack {
    /// A module of this content as a company's copies of it begin: with the company's changes to it.
    pub fn module_to_copy(&self, overlay: &PackOverlay, code: &ModuleCode) -> Option<Module> {
        let mut module = self.module(code)?.clone();
        // Faults of the changes are told when the content is laid over.
        let mut faults = Vec::new();
        for edit in overlay.module_edits.iter().filter(|edit| edit.code == *code) {
            change(&mut module, &edit.changes, &mut faults);
        }
        Some(module)
    }

    /// This content with a company's changes laid over it, under the version number the company's history gives it.
    ///
    /// # Errors
    /// With everything that is wrong with the result.
    pub fn with_overlay(&self, overlay: &PackOverlay, version: u32) -> Result<Self, Vec<ContentFault>> {
        let mut parts = self.parts.clone();
        let mut faults = Vec::new();
        edit_modules(&mut parts, overlay, &mut faults);
        add_modules(&mut parts, overlay, &mut faults);
        disable(&mut parts, overlay, &mut faults);
        edit_competencies(&mut parts, overlay, &mut faults);
        add_questions(&mut parts, overlay, &mut faults);
        faults.extend(check::any(&parts));
        if !faults.is_empty() {
            return Err(faults);
        }
        Self::assemble(version, parts).map_err(|fault| vec![fault])
    }
}

fn unknown(subject: impl std::fmt::Display) -> ContentFault {
    ContentFault::new(ContentRule::UnknownCode, subject, "is not in the content")
}

fn change(module: &mut Module, changes: &ModuleChanges, faults: &mut Vec<ContentFault>) {
    if let Some(steps) = &changes.steps {
        if module.statutory && module.steps.iter().any(|step| !steps.contains(step)) {
            faults.push(
                ContentFault::new(
                    ContentRule::StatutoryDisabled,
                    &module.code,
                    "keeps every shipped step: safety training is demanded by law",
                )
                .at("steps"),
            );
        } else {
            module.steps.clone_from(steps);
        }
    }
    if let Some(title) = &changes.title {
        module.title.clone_from(title);
    }
    if let Some(goals) = &changes.goals {
        module.goals.clone_from(goals);
    }
    if let Some(evidence) = &changes.evidence {
        module.evidence.clone_from(evidence);
    }
    if let Some(day) = changes.day_offset_due {
        module.day_offset_due = day;
    }
    if let Some(trainer) = &changes.trainer_role {
        module.trainer_role.clone_from(trainer);
    }
    if let Some(hours) = changes.min_hours {
        module.min_hours = hours;
    }
}

fn edit_modules(parts: &mut Parts, overlay: &PackOverlay, faults: &mut Vec<ContentFault>) {
    for edit in &overlay.module_edits {
        match parts.modules.iter_mut().find(|m| m.code == edit.code) {
            Some(module) => change(module, &edit.changes, faults),
            None => faults.push(unknown(&edit.code)),
        }
    }
}

fn add_modules(parts: &mut Parts, overlay: &PackOverlay, faults: &mut Vec<ContentFault>) {
    for added in &overlay.added_modules {
        let Some(original) = parts.modules.iter().find(|m| m.code == added.clone_of) else {
            faults.push(unknown(&added.clone_of));
            continue;
        };
        let mut module = original.clone();
        module.code = added.code.clone();
        module.replaces = Some(added.clone_of.clone());
        change(&mut module, &added.changes, faults);
        parts.modules.push(module);
    }
}

fn disable(parts: &mut Parts, overlay: &PackOverlay, faults: &mut Vec<ContentFault>) {
    for disabled in &overlay.disabled {
        let Some(module) = parts.modules.iter_mut().find(|m| m.code == disabled.code) else {
            faults.push(unknown(&disabled.code));
            continue;
        };
        if visible_len(&disabled.reason) < MIN_REASON_CHARS {
            faults.push(ContentFault::new(
                ContentRule::ReasonMissing,
                &disabled.code,
                format_args!("say in at least {MIN_REASON_CHARS} characters why it is disabled"),
            ));
        }
        module.disabled = Some(disabled.reason.clone());
        stand_in(parts, &disabled.code);
    }
}

/// Points everything that asks for a disabled module to the company's own one, if there is one.
fn stand_in(parts: &mut Parts, disabled: &ModuleCode) {
    let Some(own) = parts
        .modules
        .iter()
        .find(|m| m.is_active() && m.replaces.as_ref() == Some(disabled))
    else {
        return;
    };
    let own = own.code.clone();
    let asked = parts.modules.iter_mut().map(|m| &mut m.prerequisites).chain(
        parts
            .portfolio
            .stages
            .iter_mut()
            .flat_map(|s| [&mut s.modules, &mut s.first_tests]),
    );
    for code in asked.flatten().filter(|code| *code == disabled) {
        *code = own.clone();
    }
}

fn edit_competencies(parts: &mut Parts, overlay: &PackOverlay, faults: &mut Vec<ContentFault>) {
    for edit in &overlay.competency_edits {
        let Some(competency) = parts.competencies.iter_mut().find(|c| c.code == edit.code) else {
            faults.push(unknown(&edit.code));
            continue;
        };
        if let Some(name) = &edit.name {
            competency.name.clone_from(name);
        }
        if let Some(definition) = &edit.definition {
            competency.definition.clone_from(definition);
        }
        if let Some(anchors) = &edit.anchors {
            competency.anchors.clone_from(anchors);
        }
        if let Some(notes) = &edit.notes {
            competency.notes.clone_from(notes);
        }
        for (code, text) in &edit.question_texts {
            match competency.questions.iter_mut().find(|q| q.code == *code) {
                Some(question) => question.text.clone_from(text),
                None => faults.push(unknown(code)),
            }
        }
    }
}

fn add_questions(parts: &mut Parts, overlay: &PackOverlay, faults: &mut Vec<ContentFault>) {
    for added in &overlay.added_questions {
        let Some(competency) = parts.competencies.iter_mut().find(|c| c.code == added.competency) else {
            faults.push(unknown(&added.competency));
            continue;
        };
        competency.questions.push(Question {
            code: added.code.clone(),
            asks: added.asks,
            text: added.text.clone(),
            mark: QuestionMark::None,
            core: false,
            company_supplied: true,
            probes: added.probes.clone(),
        });
    }
}
