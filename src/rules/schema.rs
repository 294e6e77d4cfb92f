//! The shape of rule sets as a JSON Schema: what every rule may say, and for each kind what only its rules may say.

use schemars::Schema;
use serde_json::{Value, json};

use super::load::{ExampleKeys, FileHead, Like, RuleHead};
use crate::kinds::{KINDS, Kind};
use crate::toml_doc::schema_of;

/// A rule file, as a JSON Schema.
#[must_use]
pub fn rule_set_schema() -> Schema {
    let mut schema = schema_of::<FileHead>();
    put(&mut schema, "rule", json!({ "type": "array", "items": rule_schema(), "description": "The rules." }));
    schema
}

/// A `[[rule]]`, as a JSON Schema: it is of one of the kinds, or like another rule.
#[must_use]
pub fn rule_schema() -> Value {
    let mut rules: Vec<Value> = KINDS.iter().flat_map(|kind| rules_of(*kind)).collect();
    rules.push(rule_like_another());
    json!({ "type": "object", "anyOf": rules })
}

/// A rule that takes over from another; what else it may say depends on the kind of that one.
fn rule_like_another() -> Value {
    let mut rule = common();
    put_all(&mut rule, &schema_of::<Like>().to_value());
    rule.insert("required".into(), json!(["code", "like"]));
    rule.remove("additionalProperties");
    rule.to_value()
}

/// What every rule may say.
fn common() -> Schema {
    let mut rule = schema_of::<RuleHead>();
    let examples =
        json!({ "type": "array", "items": schema_of::<ExampleKeys>(), "description": "What proves the rule." });
    put(&mut rule, "example", examples);
    rule
}

/// A key of a kind, as people read of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleKeyWords {
    /// The key.
    pub key: String,
    /// What it means, in English.
    pub description: String,
    /// What holds where a rule does not say it, in JSON; `None` if that is nothing at all.
    pub default: Option<String>,
}

/// The keys that a rule of a kind may have which has the keys `written`, each with what it means, in alphabetical order. The rules
/// of a few kinds come in two forms, with different keys.
#[must_use]
pub fn keys_of_rule<'k>(kind: &dyn Kind, mut written: impl Iterator<Item = &'k str> + Clone) -> Vec<RuleKeyWords> {
    let mut forms: Vec<Vec<RuleKeyWords>> = forms(kind).iter().map(keys_of_form).collect();
    let has = |form: &Vec<RuleKeyWords>, key: &str| form.iter().any(|known| known.key == key);
    let fits = forms.iter().position(|form| written.clone().all(|key| has(form, key)));
    // A key that no form has is left to the kind, which reports it.
    let of_first = || forms.iter().position(|form| written.any(|key| has(form, key)));
    fits.or_else(of_first).map_or_else(Vec::new, |at| forms.swap_remove(at))
}

/// The keys of a kind, of all forms its rules may have, each with what it means, in alphabetical order.
#[must_use]
pub fn keys_of(kind: &dyn Kind) -> Vec<RuleKeyWords> {
    let mut keys: Vec<RuleKeyWords> = forms(kind).iter().flat_map(keys_of_form).collect();
    keys.sort();
    keys.dedup_by(|a, b| a.key == b.key);
    keys
}

fn keys_of_form(form: &Value) -> Vec<RuleKeyWords> {
    let properties = form.get("properties").and_then(Value::as_object).into_iter().flatten();
    let mut keys: Vec<RuleKeyWords> = properties
        .map(|(key, value)| {
            let words = value.get("description").and_then(Value::as_str).unwrap_or_default();
            RuleKeyWords {
                key: key.clone(),
                description: words.split_whitespace().collect::<Vec<_>>().join(" "),
                default: value.get("default").filter(|default| !is_nothing(default)).map(Value::to_string),
            }
        })
        .collect();
    keys.sort();
    keys
}

/// Whether a default says no more than that there is none.
fn is_nothing(default: &Value) -> bool {
    match default {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The forms the keys of a kind may have; most kinds have one.
fn forms(kind: &dyn Kind) -> Vec<Value> {
    let schema = kind.schema().to_value();
    match schema.get("anyOf").and_then(Value::as_array) {
        Some(forms) => forms.clone(),
        None => vec![schema],
    }
}

/// Rules of one kind: the common keys and its own.
fn rules_of(kind: &dyn Kind) -> Vec<Value> {
    let own = |form: Value| {
        let mut rule = common();
        put(
            &mut rule,
            "kind",
            json!({ "const": kind.name(), "description": "The kind of check that reads the rule." }),
        );
        put_all(&mut rule, &form);
        if let (Some(required), Some(more)) =
            (rule.get_mut("required").and_then(Value::as_array_mut), form.get("required").and_then(Value::as_array))
        {
            required.extend(more.iter().cloned());
        }
        rule.to_value()
    };
    forms(kind).into_iter().map(own).collect()
}

fn put_all(schema: &mut Schema, form: &Value) {
    for (key, value) in form.get("properties").and_then(Value::as_object).into_iter().flatten() {
        put(schema, key, value.clone());
    }
}

fn put(schema: &mut Schema, key: &str, value: Value) {
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert(key.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_every_kind_says_what_it_means() {
        for kind in KINDS {
            for RuleKeyWords { key, description, .. } in keys_of(*kind) {
                assert!(!description.is_empty(), "{}: `{key}` has no description", kind.name());
            }
        }
    }
}
