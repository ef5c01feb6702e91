//! Walking through all chains.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{GENESIS, canonical, model::Row, store};
use crate::{
    db::{Conn, DbError, types::Sha256Hash},
    text_enum,
};

/// Entries read at a time.
const STEP: i64 = 1_000;

text_enum! {
    /// What is wrong with an entry.
    pub enum Flaw {
        /// It is missing: the chain goes on without it.
        Missing = "missing",
        /// It does not follow from the entry before it.
        Unlinked = "unlinked",
        /// It does not say what it said when it was recorded.
        Altered = "altered",
    }
}

/// The first entry, in the order of chains and numbers, that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChainFault {
    /// Its chain.
    pub chain: String,
    /// Its number.
    pub seq: i64,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AuditReport)]
pub struct Report {
    /// Chains seen.
    pub chains: u64,
    /// Entries seen; those after the first fault are not looked at.
    pub events: u64,
    /// The first fault; null when every chain holds.
    pub fault: Option<ChainFault>,
    /// SHA-256 over the last entry of every chain. Kept elsewhere and compared, it shows a tail cut off and a
    /// complete rewrite, which the chains alone cannot.
    pub heads: Sha256Hash,
}

/// Checks every entry of every chain.
///
/// # Errors
/// When a statement fails. A broken chain is no error but the report's subject.
pub fn verify(conn: &mut Conn) -> Result<Report, DbError> {
    let mut walk = Walk::default();
    loop {
        let rows = store::walk(
            conn,
            walk.last.as_ref().map(|last| (last.0.as_str(), last.1)),
            STEP,
        )?;
        let done = rows.is_empty();
        for row in rows {
            if let Some(fault) = walk.step(row) {
                return Ok(walk.report(Some(fault)));
            }
        }
        if done {
            return Ok(walk.report(None));
        }
    }
}

#[derive(Default)]
struct Walk {
    chains: u64,
    events: u64,
    last: Option<(String, i64, Sha256Hash)>,
    heads: Sha256,
}

impl Walk {
    fn step(&mut self, row: Row) -> Option<ChainFault> {
        let before = match &self.last {
            Some((chain, seq, hash)) if *chain == row.chain => Some((*seq, *hash)),
            _ => {
                self.end_chain();
                self.chains += 1;
                None
            }
        };
        let (last, previous) = before.unwrap_or((0, GENESIS));
        let expected = last.saturating_add(1);
        let (seq, flaw) = if row.seq != expected {
            (expected, Flaw::Missing)
        } else if row.previous_hash != previous {
            (row.seq, Flaw::Unlinked)
        } else if row.hash != canonical::hash(&row) {
            (row.seq, Flaw::Altered)
        } else {
            self.events += 1;
            self.last = Some((row.chain, row.seq, row.hash));
            return None;
        };
        Some(ChainFault {
            chain: row.chain,
            seq,
            flaw,
        })
    }

    fn end_chain(&mut self) {
        if let Some((chain, seq, hash)) = self.last.take() {
            self.heads.update(chain.as_bytes());
            self.heads.update([0]);
            self.heads.update(seq.to_be_bytes());
            self.heads.update(hash.0);
        }
    }

    fn report(mut self, fault: Option<ChainFault>) -> Report {
        self.end_chain();
        Report {
            chains: self.chains,
            events: self.events,
            fault,
            heads: Sha256Hash(self.heads.finalize().into()),
        }
    }
}
