//! The company, one per installation: its strategy, ladders and calendar; the versions of its policy (numbers
//! gates run under, two signatures each) and of its content (what it lays over the shipped pack).
//!
//! Cases are pinned to versions: a looser rule never hurries a case that has begun.

mod api;
pub mod model;
mod pages;
mod schema;
mod service;
mod store;

pub use api::routes;
pub(crate) use pages::introduce;
pub use pages::pages;
pub(crate) use service::replace;
pub use service::{calendar, current_pack, current_policy, ensure, get, pack, policy};
