//! The shipped account-manager content (dossier Parts 3 to 6, 8.1 and 8.4) as readable data files, the types they are
//! read into, the checks they must pass, and what a company may lay over them.
//!
//! Others use [`Pack`]: loaded once with [`Pack::shipped`], changed only by [`Pack::with_overlay`], and pure from then on.
//! A version is kept whole, as [`Pack::to_text`], and read back with [`Pack::from_text`]: a release that ships other
//! content changes nothing that was stored before.
//! What the dossier gives is literal; what it leaves open is marked as house content in the data files.

mod check;
mod differences;
mod fault;
mod kit;
mod load;
pub mod model;
mod overlay;
mod pack;
mod scoring;
mod stored;
mod summary;
#[cfg(test)]
mod tests;

pub use differences::Difference;
pub use fault::{ContentFault, ContentRule};
pub use kit::KitEntry;
pub use overlay::{
    AddedModule, AddedQuestion, CompetencyEdit, Disabled, ModuleChanges, ModuleEdit, PackOverlay,
};
pub use pack::Pack;
pub use scoring::ScoreError;
pub use summary::PackSummary;
