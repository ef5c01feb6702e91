//! The frame of the API description (OpenAPI 3.1); paths and schemas are collected from the handlers.

use utoipa::{
    Modify, OpenApi,
    openapi::{
        Components, HeaderBuilder, ObjectBuilder, RefOr, Required, Schema, Type,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::SchemaType,
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
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

/// Completes what the collection of handlers leaves open: ids of operations that are unique, every parameter that stands
/// in a path, and the headers by which changes find the version they were made for.
pub(crate) fn complete(document: &mut utoipa::openapi::OpenApi) {
    let components = document.components.clone().unwrap_or_default();
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
                declare_versions(operation, &components);
                if method == "post" {
                    declare_repetition(operation);
                }
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

fn text_schema() -> Schema {
    Schema::Object(ObjectBuilder::new().schema_type(Type::String).build())
}

fn header(name: &str, required: Required, description: &str) -> RefOr<Parameter> {
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some(description))
        .schema(Some(text_schema()))
        .build();
    RefOr::T(parameter)
}

/// `If-Match` where it is honoured: there an operation answers 412 to a stale one, and 428 where it must be sent. `ETag`
/// where an answer shows the version of what it shows.
fn declare_versions(operation: &mut Operation, components: &Components) {
    let answers = &operation.responses.responses;
    let (honoured, needed) = (answers.contains_key("412"), answers.contains_key("428"));
    if honoured {
        let (required, description) = if needed {
            (
                Required::True,
                "The `ETag` the change is made for, e.g. `\"7\"`; without it the answer is 428.",
            )
        } else {
            (
                Required::False,
                "The `ETag` the change is made for, e.g. `\"7\"`; a stale one is answered with 412.",
            )
        };
        operation
            .parameters
            .get_or_insert_default()
            .push(header("If-Match", required, description));
    }
    for (status, answer) in &mut operation.responses.responses {
        let RefOr::T(answer) = answer else { continue };
        let versioned = status.starts_with('2')
            && answer
                .content
                .values()
                .filter_map(|content| match content {
                    RefOr::T(content) => content.schema.as_ref(),
                    RefOr::Ref(_) => None,
                })
                .any(|schema| is_versioned(schema, components));
        if versioned {
            let etag = HeaderBuilder::new()
                .schema(Some(text_schema()))
                .description(Some("The version of what is shown, for `If-Match`."))
                .build();
            answer.headers.insert("ETag".to_owned(), RefOr::T(etag));
        }
    }
}

/// Schemas with a `version` that is a number in a history and not the version of an object that changes.
const HISTORIES: [&str; 2] = ["PolicyVersion", "ContentVersion"];

/// Whether what a schema describes has a version of its own: a whole number `version`, among its own fields or those of
/// what it is made of.
fn is_versioned(schema: &RefOr<Schema>, components: &Components) -> bool {
    match schema {
        RefOr::Ref(place) => {
            let name = place.ref_location.rsplit('/').next().unwrap_or_default();
            let known = components
                .schemas
                .get(name)
                .filter(|_| !HISTORIES.contains(&name));
            known.is_some_and(|schema| is_versioned(schema, components))
        }
        RefOr::T(Schema::Object(object)) => object.properties.get("version").is_some_and(is_whole),
        RefOr::T(Schema::AllOf(parts)) => parts.items.iter().any(|part| is_versioned(part, components)),
        RefOr::T(_) => false,
    }
}

fn is_whole(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == SchemaType::Type(Type::Integer))
}

/// Every POST by somebody who is known can be repeated safely under a key.
fn declare_repetition(operation: &mut Operation) {
    let open = operation
        .security
        .as_ref()
        .is_some_and(|needed| needed.iter().all(|one| *one == SecurityRequirement::default()));
    if open {
        return;
    }
    let description = "A key of your choice, up to 200 visible characters: the same request under the same key is done \
                       once, and a repetition within 24 hours gets the first answer.";
    operation.parameters.get_or_insert_default().push(header(
        "Idempotency-Key",
        Required::False,
        description,
    ));
}

/// The document without any path.
pub(crate) fn frame() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}
