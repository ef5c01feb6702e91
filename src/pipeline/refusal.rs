//! What the core answers when it says no: every reason at once (dossier 7.4).

use serde::{Deserialize, Serialize};

use super::gate_id::GateId;
use crate::{
    kernel::{ids::UserId, role::Role, time::Timestamp},
    text_enum,
};

text_enum! {
    /// Why a step was refused; the word is the problem's stable `code`.
    pub enum RefusalCode {
        /// One or more gates are open (409).
        GateRefused = "gate_refused",
        /// The step does not exist from here (409).
        IllegalStep = "illegal_step",
        /// The step belongs to somebody else (403).
        Forbidden = "forbidden",
        /// The actor must not see or influence this yet (403, G16).
        Blind = "blind",
        /// It was handed in before and is final (409).
        AlreadySubmitted = "already_submitted",
        /// No further waiver may be granted (409, dossier 7.6).
        WaiverLimit = "waiver_limit",
    }
}

text_enum! {
    /// How a gate stands in a dry run.
    pub enum GateStatus {
        /// Its evidence is complete.
        Met = "met",
        /// Something is missing.
        Open = "open",
        /// Met only thanks to a granted waiver.
        Waived = "waived",
        /// Its values are hidden from this reader for now.
        Withheld = "withheld",
    }
}

text_enum! {
    /// Whether research or our own policy stands behind a gate; never mixed up in print.
    pub enum Label {
        /// A study or survey supports it.
        Evidence = "evidence",
        /// Our own policy choice; no study fixes it.
        HouseRule = "house_rule",
    }
}

text_enum! {
    /// Whether and how a gate can be waived (dossier 7.3 column W, 7.6).
    pub enum Waivable {
        /// Never.
        Never = "never",
        /// By a four-eyes waiver, down to a limit.
        FourEyes = "four_eyes",
        /// Not waived, but a different fact of equal value may stand in.
        Substitution = "substitution",
    }
}

text_enum! {
    /// Who can supply what is missing.
    pub enum Debtor {
        /// The candidate.
        Candidate = "candidate",
        /// A referee.
        Referee = "referee",
        /// Somebody of the staff.
        Staff = "staff",
        /// Nobody: only time passes.
        Time = "time",
    }
}

/// Who owes a missing fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Owed {
    /// Candidate, referee, staff or time.
    pub by: Debtor,
    /// The role that can supply it, when it is staff.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<Role>,
    /// The person, when one is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user: Option<UserId>,
    /// The person's or referee's name, when known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
}

impl Owed {
    /// Anybody of the staff with a role.
    pub fn role(role: Role) -> Self {
        Self {
            by: Debtor::Staff,
            role: Some(role),
            user: None,
            name: None,
        }
    }
    /// A certain member of staff.
    pub fn user(role: Role, user: UserId, name: &str) -> Self {
        Self {
            by: Debtor::Staff,
            role: Some(role),
            user: Some(user),
            name: Some(name.to_owned()),
        }
    }
    /// The candidate.
    pub fn candidate() -> Self {
        Self {
            by: Debtor::Candidate,
            role: None,
            user: None,
            name: None,
        }
    }
    /// A referee by name.
    pub fn referee(name: &str) -> Self {
        Self {
            by: Debtor::Referee,
            role: None,
            user: None,
            name: Some(name.to_owned()),
        }
    }
    /// Nobody; time must pass.
    pub fn time() -> Self {
        Self {
            by: Debtor::Time,
            role: None,
            user: None,
            name: None,
        }
    }
}

/// What a gate found missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortfall {
    /// What there is, in a few words.
    pub found: String,
    /// What is needed, in a few words.
    pub required: String,
    /// What to do next.
    pub how_to_fix: String,
    /// The refusal text of dossier 7.4 with its placeholders filled.
    pub detail: String,
    /// Who owes it.
    pub owed_by: Vec<Owed>,
    /// Since when it has been owed, when that is known.
    pub since: Option<Timestamp>,
    /// When time alone will open the gate, for the time gates.
    pub opens_at: Option<Timestamp>,
    /// Where to do it: a path below `/api/v1`, e.g. `/jobs/…/approvals`.
    pub link: Option<String>,
}

impl Shortfall {
    /// A shortfall with its four texts; owner, date and place are added by the `with` functions.
    pub fn new(
        found: impl Into<String>,
        required: impl Into<String>,
        how_to_fix: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            found: found.into(),
            required: required.into(),
            how_to_fix: how_to_fix.into(),
            detail: detail.into(),
            owed_by: Vec::new(),
            since: None,
            opens_at: None,
            link: None,
        }
    }
    /// Names who owes it.
    #[must_use]
    pub fn owed(mut self, by: impl IntoIterator<Item = Owed>) -> Self {
        self.owed_by.extend(by);
        self
    }
    /// Says since when it has been owed.
    #[must_use]
    pub fn since(mut self, instant: Timestamp) -> Self {
        self.since = Some(instant);
        self
    }
    /// Says when time alone opens the gate.
    #[must_use]
    pub fn opens_at(mut self, instant: Timestamp) -> Self {
        self.opens_at = Some(instant);
        self
    }
    /// Says where to do it.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.link = Some(path.into());
        self
    }
}

/// A gate's verdict on one case.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// The evidence is complete; `found` says what there is.
    Met(String),
    /// Met only thanks to a granted waiver.
    Waived(String),
    /// Something is missing.
    Open(Box<Shortfall>),
}

impl Finding {
    /// Complete evidence.
    pub fn met(found: impl Into<String>) -> Self {
        Self::Met(found.into())
    }
    /// Missing evidence.
    pub fn open(shortfall: Shortfall) -> Self {
        Self::Open(Box::new(shortfall))
    }
    /// Whether the gate lets pass.
    pub fn passes(&self) -> bool {
        !matches!(self, Self::Open(_))
    }
}

/// One gate in a dry run or refusal, as the API shows it (dossier 7.4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GateRow {
    /// The gate.
    pub gate: GateId,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub status: GateStatus,
    /// What there is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub found: Option<String>,
    /// What is needed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub required: Option<String>,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub how_to_fix: Option<String>,
    /// The refusal text of this gate.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
    /// Why the gate exists.
    pub why: String,
    /// Evidence or house rule.
    pub label: Label,
    /// The sources behind it; empty for a house rule.
    pub sources: Vec<String>,
    /// The rows of the source articles it makes real.
    pub seed_rows: Vec<String>,
    /// Whether and how it can be waived.
    pub waivable: bool,
    /// How it can be waived or substituted.
    pub waiver_kind: Waivable,
    /// The value a waiver can go down to, when it is waivable.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub waiver_to: Option<String>,
    /// Who owes what is missing.
    pub owed_by: Vec<Owed>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<Timestamp>,
    /// When time alone opens it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub opens_at: Option<Timestamp>,
    /// Where to do it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub link: Option<String>,
}

/// A refused step with all reasons at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// The stable code.
    pub code: RefusalCode,
    /// What should have moved ("job", "application", …).
    pub thing: String,
    /// The state it is in.
    pub from: String,
    /// The state that was asked for.
    pub to: String,
    /// One sentence for a person.
    pub detail: String,
    /// Every gate that refuses.
    pub refusals: Vec<GateRow>,
    /// The earliest instant an approval is possible, when it can be computed (dossier 7.5).
    pub earliest_possible_approval_at: Option<Timestamp>,
    /// What binds that instant (gate ids, `floor_failed`, `needs_second_candidate`).
    pub binding_constraints: Vec<String>,
}

impl Refusal {
    /// Everything in one text for somebody who gets no list: what each gate says, or else the one sentence.
    pub fn in_words(&self) -> String {
        let details: Vec<&str> = self
            .refusals
            .iter()
            .filter_map(|row| row.detail.as_deref())
            .collect();
        if details.is_empty() {
            self.detail.clone()
        } else {
            details.join(" ")
        }
    }

    /// A refusal without gates.
    pub fn plain(code: RefusalCode, thing: &str, from: &str, to: &str, detail: impl Into<String>) -> Self {
        Self {
            code,
            thing: thing.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            detail: detail.into(),
            refusals: Vec::new(),
            earliest_possible_approval_at: None,
            binding_constraints: Vec::new(),
        }
    }
    /// The ids of the refusing gates.
    pub fn gates(&self) -> Vec<GateId> {
        self.refusals.iter().map(|row| row.gate).collect()
    }
}

/// What became of a use case that gates guard. A refusal is a *successful* transaction that stores
/// nothing but its audit row.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome<T> {
    /// It was done.
    Done(T),
    /// It was refused.
    Refused(Box<Refusal>),
}

impl<T> Outcome<T> {
    /// Maps what was done.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Done(value) => Outcome::Done(f(value)),
            Self::Refused(refusal) => Outcome::Refused(refusal),
        }
    }
}
