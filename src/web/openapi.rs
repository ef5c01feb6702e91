//! The frame of the API description (OpenAPI 3.1); paths and schemas are collected from the handlers.

use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use super::problem::Problem;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Steadyhire",
        description = "From job description to confirmed account manager. Every rushed step is refused, with all reasons at once.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(Problem)),
    modifiers(&Bearer),
    security(("bearer" = [])),
)]
struct Frame;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A token of `POST /api/v1/sessions`, or of `POST /api/v1/link_sessions` for guests.",
            ))
            .build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// The document without any path.
pub(crate) fn frame() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}
