//! What the day-90 review rests on (G56): observed behaviour, behaviour on the job as manager and operations
//! see it (L3), and the hire's own word. All three are read from what is stored.

use std::collections::BTreeSet;

use crate::{
    kernel::{
        ids::UserId,
        time::{Timestamp, days},
    },
    onboarding::model::{Observation, Pulse},
};

/// Competencies seen at work before the review (dossier 6.5, day 60).
pub const COMPETENCIES: usize = 5;
/// Behaviour on the job is looked at from the sixtieth day on (6.6, level 3); that day begins after 59.
const FROM_DAYS: i64 = 59;

/// Whose word a review needs.
#[derive(Debug, Clone, Copy)]
pub struct Superiors {
    /// The hiring manager, who signs.
    pub hiring_manager: UserId,
    /// The hire's manager, if one is named.
    pub manager: Option<UserId>,
}

impl Superiors {
    fn saw(self, seen: &Observation) -> bool {
        seen.observed_by == self.hiring_manager || Some(seen.observed_by) == self.manager
    }
}

/// What a review lacks, in words. Behaviour on the job is seen by the manager (or the hiring manager) and by
/// somebody else of operations; what a trainer or coach saw counts among the competencies only (6.6, level 3).
pub fn lacks(
    observations: &[Observation],
    pulses: &[Pulse],
    starts_at: Timestamp,
    superiors: Superiors,
    signers: &[UserId],
) -> Vec<String> {
    let from = starts_at + days(FROM_DAYS);
    let seen: BTreeSet<&str> = observations.iter().map(|seen| seen.competency.as_str()).collect();
    let late: Vec<&Observation> = observations
        .iter()
        .filter(|seen| seen.observed_at >= from)
        .collect();
    let by_manager: Vec<UserId> = late
        .iter()
        .filter(|seen| superiors.saw(seen))
        .map(|seen| seen.observed_by)
        .collect();
    let by_operations = late.iter().filter(|seen| seen.operations).any(|seen| {
        // A manager of operations is one pair of eyes, not two.
        by_manager.is_empty() || by_manager.iter().any(|manager| *manager != seen.observed_by)
    });
    let mut lacks = Vec::new();
    if seen.len() < COMPETENCIES {
        lacks.push(format!(
            "BARS on {COMPETENCIES} competencies (there are {})",
            seen.len()
        ));
    }
    for (there, who) in [
        (!by_manager.is_empty(), "the manager"),
        (by_operations, "operations"),
    ] {
        if !there {
            lacks.push(format!("behaviour on the job since day 60 as {who} saw it (L3)"));
        }
    }
    if !pulses.iter().any(|pulse| pulse.answered_at >= from) {
        lacks.push("a pulse since day 60".to_owned());
    }
    if !signers.contains(&superiors.hiring_manager) {
        lacks.push("the signature of the hiring manager".to_owned());
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        db::types::Json,
        kernel::{codes::CompetencyCode, ids::Id},
    };
    use uuid::Uuid;

    const CODES: [&str; 5] = ["WCOM", "VCOM", "ORGD", "EMPQ", "OPST"];

    fn start() -> Timestamp {
        Timestamp::parse("2026-11-09T09:00:00Z").unwrap()
    }
    fn manager() -> UserId {
        Id::from_uuid(Uuid::from_u128(1))
    }
    fn field_manager() -> UserId {
        Id::from_uuid(Uuid::from_u128(2))
    }
    fn superiors() -> Superiors {
        Superiors {
            hiring_manager: manager(),
            manager: None,
        }
    }
    fn seen(competency: &str, operations: bool, day: i64) -> Observation {
        Observation {
            id: Id::from_uuid(Uuid::nil()),
            plan_id: Id::from_uuid(Uuid::nil()),
            check_in_id: None,
            competency: CompetencyCode::new(competency).unwrap(),
            level: 3,
            evidence: "called the client before the client called".into(),
            observed_by: if operations { field_manager() } else { manager() },
            operations,
            observed_at: start() + days(day),
        }
    }
    fn pulse(day: i64) -> Pulse {
        Pulse {
            id: Id::from_uuid(Uuid::nil()),
            plan_id: Id::from_uuid(Uuid::nil()),
            check_in_id: None,
            answers: Json(Default::default()),
            answered_at: start() + days(day),
        }
    }
    fn whole() -> Vec<Observation> {
        let mut all: Vec<Observation> = CODES.iter().map(|code| seen(code, false, 60)).collect();
        all.push(seen("OPST", true, 62));
        all
    }

    #[test]
    fn a_review_with_everything_lacks_nothing() {
        assert_eq!(
            lacks(&whole(), &[pulse(60)], start(), superiors(), &[manager()]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn only_the_manager_speaks_as_manager_and_one_pair_of_eyes_is_not_two() {
        let by = |who: UserId, operations: bool| {
            let mut all: Vec<Observation> = CODES.iter().map(|code| seen(code, operations, 60)).collect();
            all.iter_mut().for_each(|seen| seen.observed_by = who);
            all
        };
        let left = |observations: &[Observation], superiors: Superiors| {
            lacks(observations, &[pulse(60)], start(), superiors, &[manager()])
        };
        let trainer = Id::from_uuid(Uuid::from_u128(3));
        let mut taught = by(trainer, false);
        taught.push(seen("OPST", true, 62));
        assert!(left(&taught, superiors())[0].contains("as the manager saw it"));
        let named = Superiors {
            manager: Some(trainer),
            ..superiors()
        };
        assert_eq!(left(&taught, named), Vec::<String>::new());

        let mut alone = by(manager(), true);
        assert!(left(&alone, superiors())[0].contains("as operations saw it"));
        alone.push(seen("OPST", true, 62));
        assert_eq!(left(&alone, superiors()), Vec::<String>::new());
    }

    #[test]
    fn each_part_is_missed() {
        let four: Vec<Observation> = whole().into_iter().filter(|o| o.competency != "EMPQ").collect();
        let early: Vec<Observation> = CODES.iter().map(|code| seen(code, false, 30)).collect();
        type Row<'a> = (&'a [Observation], &'a [Pulse], &'a [UserId], &'a str);
        let rows: [Row<'_>; 5] = [
            (
                &four,
                &[pulse(60)],
                &[manager()],
                "BARS on 5 competencies (there are 4)",
            ),
            (&early, &[pulse(60)], &[manager()], "as the manager saw it"),
            (&early, &[pulse(60)], &[manager()], "as operations saw it"),
            (&whole(), &[pulse(20)], &[manager()], "a pulse since day 60"),
            (&whole(), &[pulse(60)], &[], "the signature of the hiring manager"),
        ];
        for (observations, pulses, signers, expected) in rows {
            let lacks = lacks(observations, pulses, start(), superiors(), signers);
            assert!(
                lacks.iter().any(|part| part.contains(expected)),
                "{expected}: {lacks:?}"
            );
        }
    }
}
