//! The vocabulary every module shares: typed ids, codes, roles, instants, the clock, the actor of a
//! request. Nothing in here performs I/O, except [`clock`] (reads the system time) and [`random`]
//! (reads the operating system's randomness), each of which is the only place that does so.

pub mod clock;
pub mod codes;
pub mod ctx;
pub mod email;
pub mod ids;
pub mod kind;
pub mod locale;
pub mod random;
pub mod role;
pub mod terms;
pub mod text;
pub mod text_enum;
pub mod time;
