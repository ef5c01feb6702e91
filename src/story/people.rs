//! The company writes down what it stands for, and those who will rate earn their certificates.

use super::{
    Teller,
    cast::{PANEL, Part},
};
use crate::{
    company::{
        self,
        model::{CompanyBody, Ladder, Rung, Strategy},
    },
    people::{self, calibration},
    web::IfMatch,
};

/// Strategy and ladders (G03, G06).
///
/// # Errors
/// When a service refuses.
pub async fn describe_company(teller: &mut Teller) -> anyhow::Result<()> {
    let body = CompanyBody {
        name: "Green Partners".to_owned(),
        strategy: strategy(),
        ladders: vec![client_services()],
        operations_functions: words(&["Field production managers", "Designers", "Dispatch"]),
    };
    teller
        .act_as(
            Part::Sponsor,
            "the owner describes the company",
            move |conn, ctx| company::replace(conn, ctx, &IfMatch::Any, || Ok(body.clone())),
        )
        .await?;
    teller.tell("Green Partners writes down its vision, mission and values.");
    Ok(())
}

/// Everybody of the panel rates the practice cases (G13).
///
/// # Errors
/// When somebody does not pass.
pub async fn certify(teller: &mut Teller) -> anyhow::Result<()> {
    let key = calibration::Key::from(teller.pack.calibration());
    for (n, part) in PANEL.into_iter().enumerate() {
        let (key, id) = (key.clone(), teller.id(part)?);
        let ratings = attempt(&key, n);
        let until = teller
            .act_as(part, "a rater attempts the certificate", move |conn, ctx| {
                people::certify(conn, ctx, id, &key, &ratings)
            })
            .await?;
        anyhow::ensure!(until.is_some(), "{part:?} does not pass the certificate");
    }
    teller.tell(format!(
        "{} raters earn the interviewer certificate.",
        PANEL.len()
    ));
    Ok(())
}

/// Nobody rates exactly like the experts: each rater is one level low on an answer of their own.
fn attempt(key: &calibration::Key, rater: usize) -> Vec<calibration::Rated> {
    let rated = key.levels.iter().enumerate();
    let rated = rated.map(|(n, ((case, competency), level))| calibration::Rated {
        case: case.clone(),
        competency: competency.clone(),
        rating: if n == rater {
            level.saturating_sub(1).max(1)
        } else {
            *level
        },
    });
    rated.collect()
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

fn strategy() -> Strategy {
    Strategy {
        vision: "Every client in our region knows whom to call and gladly does.".to_owned(),
        mission: "We keep sites and campaigns working so that our clients can do their own work.".to_owned(),
        values: words(&[
            "We say it first",
            "We ask operations before we promise",
            "We leave nobody alone",
        ]),
    }
}

/// The steps above the entry role.
pub(super) fn client_services() -> Ladder {
    let rung = |title: &str, criteria: &[&str]| Rung {
        title: title.to_owned(),
        criteria: words(criteria),
    };
    Ladder {
        ladder_id: "client-services".to_owned(),
        rungs: vec![
            rung(
                "Senior account manager",
                &[
                    "Two years with clients who give 8.5 of 10",
                    "Has trained a new colleague",
                ],
            ),
            rung(
                "Key account manager",
                &[
                    "Three renewals of key accounts",
                    "Leads account plans of a whole group",
                ],
            ),
            rung("Head of client services", &["Has led a client group for a year"]),
        ],
    }
}
