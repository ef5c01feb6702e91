//! A rater's own card before it is locked: what it would say, and everything it lacks.

use super::{
    CardSight,
    cards::own,
    look::{self, occasion},
};
use crate::{
    db::Conn,
    fault::{Fault, FieldFault},
    interviews::{self, CardInput, Scorecard, Subject},
    kernel::{ctx::Ctx, ids::ScorecardId},
    pipeline::{
        decide,
        gates::{self, Lacks},
        refusal::Refusal,
    },
};

/// A saved card, looked at as if it were handed in now. Nothing is stored or audited.
#[derive(Debug, Clone)]
pub struct Review {
    /// The card with what was saved last.
    pub sight: CardSight,
    /// What cannot be meant, e.g. items without points.
    pub faults: Vec<FieldFault>,
    /// The gates that would refuse (G13, G15 to G18), or why the step does not exist.
    pub refusal: Option<Box<Refusal>>,
    /// Competencies that lack something for G17.
    pub lacks: Lacks,
}

impl Review {
    /// What was saved last.
    pub fn input(&self) -> CardInput {
        let draft = self.sight.draft.as_ref();
        draft.map(|draft| draft.body.0.clone()).unwrap_or_default()
    }
}

/// The review of one's own card.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`] for everybody but the rater.
pub fn review(conn: &mut Conn, ctx: &Ctx, id: ScorecardId) -> Result<Review, Fault> {
    own(conn, ctx, id)?;
    let sight = look::card(conn, ctx, id)?;
    let mut review = Review {
        sight,
        faults: Vec::new(),
        refusal: None,
        lacks: Lacks::default(),
    };
    let (card, case, input) = (review.sight.card.clone(), &review.sight.case, review.input());
    let variant = occasion(conn, &card)?;
    let body = match interviews::body_for(&input, subject(&card, case, variant)?, &case.pack) {
        Ok((body, _)) => body,
        Err(Fault::Invalid(faults)) => {
            review.faults = faults;
            match variant {
                Some(_) => interviews::body_without_points(&card, &input, &case.pack),
                None => interviews::body_as_typed(&input),
            }
        }
        Err(other) => return Err(other),
    };
    let facts = interviews::card_facts(&card, &body, &case.evidence.terms, &case.pack);
    review.refusal = decide::lock_card(&case.evidence, &facts, &ctx.actor, case.frame(ctx)).err();
    review.lacks = gates::lacks(&facts, case.frame(ctx));
    Ok(review)
}

fn subject<'a>(
    card: &Scorecard,
    case: &'a crate::flow::case::Case,
    variant: Option<crate::content::model::Variant>,
) -> Result<Subject<'a>, Fault> {
    Subject::of(&card.source, variant, &case.evidence.terms, &case.pack)
        .ok_or_else(|| Fault::internal("a card of a source the plan does not know"))
}
