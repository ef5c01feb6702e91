//! The doors of this area: staff, guests and the public.

mod checks;
mod flags;
mod guest;
mod public;
mod staff;
mod views;

pub(super) use checks::{DeclarationBody, MustHaveBody, RoleTalkBody};
pub(super) use flags::{RaiseBody, ResolutionBody, view as flag_view};
pub(super) use staff::{CandidateBody, CreateApplication, TransitionBody, hr_takes_in, taken_in};

use crate::web::ApiConfig;

/// Mounts the handlers below `/api/v1`.
pub fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(staff::create)
        .service(staff::list)
        .service(staff::show)
        .service(staff::transition)
        .service(staff::gates)
        .service(staff::timeline)
        .service(checks::must_have)
        .service(checks::role_talk)
        .service(checks::declare)
        .service(flags::list)
        .service(flags::raise)
        .service(flags::propose)
        .service(flags::confirm)
        .service(guest::show)
        .service(guest::see_notice)
        .service(guest::acknowledge)
        .service(guest::withdraw)
        .service(public::apply);
}
