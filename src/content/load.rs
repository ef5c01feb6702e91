//! Reading the shipped data files, which are part of the binary.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    ContentFault, ContentRule,
    model::{
        Calibration, CheckIns, Coaching, Competency, Duties, Exercise, ExerciseRules, InterviewPlans, Module,
        Portfolio, Preview, Quiz, Reasons, RedFlagRegister, ReferenceForm, TrainingRules,
    },
};

macro_rules! files {
    ($($path:literal),+ $(,)?) => { &[$( ($path, include_str!(concat!("pack/", $path))) ),+] };
}

/// Every shipped file, in the order in which its content is listed.
const FILES: &[(&str, &str)] = files![
    "competencies/WCOM.toml",
    "competencies/VCOM.toml",
    "competencies/ORGD.toml",
    "competencies/EMPQ.toml",
    "competencies/OPST.toml",
    "competencies/CONF.toml",
    "competencies/PROA.toml",
    "competencies/RSTR.toml",
    "competencies/OWNP.toml",
    "competencies/WORK.toml",
    "competencies/BOUN.toml",
    "competencies/COMM.toml",
    "competencies/TECH.toml",
    "exercises/common.toml",
    "exercises/E1.toml",
    "exercises/E2.toml",
    "exercises/E3.toml",
    "exercises/E4.toml",
    "exercises/E5.toml",
    "modules/rules.toml",
    "modules/shared.toml",
    "modules/client_only.toml",
    "modules/production_only.toml",
    "interview_plans.toml",
    "red_flags.toml",
    "reference_form.toml",
    "portfolio.toml",
    "check_ins.toml",
    "coaching.toml",
    "duties.toml",
    "preview.toml",
    "calibration.toml",
    "quiz.toml",
    "reasons.toml",
];

/// Everything a pack holds. Versions are stored as this, and read back by later releases: a field that is added below
/// here takes a default, and none is taken away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Parts {
    pub(super) competencies: Vec<Competency>,
    pub(super) exercise_rules: ExerciseRules,
    pub(super) exercises: Vec<Exercise>,
    pub(super) training: TrainingRules,
    pub(super) modules: Vec<Module>,
    pub(super) interviews: InterviewPlans,
    pub(super) red_flags: RedFlagRegister,
    pub(super) references: ReferenceForm,
    pub(super) portfolio: Portfolio,
    pub(super) check_ins: CheckIns,
    pub(super) coaching: Coaching,
    pub(super) duties: Duties,
    pub(super) preview: Preview,
    pub(super) calibration: Calibration,
    pub(super) quiz: Quiz,
    pub(super) reasons: Reasons,
}

/// The modules of one file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModuleFile {
    modules: Vec<Module>,
}

/// Reads a file, or notes why it cannot be read.
fn read<T: DeserializeOwned>(path: &str, text: &str, faults: &mut Vec<ContentFault>) -> Option<T> {
    toml::from_str(text)
        .map_err(|e| faults.push(ContentFault::new(ContentRule::Unreadable, path, e.message())))
        .ok()
}

/// Reads one named file.
fn one<T: DeserializeOwned>(path: &str, faults: &mut Vec<ContentFault>) -> Option<T> {
    let Some((_, text)) = FILES.iter().find(|(p, _)| *p == path) else {
        faults.push(ContentFault::new(ContentRule::Unreadable, path, "is not shipped"));
        return None;
    };
    read(path, text, faults)
}

/// Reads every file of a folder except its rules, in the order listed.
fn folder<T: DeserializeOwned>(folder: &str, rules: &str, faults: &mut Vec<ContentFault>) -> Vec<T> {
    FILES
        .iter()
        .filter(|(path, _)| path.starts_with(folder) && *path != rules)
        .filter_map(|(path, text)| read(path, text, faults))
        .collect()
}

/// Reads all shipped files.
pub(super) fn shipped() -> Result<Parts, Vec<ContentFault>> {
    let mut faults = Vec::new();
    let parts = try_parts(&mut faults);
    match parts {
        Some(parts) if faults.is_empty() => Ok(parts),
        _ => Err(faults),
    }
}

fn try_parts(faults: &mut Vec<ContentFault>) -> Option<Parts> {
    let competencies = folder("competencies/", "", faults);
    let exercises = folder("exercises/", "exercises/common.toml", faults);
    let modules = folder::<ModuleFile>("modules/", "modules/rules.toml", faults);
    let exercise_rules = one("exercises/common.toml", faults);
    let training = one("modules/rules.toml", faults);
    let interviews = one("interview_plans.toml", faults);
    let red_flags = one("red_flags.toml", faults);
    let references = one("reference_form.toml", faults);
    let portfolio = one("portfolio.toml", faults);
    let check_ins = one("check_ins.toml", faults);
    let coaching = one("coaching.toml", faults);
    let duties = one("duties.toml", faults);
    let preview = one("preview.toml", faults);
    let calibration = one("calibration.toml", faults);
    let quiz = one("quiz.toml", faults);
    let reasons = one("reasons.toml", faults);
    Some(Parts {
        competencies,
        exercise_rules: exercise_rules?,
        exercises,
        training: training?,
        modules: modules.into_iter().flat_map(|file| file.modules).collect(),
        interviews: interviews?,
        red_flags: red_flags?,
        references: references?,
        portfolio: portfolio?,
        check_ins: check_ins?,
        coaching: coaching?,
        duties: duties?,
        preview: preview?,
        calibration: calibration?,
        quiz: quiz?,
        reasons: reasons?,
    })
}
