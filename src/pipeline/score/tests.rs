use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    kernel::{ids::RefereeId, kind::Kind},
    pipeline::policy::{CompetencyFact, Policy},
};

/// The ratings of dossier 7.8, one line per competency: `CODE source first,second · …`.
const A: &str = "VCOM R1 2,3 · R2 2,2 · E3 2,3
WCOM E1 3,3 · E4 3,2
ORGD R1 4,4 · R3 4,4 · E2 4,3
EMPQ R2 2,1 · E1 2,2 · E3 2,2
OPST R3 3,3 · E4 3,3
OWNP R1 3,4 · R3 4,3 · E5 3,4
PROA R1 2,2 · R2 2,2
CONF R2 2,2 · E3 2,1
BOUN R2 3,2 · R3 3,3 · E1 3,3
WORK R2 3,3 · R3 3,3 · E2 3,3
RSTR R1 2,2 · E5 2,3
COMM R1 3,3 · E5 3,3
TECH R3 5,5";
const B: &str = "VCOM R1 4,5 · R2 4,4 · E3 4,4
WCOM E1 4,4 · E4 4,4
ORGD R1 4,4 · R3 4,4 · E2 4,4
EMPQ R2 5,4 · E1 4,4 · E3 5,4
OPST R3 4,5 · E4 4,4
OWNP R1 4,4 · R3 4,4 · E5 4,4
PROA R1 5,4 · R2 4,5
CONF R2 4,4 · E3 4,5
BOUN R2 4,4 · R3 4,4 · E1 4,4
WORK R2 4,4 · R3 4,4 · E2 4,4
RSTR R1 4,4 · E5 4,4
COMM R1 4,3 · E5 3,4
TECH R3 3,3";
const C: &str = "VCOM R1 5,5 · R2 4,5 · E3 5,4
WCOM E1 4,5 · E4 4,4
ORGD R1 4,4 · R3 4,3 · E2 4,4
EMPQ R2 5,5 · E1 5,4 · E3 5,5
OPST R3 5,4 · E4 4,5
OWNP R1 4,5 · R3 4,4 · E5 4,4
PROA R1 5,5 · R2 5,4
CONF R2 5,4 · E3 5,4
BOUN R2 4,4 · R3 4,4 · E1 4,4
WORK R2 4,4 · R3 4,4 · E2 4,5
RSTR R1 4,5 · E5 4,4
COMM R1 4,4 · E5 4,4
TECH R3 3,2";

fn code(text: &str) -> CompetencyCode {
    CompetencyCode::new(text).unwrap()
}

fn rating(competency: &str, source: &str, rater: u128, value: u8) -> Rating {
    Rating {
        competency: code(competency),
        source: SourceCode::new(source).unwrap(),
        rater: UserId::from_uuid(Uuid::from_u128(rater)),
        value,
    }
}

fn ratings(table: &str) -> Vec<Rating> {
    let mut all = Vec::new();
    for line in table.lines() {
        let (competency, sources) = line.split_once(' ').unwrap();
        for source in sources.split(" · ") {
            let (source, pair) = source.split_once(' ').unwrap();
            for (rater, value) in (1..).zip(pair.split(',')) {
                all.push(rating(competency, source, rater, value.parse().unwrap()));
            }
        }
    }
    all
}

fn group(competency: &str) -> CompetencyGroup {
    match competency {
        "COMM" => CompetencyGroup::Commercial,
        "TECH" => CompetencyGroup::Technical,
        _ => CompetencyGroup::Soft,
    }
}

fn groups() -> BTreeMap<CompetencyCode, CompetencyGroup> {
    A.lines()
        .map(|line| &line[..4])
        .map(|c| (code(c), group(c)))
        .collect()
}

fn weights() -> KindWeights {
    *Policy::standard().weights.get(Kind::ClientFocused)
}

fn scored(table: &str) -> Scores {
    scores(&ratings(table), &groups(), &weights())
}

fn facts() -> Vec<CompetencyFact> {
    let fact = |(code, &group): (&CompetencyCode, &CompetencyGroup)| CompetencyFact {
        code: code.clone(),
        group,
        critical: !matches!(code.as_str(), "OWNP" | "WORK" | "BOUN" | "COMM" | "TECH"),
        communication: matches!(code.as_str(), "WCOM" | "VCOM"),
        floor: None,
    };
    groups().iter().map(fact).collect()
}

fn near(found: Option<f64>, expected: f64) {
    let found = found.expect("a value");
    assert!((found - expected).abs() <= 1e-3, "{found} instead of {expected}");
}

#[test]
fn the_composites_of_candidates_a_b_and_c_are_those_of_the_dossier() {
    // soft, technical, commercial, assessment, naive average
    let rows = [
        (A, [2.644, 5.0, 3.0, 3.051, 3.822]),
        (B, [4.136, 3.0, 3.5, 3.870, 3.568]),
        (C, [4.356, 2.5, 4.0, 4.024, 3.428]),
    ];
    for (table, expected) in rows {
        let s = scored(table);
        let found = [s.soft, s.technical, s.commercial, s.assessment, s.naive_average()];
        for (found, expected) in found.into_iter().zip(expected) {
            near(found, expected);
        }
    }
}

#[test]
fn the_naive_average_hires_a_and_the_composite_ranks_c_before_b() {
    let (a, b, c) = (scored(A), scored(B), scored(C));
    assert!(a.naive_average() > b.naive_average() && b.naive_average() > c.naive_average());
    assert!(c.assessment > b.assessment && b.assessment > a.assessment);
    assert!(meaningfully_different(
        c.assessment.unwrap(),
        b.assessment.unwrap()
    ));
}

#[test]
fn a_misses_the_soft_floors_and_b_and_c_miss_none() {
    let policy = Policy::standard();
    let kind = Kind::ClientFocused;
    let misses: BTreeMap<String, (String, String)> = below_floors(&scored(A), &policy, kind, &facts())
        .into_iter()
        .map(|m| (m.competency.to_string(), (shown(m.value), shown(m.floor))))
        .collect();
    let expected = [
        ("CONF", ("1.75", "3.00")),
        ("EMPQ", ("1.83", "3.00")),
        ("PROA", ("2.00", "3.00")),
        ("RSTR", ("2.25", "3.00")),
        ("VCOM", ("2.33", "3.50")),
        ("WCOM", ("2.75", "3.50")),
    ];
    let expected = expected.map(|(c, (v, f))| (c.to_owned(), (v.to_owned(), f.to_owned())));
    assert_eq!(misses, BTreeMap::from(expected));
    near(soft_mean_miss(&scored(A), &policy).map(|(soft, _)| soft), 2.644);
    for table in [B, C] {
        assert_eq!(below_floors(&scored(table), &policy, kind, &facts()), []);
        assert_eq!(soft_mean_miss(&scored(table), &policy), None);
    }
}

#[test]
fn a_level_exactly_on_its_floor_passes() {
    let table = B.replace("WCOM E1 4,4 · E4 4,4", "WCOM E1 3,4 · E4 3,4");
    let misses =
        |table: &str| below_floors(&scored(table), &Policy::standard(), Kind::ClientFocused, &facts());
    assert_eq!(misses(&table), []);
    assert_eq!(misses(&table.replace("E4 3,4", "E4 3,3")).len(), 1);
}

#[test]
fn a_missing_competency_leaves_no_composite_and_is_not_imputed() {
    let without_boun: String = C
        .lines()
        .filter(|l| !l.starts_with("BOUN"))
        .collect::<Vec<_>>()
        .join("\n");
    let s = scored(&without_boun);
    assert_eq!((s.soft, s.assessment, s.naive_average()), (None, None, None));
    assert_eq!(s.commercial, Some(4.0));
    assert_eq!(final_composite(s.assessment, Some(4.0), &weights()).value, None);
}

#[test]
fn every_source_counts_once_however_many_rated_in_it() {
    let crowded = [
        rating("CONF", "R2", 1, 5),
        rating("CONF", "R2", 2, 5),
        rating("CONF", "E3", 3, 2),
    ];
    let s = scores(&crowded, &groups(), &weights());
    let conf = s.competencies.get("CONF").unwrap();
    assert_eq!((conf.value, conf.raters, conf.sources.len()), (3.5, 3, 2));
}

#[test]
fn t11_raters_of_one_source_two_points_apart_must_talk() {
    let apart = [
        rating("CONF", "E3", 1, 5),
        rating("CONF", "E3", 2, 2),
        rating("CONF", "R2", 1, 3),
    ];
    let found = disagreements(&apart, 2);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (
            found[0].source.as_str(),
            found[0].spread,
            found[0].low,
            found[0].high
        ),
        ("E3", 3, 2, 5)
    );
    let across_sources = [rating("CONF", "E3", 1, 5), rating("CONF", "R2", 2, 2)];
    assert_eq!(disagreements(&across_sources, 2), []);
    assert_eq!(
        disagreements(&[rating("CONF", "E3", 1, 5), rating("CONF", "E3", 2, 4)], 2),
        []
    );
}

fn answer(referee: u128, competency: &str, value: Option<u8>) -> ReferenceAnswer {
    ReferenceAnswer {
        referee: RefereeId::from_uuid(Uuid::from_u128(referee)),
        competency: code(competency),
        value,
    }
}

#[test]
fn a_referee_counts_once_and_not_observed_counts_nothing() {
    let levels = reference_levels(&[
        answer(1, "OPST", Some(4)),
        answer(1, "OPST", Some(5)),
        answer(2, "OPST", Some(3)),
        answer(3, "OPST", None),
        answer(1, "RSTR", Some(5)),
        answer(2, "RSTR", None),
    ]);
    let opst = levels.get("OPST").unwrap();
    assert_eq!((opst.value, opst.observers), (Some(3.75), 2));
    let lonely = levels.get("RSTR").unwrap();
    assert_eq!((lonely.value, lonely.observers), (None, 1));
    assert_eq!(
        reference_composite(&levels),
        Some(3.75),
        "a level with one observer is left out"
    );
}

#[test]
fn without_any_reference_level_the_references_weigh_nothing_and_that_is_shown() {
    let levels = reference_levels(&[answer(1, "OPST", Some(5)), answer(2, "WCOM", Some(5))]);
    let alone = final_composite(Some(4.0), reference_composite(&levels), &weights());
    assert_eq!((alone.value, alone.reference_weight), (Some(4.0), 0.0));
    let both = final_composite(Some(4.0), Some(3.0), &weights());
    near(both.value, 3.9);
    assert_eq!(both.reference_weight, 0.10);
}

fn kinds(interview: f64, referees: &[u8], critical: bool) -> Vec<DiscrepancyKind> {
    let answers: Vec<ReferenceAnswer> = (1..)
        .zip(referees)
        .map(|(referee, &level)| answer(referee, "OPST", Some(level)))
        .collect();
    let critical = if critical {
        BTreeSet::from([code("OPST")])
    } else {
        BTreeSet::new()
    };
    let interview = BTreeMap::from([(code("OPST"), interview)]);
    discrepancies(&interview, &reference_levels(&answers), &critical)
        .into_iter()
        .map(|d| d.kind)
        .collect()
}

#[test]
fn t10_references_far_below_the_interviews_must_be_explained() {
    let reference = ReferenceLevel {
        value: Some(2.7),
        observers: 3,
        per_referee: BTreeMap::new(),
    };
    let found = discrepancies(
        &BTreeMap::from([(code("OPST"), 4.5)]),
        &BTreeMap::from([(code("OPST"), reference)]),
        &BTreeSet::from([code("OPST")]),
    );
    let kinds: Vec<DiscrepancyKind> = found.iter().map(|d| d.kind).collect();
    assert_eq!(kinds, [DiscrepancyKind::Gap, DiscrepancyKind::LowReference]);
    assert_eq!((found[0].interview, found[0].reference), (Some(4.5), Some(2.7)));
}

#[test]
fn the_three_rules_of_discrepancies_have_two_sides_each() {
    use DiscrepancyKind::{Gap, LowReference, RefereeSpread};
    assert_eq!(kinds(4.5, &[3, 3], false), [Gap], "exactly 1.5 apart");
    assert_eq!(kinds(4.4, &[3, 3], false), []);
    assert_eq!(kinds(3.0, &[5, 4], false), [Gap], "in either direction");
    assert_eq!(kinds(3.0, &[2, 3], true), [LowReference]);
    assert_eq!(kinds(3.0, &[2, 3], false), []);
    assert_eq!(kinds(3.0, &[3, 3], true), []);
    assert_eq!(kinds(3.5, &[5, 2], false), [RefereeSpread]);
    assert_eq!(kinds(3.5, &[4, 2], false), []);
    assert_eq!(kinds(4.5, &[2], true), [], "one observer gives no level");
}

#[test]
fn levels_are_shown_with_two_decimals_half_away_from_zero() {
    let rows = [
        (3.125, "3.13"),
        (2.675, "2.68"),
        (1.8333, "1.83"),
        (-1.005, "-1.01"),
        (-0.001, "0.00"),
        (4.0, "4.00"),
    ];
    for (level, text) in rows {
        assert_eq!(shown(level), text);
    }
}

#[test]
fn more_judges_make_the_mean_more_reliable_as_spearman_and_brown_say() {
    let rows: [(f64, &[f64]); 3] = [
        (0.44, &[0.440, 0.611, 0.702, 0.759, 0.797, 0.825]),
        (0.40, &[0.400, 0.571, 0.667, 0.727, 0.769, 0.800]),
        (0.74, &[0.740, 0.851, 0.895, 0.919]),
    ];
    for (r, expected) in rows {
        for (k, &value) in (1..).zip(expected) {
            assert!((spearman_brown(r, k) - value).abs() <= 0.0005, "r {r}, k {k}");
        }
    }
}

proptest! {
    #[test]
    fn t20_the_order_of_entry_changes_nothing(shuffled in Just(ratings(C)).prop_shuffle()) {
        let (first, second) = (scored(C), scores(&shuffled, &groups(), &weights()));
        let apart = (first.assessment.unwrap() - second.assessment.unwrap()).abs();
        prop_assert!(apart <= 1e-12);
        prop_assert_eq!(first, second);
    }
}
