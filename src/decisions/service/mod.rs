//! What this area stores and reads. Who may, which gates guard it, and what follows is settled in `flow`.

pub mod decisions;
pub mod facts;
pub mod offers;
pub mod waivers;
