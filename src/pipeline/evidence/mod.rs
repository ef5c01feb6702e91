//! What gates may look at: stored primary facts as plain structs. Each area fills its part; no request
//! body carries a gate's conclusion.

mod application;
mod assessment;
mod decision;
mod job;
mod onboarding;
mod reference;

pub use application::*;
pub use assessment::*;
pub use decision::*;
pub use job::*;
pub use onboarding::*;
pub use reference::*;
