//! The API of this area.

mod certificates;
mod notifications;
mod passwords;
mod sessions;
mod users;

pub(super) use certificates::Attempt;
pub(super) use notifications::choose_notifications;
pub(super) use passwords::{change_password, choose_password, mail_link};
pub(super) use sessions::{SESSION_HOURS, checked_sign_in};
pub(super) use users::{ChangeUser, CreateUser, create_user, may_see_all};

use crate::web::ApiConfig;

/// Mounts the handlers below `/api/v1`.
pub fn routes(cfg: &mut ApiConfig<'_>) {
    cfg.service(sessions::sign_in)
        .service(sessions::sign_out)
        .service(sessions::begin)
        .service(users::me)
        .service(notifications::show)
        .service(notifications::choose)
        .service(passwords::change_own)
        .service(users::list)
        .service(users::create)
        .service(users::show)
        .service(users::change)
        .service(passwords::invite)
        .service(passwords::choose)
        .service(certificates::cases)
        .service(certificates::attempt)
        .service(certificates::certificate);
}
