//! Decision gates: floors (G29 to G31), what the debrief needs (G28, G32, G33), time and comparison (G34,
//! G35, G37, G41), reasons, signatures and the prepared training (G38 to G40).

mod debrief;
mod floors;
mod signatures;
#[cfg(test)]
mod tests;
mod timing;

pub(super) use debrief::{debrief_last, disagreements, red_flags};
pub(super) use floors::{communication_floor, soft_floor, technical_floor};
pub(super) use signatures::{protocol_ready, reasoned, two_signatures};
pub(super) use timing::{compared, cooling_off, elapsed, fresh};
