//! Signs that a reference may not be the referee's own (dossier Part 5, security notes on reference fraud). A sign
//! never turns anybody away: it is shown to HR, and the reference counts once a named person has decided on it.

use std::{collections::HashSet, sync::LazyLock};

use diesel::{Queryable, Selectable};
use serde::Serialize;

use super::{
    model::Answers,
    rules::{mailbox, only_fives},
    schema::reference_signs,
};
use crate::{
    content::Pack,
    kernel::{
        email::EmailAddress,
        ids::{RefereeId, UserId},
        time::Timestamp,
    },
    text_enum,
};

text_enum! {
    /// What speaks against a reference being the referee's own.
    pub enum Sign {
        /// The address may be another spelling of the candidate's.
        CandidateMailbox = "candidate_mailbox",
        /// The address is of the candidate's own domain, which is no public mail provider's.
        CandidateDomain = "candidate_domain",
        /// The address is one of those that are thrown away.
        DisposableDomain = "disposable_domain",
        /// The candidate's link and the referee's were begun in one browser.
        CandidateBrowser = "candidate_browser",
        /// Two referees of one candidate began in one browser.
        RefereeBrowser = "referee_browser",
        /// Candidate and referee began from one network; seen only where the company compares networks.
        CandidateNetwork = "candidate_network",
        /// All questions were answered within seconds of opening.
        AnsweredAtOnce = "answered_at_once",
        /// All levels are the highest, in under a minute.
        AllFives = "all_fives",
    }
}

crate::db::text_column!(Sign);

impl Sign {
    /// Those that lie in the address, and change with it.
    pub const OF_ADDRESS: &'static [Self] = &[
        Self::CandidateMailbox,
        Self::CandidateDomain,
        Self::DisposableDomain,
    ];

    /// The sign in words.
    pub fn explained(self) -> &'static str {
        match self {
            Self::CandidateMailbox => "the address may be another spelling of the candidate's",
            Self::CandidateDomain => "the address is of the candidate's own domain",
            Self::DisposableDomain => "the address is of a provider of throw-away addresses",
            Self::CandidateBrowser => "begun in the browser in which the candidate's link was begun",
            Self::RefereeBrowser => "begun in the browser in which another referee's link was begun",
            Self::CandidateNetwork => "begun from the network from which the candidate began",
            Self::AnsweredAtOnce => "answered within seconds of opening",
            Self::AllFives => "the highest level throughout, in under a minute",
        }
    }
}

/// A sign that was seen, and what HR decided about it.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, utoipa::ToSchema)]
#[diesel(table_name = reference_signs)]
#[schema(as = ReferenceSign)]
pub struct SeenSign {
    #[serde(skip)]
    referee_id: RefereeId,
    /// What was seen.
    pub sign: Sign,
    /// When it was seen first.
    pub seen_at: Timestamp,
    /// Whether the reference counts all the same; `null` until somebody decides.
    pub counts: Option<bool>,
    /// Why.
    pub reason: Option<String>,
    /// Who decided.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub decided_by: Option<UserId>,
    /// When.
    pub decided_at: Option<Timestamp>,
}

impl SeenSign {
    /// At whose reference.
    pub fn referee_id(&self) -> RefereeId {
        self.referee_id
    }
    /// Whether somebody has yet to decide.
    pub fn undecided(&self) -> bool {
        self.counts.is_none()
    }
}

/// Seconds below which nobody reads 22 questions and writes three answers (house rule).
const AT_ONCE_SECONDS: i64 = 30;

/// Characters a reason needs (house rule).
pub const REASON_CHARS: usize = 40;

static DISPOSABLE: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("disposable/domains.txt").lines().collect());

/// Domains at which strangers have their mailboxes side by side: to share one says nothing.
const PUBLIC: &[&str] = &[
    "aol.com",
    "bluewin.ch",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "live.de",
    "mac.com",
    "mail.com",
    "mail.de",
    "mailbox.org",
    "me.com",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "outlook.fr",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "sfr.fr",
    "t-online.de",
    "tuta.com",
    "tuta.io",
    "tutanota.com",
    "virgilio.it",
    "wanadoo.fr",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "ymail.com",
    "zoho.com",
];

/// The signs that lie in a referee's address.
pub fn of_address(referee: &EmailAddress, candidate: &EmailAddress) -> Vec<Sign> {
    let mut signs = Vec::new();
    if loosely(referee) == loosely(candidate) {
        signs.push(Sign::CandidateMailbox);
    }
    let (theirs, own) = (referee.domain(), candidate.domain());
    if (is_within(theirs, own) || is_within(own, theirs))
        && !PUBLIC.contains(&own)
        && !PUBLIC.contains(&theirs)
    {
        signs.push(Sign::CandidateDomain);
    }
    if is_disposable(theirs) {
        signs.push(Sign::DisposableDomain);
    }
    signs
}

/// A mailbox with everything left out that people leave out or put in to make another address of their own.
fn loosely(email: &EmailAddress) -> String {
    let mailbox = mailbox(email);
    let (local, domain) = mailbox.rsplit_once('@').unwrap_or((&mailbox, ""));
    format!("{}@{domain}", local.replace(['.', '-', '_'], ""))
}

/// Whether a domain is another one or lies below it.
fn is_within(inner: &str, outer: &str) -> bool {
    inner == outer
        || inner
            .strip_suffix(outer)
            .is_some_and(|rest| rest.ends_with('.') && !outer.is_empty())
}

fn is_disposable(domain: &str) -> bool {
    let mut rest = Some(domain);
    while let Some(name) = rest.filter(|name| name.contains('.')) {
        if DISPOSABLE.contains(name) {
            return true;
        }
        rest = name.split_once('.').map(|(_, parent)| parent);
    }
    false
}

/// The signs that lie in how the form was answered. `seconds` is the time from Begin to handing in.
pub fn of_answers(answers: &Answers, seconds: Option<i64>, pack: &Pack) -> Vec<Sign> {
    let Some(seconds) = seconds else {
        return Vec::new();
    };
    let mut signs = Vec::new();
    if seconds < AT_ONCE_SECONDS {
        signs.push(Sign::AnsweredAtOnce);
    }
    if only_fives(answers) && seconds < i64::from(pack.references().process.low_information_seconds) {
        signs.push(Sign::AllFives);
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(referee: &str, candidate: &str) -> Vec<Sign> {
        let address = |text| EmailAddress::parse(text).unwrap();
        of_address(&address(referee), &address(candidate))
    }

    #[test]
    fn another_spelling_of_the_candidates_address_is_seen() {
        for (referee, candidate) in [
            ("Cora.Lind+work@gmail.com", "coralind@googlemail.com"),
            ("co-ra.lind@web.de", "cora_lind@web.de"),
            ("CORA@WEB.DE", "cora+ref@web.de"),
        ] {
            assert_eq!(signs(referee, candidate), [Sign::CandidateMailbox], "{referee}");
        }
        assert!(signs("rita@gmail.com", "cora@gmail.com").is_empty());
    }

    #[test]
    fn the_candidates_own_domain_is_seen_and_a_public_providers_is_not() {
        for referee in ["rita@lind.example", "rita@mail.lind.example"] {
            assert_eq!(signs(referee, "cora@lind.example"), [Sign::CandidateDomain]);
        }
        assert_eq!(
            signs("rita@lind.example", "cora@mail.lind.example"),
            [Sign::CandidateDomain]
        );
        assert!(signs("rita@notlind.example", "cora@lind.example").is_empty());
        assert!(signs("rita@gmx.de", "cora@gmx.de").is_empty());
    }

    #[test]
    fn a_throw_away_address_is_seen_below_its_domain_too() {
        for referee in ["rita@mailinator.com", "rita@eu.mailinator.com"] {
            assert_eq!(signs(referee, "cora@lind.example"), [Sign::DisposableDomain]);
        }
        assert!(signs("rita@mailinator.example", "cora@lind.example").is_empty());
    }

    #[test]
    fn no_provider_of_lasting_mailboxes_is_taken_for_a_throw_away_one() {
        assert!(DISPOSABLE.len() > 1_000);
        let mixed: Vec<_> = PUBLIC.iter().filter(|domain| is_disposable(domain)).collect();
        assert!(mixed.is_empty(), "{mixed:?}");
    }
}
