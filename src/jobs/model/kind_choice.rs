//! The helper for choosing the kind: five questions of seed 002 and ruling 4 of dossier 7.10.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{kernel::kind::Kind, text_enum};

/// Answers to DH-1 to DH-5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KindAnswers {
    /// DH-1: can the firm afford separate roles?
    pub separate_roles_affordable: bool,
    /// DH-2: does the owner work in day-to-day operations and can support this person?
    pub owner_in_operations: bool,
    /// DH-3: are production-focused people hard to find or keep here?
    pub production_people_scarce: bool,
    /// DH-4: does the person supervise crews?
    pub supervises_crews: bool,
    /// DH-5: does the person prospect and sell base contracts?
    pub sells_base_contracts: bool,
}

text_enum! {
    /// What the helper suggests.
    pub enum SuggestedKind {
        /// One client-focused person.
        ClientFocused = "client_focused",
        /// One production-focused person.
        ProductionFocused = "production_focused",
        /// One person for both.
        Hybrid = "hybrid",
        /// Two roles instead of one.
        Split = "split",
    }
}

/// The helper's suggestion; the owner decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KindSuggestion {
    /// What fits the answers.
    pub suggestion: SuggestedKind,
    /// The kind to choose when following it; none for a split, where two jobs are opened.
    pub kind: Option<Kind>,
    /// Why.
    pub reason: String,
}

/// Suggests a kind: DH-1, DH-3 and DH-4 yes: split; DH-4 and DH-5: hybrid; DH-4: production; DH-1, DH-4 and
/// DH-5 no with DH-2 yes: production; else client (dossier 7.10, ruling 4).
pub fn suggest_kind(answers: &KindAnswers) -> KindSuggestion {
    let a = answers;
    let (suggestion, kind, reason) = if a.separate_roles_affordable
        && a.production_people_scarce
        && a.supervises_crews
    {
        (
            SuggestedKind::Split,
            None,
            "You can afford separate roles, and people who run production well are scarce here: split the \
                 role into a client-focused and a production-focused one.",
        )
    } else if a.supervises_crews && a.sells_base_contracts {
        (
            SuggestedKind::Hybrid,
            Some(Kind::Hybrid),
            "The person both supervises crews and sells base contracts. Few people have both sets of skills; \
                 expect few candidates.",
        )
    } else if a.supervises_crews {
        (
            SuggestedKind::ProductionFocused,
            Some(Kind::ProductionFocused),
            "The person supervises crews and does not sell base contracts.",
        )
    } else if !a.separate_roles_affordable && !a.sells_base_contracts && a.owner_in_operations {
        (
            SuggestedKind::ProductionFocused,
            Some(Kind::ProductionFocused),
            "Separate roles are out of reach, nobody is needed to sell base contracts, and the owner works in \
                 operations and can support this person.",
        )
    } else {
        (
            SuggestedKind::ClientFocused,
            Some(Kind::ClientFocused),
            "The person supervises no crews: winning and keeping clients is the job.",
        )
    };
    KindSuggestion {
        suggestion,
        kind,
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers DH-1 to DH-5 in order.
    fn suggested(dh: [bool; 5]) -> SuggestedKind {
        suggest_kind(&KindAnswers {
            separate_roles_affordable: dh[0],
            owner_in_operations: dh[1],
            production_people_scarce: dh[2],
            supervises_crews: dh[3],
            sells_base_contracts: dh[4],
        })
        .suggestion
    }

    #[test]
    fn a_firm_that_can_afford_it_and_finds_no_production_people_splits_the_role() {
        assert_eq!(suggested([true, false, true, true, true]), SuggestedKind::Split);
        assert_eq!(suggested([true, true, true, true, false]), SuggestedKind::Split);
        assert_eq!(
            suggested([true, true, true, false, true]),
            SuggestedKind::ClientFocused
        );
    }

    #[test]
    fn crews_and_base_contracts_together_are_a_hybrid_and_crews_alone_production() {
        assert_eq!(suggested([false, true, true, true, true]), SuggestedKind::Hybrid);
        assert_eq!(
            suggested([true, false, false, true, false]),
            SuggestedKind::ProductionFocused
        );
    }

    #[test]
    fn a_small_firm_whose_owner_supports_operations_gets_production_without_crews_too() {
        assert_eq!(
            suggested([false, true, false, false, false]),
            SuggestedKind::ProductionFocused
        );
        assert_eq!(
            suggested([false, false, false, false, false]),
            SuggestedKind::ClientFocused
        );
        assert_eq!(
            suggested([false, true, false, false, true]),
            SuggestedKind::ClientFocused
        );
    }

    #[test]
    fn every_suggestion_but_the_split_names_a_kind_and_all_give_a_reason() {
        for bits in 0_u8..32 {
            let answers = KindAnswers {
                separate_roles_affordable: bits & 1 > 0,
                owner_in_operations: bits & 2 > 0,
                production_people_scarce: bits & 4 > 0,
                supervises_crews: bits & 8 > 0,
                sells_base_contracts: bits & 16 > 0,
            };
            let suggestion = suggest_kind(&answers);
            assert_eq!(
                suggestion.kind.is_none(),
                suggestion.suggestion == SuggestedKind::Split
            );
            assert!(!suggestion.reason.is_empty());
        }
    }
}
