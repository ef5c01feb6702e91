//! People from outside see the company's name above every page, also above one that says what went wrong.

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};

use crate::{company, db::Database, web::view::House};

/// Leaves the company's name with requests of people from outside. Without a name the page is shown all the same.
pub(crate) async fn introduce<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if House::wanted(req.path())
        && let Some(db) = req.app_data::<Data<Database>>().cloned()
        && let Ok(known) = db.read(company::get).await
    {
        req.extensions_mut().insert(House(known.body.name));
    }
    next.call(req).await
}
