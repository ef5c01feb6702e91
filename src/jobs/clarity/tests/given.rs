//! Descriptions, and the circumstances they are checked in.

use super::super::*;
use crate::{company::model::Rung, content::Pack};

pub(super) fn body(json: &str) -> DescriptionBody {
    serde_json::from_str(json).unwrap()
}
pub(super) fn bad() -> DescriptionBody {
    body(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/jd_bad.json"
    )))
}
pub(super) fn good() -> DescriptionBody {
    body(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/jd_good_client.json"
    )))
}
pub(super) fn production() -> DescriptionBody {
    body(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/jd_good_production.json"
    )))
}
pub(super) fn hybrid() -> DescriptionBody {
    body(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/jd_good_hybrid.json"
    )))
}

/// The critical competencies of dossier 3.0.
pub(super) fn critical(kind: Option<Kind>) -> Vec<CompetencyCode> {
    let codes: &[&str] = match kind {
        None => &[],
        Some(Kind::ClientFocused) => &["WCOM", "VCOM", "ORGD", "EMPQ", "OPST", "CONF", "PROA", "RSTR"],
        Some(Kind::ProductionFocused) => &[
            "WCOM", "VCOM", "ORGD", "EMPQ", "OPST", "CONF", "OWNP", "WORK", "TECH",
        ],
        Some(Kind::Hybrid) => &[
            "WCOM", "VCOM", "ORGD", "EMPQ", "OPST", "CONF", "PROA", "RSTR", "OWNP", "WORK", "TECH",
        ],
    };
    codes.iter().map(|c| CompetencyCode::new(c).unwrap()).collect()
}

/// The circumstances of a job whose kind is decided and whose ladder has three rungs.
pub(super) struct Job {
    pub(super) kind: Option<Kind>,
    pub(super) ladder: Ladder,
    pub(super) rungs_required: usize,
    pub(super) ladder_waived: bool,
    pub(super) pay_range_required: bool,
}

impl Job {
    pub(super) fn of(body: &DescriptionBody) -> Self {
        let rungs = [
            "Senior account manager",
            "Key account manager",
            "Head of client services",
        ];
        Self {
            kind: body.kind,
            ladder: Ladder {
                ladder_id: body.ladder_id.clone(),
                rungs: rungs
                    .iter()
                    .map(|title| Rung {
                        title: (*title).to_owned(),
                        criteria: vec!["Two years with satisfied clients".to_owned()],
                    })
                    .collect(),
            },
            rungs_required: 2,
            ladder_waived: false,
            pay_range_required: false,
        }
    }
    pub(super) fn check(&self, body: &DescriptionBody) -> ClarityReport {
        clarity(&ClarityInput {
            body,
            kind: self.kind,
            company: &Strategy::default(),
            operations_functions: &["Night shift".to_owned()],
            ladder: &self.ladder,
            rungs_required: self.rungs_required,
            ladder_waived: self.ladder_waived,
            pay_range_required: self.pay_range_required,
            critical: &critical(self.kind),
            duties: Pack::shipped().unwrap().duties(),
        })
    }
}

pub(super) fn check(body: &DescriptionBody) -> ClarityReport {
    Job::of(body).check(body)
}
/// What fails after one change to a good description whose kind was decided before.
pub(super) fn failing_after(mut body: DescriptionBody, change: impl Fn(&mut DescriptionBody)) -> Vec<RuleId> {
    let job = Job::of(&body);
    change(&mut body);
    job.check(&body).failed.iter().map(|r| r.rule).collect()
}
pub(super) fn warned_after(
    mut body: DescriptionBody,
    change: impl Fn(&mut DescriptionBody),
) -> Vec<WarningId> {
    change(&mut body);
    check(&body).warnings.iter().map(|w| w.warning).collect()
}
