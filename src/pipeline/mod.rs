//! The decision core: `state + evidence + policy + now -> verdict`.
//!
//! Pure: no I/O, no clock, no async, no database, no HTTP. Nothing in the service can move a state except
//! through [`decide`].

pub mod calendar;
pub mod decide;
pub mod evidence;
pub mod flags;
pub mod forecast;
pub mod gate_id;
pub mod gates;
pub mod measured;
pub mod outlook;
pub mod policy;
pub mod refusal;
#[cfg(test)]
mod scenarios;
pub mod score;
pub mod service_level;
pub mod sight;
pub mod state;
#[cfg(test)]
pub(crate) mod testing;
pub mod waiver;
