//! From the API description to what its pages show.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The methods an address can know, in the order in which they are read.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The API description, read once.
#[derive(Debug)]
pub(in crate::app) struct Docs {
    /// The version of the service.
    pub(super) version: String,
    /// Each operation's page by its id, with what it is found by.
    operations: Vec<Operation>,
    schemas: BTreeMap<String, Value>,
}

#[derive(Debug)]
struct Operation {
    id: String,
    tag: String,
    /// Method, address, tag and words, in lower case.
    words: String,
    /// Its line in the list.
    row: Value,
    page: Value,
}

impl Docs {
    /// Reads the document.
    pub(super) fn read(document: &Value) -> Self {
        let mut operations = Vec::new();
        for (path, item) in object(document.get("paths")) {
            for method in METHODS {
                if let Some(told) = item.get(method) {
                    operations.push(operation(path, method, told));
                }
            }
        }
        operations.sort_by(|a, b| a.tag.cmp(&b.tag));
        let schemas = object(document.pointer("/components/schemas"));
        Self {
            version: text(document.pointer("/info/version")),
            schemas: schemas
                .iter()
                .map(|(name, told)| (name.clone(), schema(name, told)))
                .collect(),
            operations,
        }
    }

    /// The operations in which all words occur, by tag.
    pub(super) fn search(&self, sought: &str) -> Vec<(&str, Vec<&Value>)> {
        let words: Vec<String> = sought.split_whitespace().map(str::to_lowercase).collect();
        let mut groups: Vec<(&str, Vec<&Value>)> = Vec::new();
        let found = self
            .operations
            .iter()
            .filter(|operation| words.iter().all(|word| operation.words.contains(word)));
        for operation in found {
            match groups.last_mut() {
                Some((tag, rows)) if *tag == operation.tag => rows.push(&operation.row),
                _ => groups.push((&operation.tag, vec![&operation.row])),
            }
        }
        groups
    }

    /// The page of an operation.
    pub(super) fn operation(&self, id: &str) -> Option<Value> {
        let found = self.operations.iter().find(|operation| operation.id == id);
        found.map(|operation| operation.page.clone())
    }

    /// The page of a schema.
    pub(super) fn schema(&self, name: &str) -> Option<Value> {
        self.schemas.get(name).cloned()
    }
}

fn object(value: Option<&Value>) -> &Map<String, Value> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    value.and_then(Value::as_object).unwrap_or(&NONE)
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice)
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn operation(path: &str, method: &str, told: &Value) -> Operation {
    let tag = list(told.get("tags"))
        .first()
        .and_then(Value::as_str)
        .unwrap_or("other")
        .to_owned();
    let (id, summary) = (text(told.get("operationId")), text(told.get("summary")));
    let description = text(told.get("description"));
    let open = told.get("security").is_some_and(|needed| {
        list(Some(needed)).is_empty() || list(Some(needed)).iter().any(|one| object(Some(one)).is_empty())
    });
    let sent = told.pointer("/requestBody/content/application~1json/schema");
    let page = json!({
        "id": id, "method": method.to_uppercase(), "path": path, "tag": tag,
        "summary": summary, "description": description, "open": open,
        "parameters": list(told.get("parameters")).iter().map(parameter).collect::<Vec<_>>(),
        "body": sent.map(kind_of),
        "answers": object(told.get("responses")).iter().map(answer).collect::<Vec<_>>(),
    });
    Operation {
        words: format!("{method} {path} {tag} {id} {summary} {description}").to_lowercase(),
        row: json!({ "id": id, "method": method.to_uppercase(), "path": path, "summary": summary }),
        id,
        tag,
        page,
    }
}

fn parameter(told: &Value) -> Value {
    json!({
        "name": told.get("name"), "place": text(told.get("in")),
        "required": told.get("required") == Some(&Value::Bool(true)),
        "kind": kind_of(told.get("schema").unwrap_or(&Value::Null)),
        "text": text(told.get("description")),
    })
}

fn answer((status, told): (&String, &Value)) -> Value {
    let sent = object(told.get("content"))
        .values()
        .next()
        .and_then(|sent| sent.get("schema"));
    json!({
        "status": status, "text": text(told.get("description")),
        "good": status.starts_with('2'),
        "kind": sent.map(kind_of),
        "headers": object(told.get("headers")).keys().collect::<Vec<_>>(),
    })
}

/// What a value is, in words, and the schema that tells more of it.
fn kind_of(schema: &Value) -> Value {
    let (words, link) = words_of(schema);
    json!({ "words": words, "link": link })
}

fn words_of(schema: &Value) -> (String, Option<String>) {
    if let Some(place) = schema.get("$ref").and_then(Value::as_str) {
        let name = place.rsplit('/').next().unwrap_or(place);
        return (name.to_owned(), Some(name.to_owned()));
    }
    for (key, between) in [("oneOf", " or "), ("anyOf", " or "), ("allOf", " with ")] {
        let parts: Vec<_> = list(schema.get(key)).iter().map(words_of).collect();
        if !parts.is_empty() {
            let words: Vec<String> = parts.iter().map(|(words, _)| words.clone()).collect();
            return (words.join(between), parts.into_iter().find_map(|(_, link)| link));
        }
    }
    let choices: Vec<String> = list(schema.get("enum")).iter().map(plain).collect();
    if !choices.is_empty() {
        return (choices.join(" | "), None);
    }
    if let Some(items) = schema.get("items") {
        let (words, link) = words_of(items);
        return (format!("list of {words}"), link);
    }
    let kinds: Vec<String> = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().map(plain).collect(),
        Some(kind) => vec![plain(kind)],
        None => vec!["anything".to_owned()],
    };
    let format = text(schema.get("format"));
    let words = kinds.join(" or ");
    (
        if format.is_empty() {
            words
        } else {
            format!("{words} ({format})")
        },
        None,
    )
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn schema(name: &str, told: &Value) -> Value {
    let mut fields = Vec::new();
    let mut parts = Vec::new();
    gather(told, &mut fields, &mut parts);
    json!({
        "name": name, "description": text(told.get("description")),
        "fields": fields, "parts": parts,
        "choices": list(told.get("enum")).iter().map(plain).collect::<Vec<_>>(),
        "kind": kind_of(told),
    })
}

/// The fields of an object, those of its parts too; parts that are described elsewhere are named.
fn gather(told: &Value, fields: &mut Vec<Value>, parts: &mut Vec<Value>) {
    let required = list(told.get("required"));
    for (name, field) in object(told.get("properties")) {
        fields.push(json!({
            "name": name, "kind": kind_of(field), "text": text(field.get("description")),
            "required": required.iter().any(|one| one.as_str() == Some(name)),
        }));
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for part in list(told.get(key)) {
            if part.get("properties").is_some() {
                gather(part, fields, parts);
            } else {
                parts.push(kind_of(part));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn docs() -> Docs {
        Docs::read(&serde_json::to_value(crate::app::api_document()).unwrap())
    }

    #[test]
    fn operations_are_found_by_all_words_and_listed_by_tag() {
        let docs = docs();
        let all: usize = docs.search("").iter().map(|(_, rows)| rows.len()).sum();
        assert_eq!(all, docs.operations.len());
        let found = docs.search("POST applications transitions");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1[0]["path"], "/api/v1/applications/{id}/transitions");
        assert!(docs.search("no such thing").is_empty());
    }

    #[test]
    fn everything_an_operation_names_has_a_page() {
        let docs = docs();
        for operation in &docs.operations {
            let kinds = operation.page["answers"]
                .as_array()
                .unwrap()
                .iter()
                .map(|answer| &answer["kind"]);
            let kinds = kinds.chain([&operation.page["body"]]);
            for link in kinds.filter_map(|kind| kind["link"].as_str()) {
                assert!(docs.schema(link).is_some(), "{}: {link}", operation.id);
            }
            assert!(docs.operation(&operation.id).is_some());
            assert!(
                !operation.page["summary"].as_str().unwrap().is_empty(),
                "{}",
                operation.id
            );
        }
    }

    #[test]
    fn fields_are_told_in_words() {
        let problem = docs().schema("Problem").unwrap();
        let fields = problem["fields"].as_array().unwrap();
        let status = fields.iter().find(|field| field["name"] == "status").unwrap();
        assert!(
            status["kind"]["words"].as_str().unwrap().starts_with("integer"),
            "{status}"
        );
    }
}
