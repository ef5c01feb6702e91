//! What grows old until the decision (G41).

use super::*;
use crate::kernel::time::days;

#[test]
fn what_is_older_than_180_days_is_refreshed() {
    let mut case = perfect_application();
    let edge = now() - days(180);
    card_mut(&mut case, "R1", HR).locked_at = Some(edge);
    assert!(judged(G41, &case).passes(), "exactly 180 days");
    card_mut(&mut case, "R1", HR).locked_at = Some(edge - minutes(1));
    referee_mut(&mut case, Relation::Client).completed_at = Some(edge - days(1));
    assert_eq!(
        detail(G41, &case),
        "Scores of R1 and reference of Clara Kunz are older than 180 days; refresh them."
    );
    case.waivers = vec![granted(G41, 200.0)];
    assert!(matches!(judged(G41, &case), Finding::Waived(_)));
    card_mut(&mut case, "R1", HR).state = ScorecardState::Void;
    referee_mut(&mut case, Relation::Client).answers = None;
    case.waivers.clear();
    assert!(judged(G41, &case).passes(), "what does not count is not stale");
}

#[test]
fn what_was_repeated_is_fresh_again() {
    let mut case = perfect_application();
    let half_a_year = now() - days(181);
    for card in &mut case.assessment.cards {
        if card.source.as_str() == "R1" {
            card.locked_at = Some(half_a_year);
        }
    }
    assert_eq!(
        detail(G41, &case),
        "Scores of R1 are older than 180 days; refresh them."
    );
    let mut again = card_mut(&mut case, "R1", HR).clone();
    again.locked_at = Some(now());
    case.assessment.cards.push(again.clone());
    assert!(!judged(G41, &case).passes(), "by one of the two");
    case.assessment.cards.push(again);
    assert!(judged(G41, &case).passes());

    referee_mut(&mut case, Relation::Client).completed_at = Some(half_a_year);
    assert_eq!(
        detail(G41, &case),
        "Reference of Clara Kunz are older than 180 days; refresh them."
    );
    let mut further = referee_mut(&mut case, Relation::Client).clone();
    further.completed_at = Some(now());
    case.references.referees.push(further);
    assert!(judged(G41, &case).passes(), "enough are young");
}
