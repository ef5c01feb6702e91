//! Rows and JSON documents of this area.

mod acknowledgement;
mod case;
mod checks;
mod flag;

pub use acknowledgement::*;
pub use case::*;
pub use checks::*;
pub use flag::*;
