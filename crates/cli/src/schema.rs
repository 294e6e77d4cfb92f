//! `copydesk schema`: the shapes of the TOML files people write, for editors that complete and check them, and of what programs read.

use std::io::{self, Write as _};

use serde_json::Value;

use super::args::{SchemaArgs, SchemaOf};
use copydesk::report::safe::json_escaped;
use copydesk::{config, kinds, report, rules};

/// Writes a JSON Schema. The exit status.
///
/// # Errors
/// What standard output says when it cannot be written to.
pub fn run(args: &SchemaArgs) -> io::Result<u8> {
    let (schema, title) = match args.of {
        SchemaOf::Config => (config::schema(&rules::rule_schema()), "copydesk.toml"),
        SchemaOf::RuleSet => (rules::rule_set_schema(), "copydesk rule set"),
        SchemaOf::Stylebook => (kinds::stylebook_schema(), "copydesk stylebook"),
        SchemaOf::Events => (report::events_schema(), "a line of copydesk check --format events"),
    };
    let mut schema = schema.to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$schema".into(), Value::from("https://json-schema.org/draft/2020-12/schema"));
        // What a type says of itself; the title says it to people.
        object.remove("description");
        object.insert("title".into(), Value::from(title));
    }
    let text = serde_json::to_string_pretty(&schema).map_err(io::Error::other)?;
    writeln!(io::stdout().lock(), "{}", json_escaped(text))?;
    Ok(0)
}
