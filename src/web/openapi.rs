//! The frame of the API description (OpenAPI 3.1); paths and schemas are collected from the handlers.

use utoipa::{
    Modify, OpenApi,
    openapi::{
        ObjectBuilder, RefOr, Required, Type,
        path::{Operation, ParameterBuilder, ParameterIn},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
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

/// Completes what the collection of handlers leaves open: ids of operations that are unique, and every parameter that
/// stands in a path.
pub(crate) fn complete(document: &mut utoipa::openapi::OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(id_of(method, path));
                declare_path(operation, path);
            }
        }
    }
}

/// `get /api/v1/jobs/{id}/gates` is `get_jobs_id_gates`.
fn id_of(method: &str, path: &str) -> String {
    let words = path
        .split(['/', '{', '}'])
        .filter(|word| !["", "api", "v1"].contains(word));
    words.fold(method.to_owned(), |id, word| format!("{id}_{word}"))
}

fn declare_path(operation: &mut Operation, path: &str) {
    let declared = operation.parameters.get_or_insert_default();
    for name in path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        let known = declared.iter().any(|one| match one {
            RefOr::T(one) => one.name == name && one.parameter_in == ParameterIn::Path,
            RefOr::Ref(_) => false,
        });
        if !known {
            let text = ObjectBuilder::new().schema_type(Type::String).build();
            let parameter = ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .schema(Some(text))
                .build();
            declared.push(RefOr::T(parameter));
        }
    }
}

/// The document without any path.
pub(crate) fn frame() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}
