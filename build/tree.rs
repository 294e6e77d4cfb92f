//! Writes what TOML says as a tree that the program reads in place. `src/toml_doc/form.rs` says how it looks.

use std::collections::HashMap;

use toml::{Table, Value};

use crate::form::{ARRAY, BOOLEAN, BYTES, FLOAT, INTEGER, KIND_BITS, STRING, TABLE};

/// The head of a value.
pub type Head = [u32; 2];

/// A tree under construction. What is said twice is written once.
#[derive(Default)]
pub struct Writer {
    /// The strings.
    pub text: String,
    /// Everything else.
    pub nodes: Vec<u8>,
    strings: HashMap<String, u32>,
    lists: HashMap<Vec<u32>, u32>,
}

impl Writer {
    /// Adds a table. Its head; what is wrong, if there is something in it that no tree holds.
    pub fn table(&mut self, table: &Table) -> Result<Head, String> {
        self.table_with(table, &[])
    }

    /// Adds a table with further entries, whose values are there already.
    pub fn table_with(&mut self, table: &Table, more: &[(&str, Head)]) -> Result<Head, String> {
        let mut entries = more.to_vec();
        for (key, value) in table {
            entries.push((key, self.value(value).map_err(|fault| format!("{key}: {fault}"))?));
        }
        self.entries(&mut entries)
    }

    /// Adds a table of values that are there already.
    pub fn entries(&mut self, entries: &mut [(&str, Head)]) -> Result<Head, String> {
        entries.sort_by_key(|(key, _)| *key);
        let mut numbers = Vec::new();
        for (key, value) in entries.iter() {
            numbers.extend(self.string(key)?);
            numbers.extend(value);
        }
        let at = self.list(numbers)?;
        head(TABLE, entries.len(), at)
    }

    /// Adds an array of values that are there already.
    pub fn array(&mut self, items: &[Head]) -> Result<Head, String> {
        let at = self.list(items.concat())?;
        head(ARRAY, items.len(), at)
    }

    /// Adds bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<Head, String> {
        let at = size(self.nodes.len())?;
        self.nodes.extend(bytes);
        head(BYTES, bytes.len(), at)
    }

    /// Adds a number.
    pub fn number(&mut self, number: u32) -> Result<Head, String> {
        head(INTEGER, 0, number)
    }

    /// Adds a value.
    pub fn value(&mut self, value: &Value) -> Result<Head, String> {
        match value {
            Value::String(text) => self.string(text),
            Value::Integer(number) => {
                let number = i32::try_from(*number).map_err(|_| format!("{number} is too large a number"))?;
                head(INTEGER, 0, u32::from_le_bytes(number.to_le_bytes()))
            }
            Value::Float(number) => {
                let [low, high] = [number.to_bits() & u64::from(u32::MAX), number.to_bits() >> 32];
                let part = |part: u64| u32::try_from(part).map_err(|error| error.to_string());
                let at = self.list(vec![part(low)?, part(high)?])?;
                head(FLOAT, 0, at)
            }
            Value::Boolean(is) => head(BOOLEAN, 0, u32::from(*is)),
            Value::Array(items) => {
                let items = items.iter().map(|item| self.value(item)).collect::<Result<Vec<Head>, String>>()?;
                self.array(&items)
            }
            Value::Table(table) => self.table(table),
            Value::Datetime(time) => Err(format!("{time} is a date, which has to be written as text")),
        }
    }

    /// Adds a string.
    pub fn string(&mut self, text: &str) -> Result<Head, String> {
        let at = match self.strings.get(text) {
            Some(at) => *at,
            None => {
                let at = size(self.text.len())?;
                self.text.push_str(text);
                self.strings.insert(text.to_owned(), at);
                at
            }
        };
        head(STRING, text.len(), at)
    }

    fn list(&mut self, numbers: Vec<u32>) -> Result<u32, String> {
        if let Some(at) = self.lists.get(&numbers) {
            return Ok(*at);
        }
        let at = size(self.nodes.len())?;
        self.nodes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        self.lists.insert(numbers, at);
        Ok(at)
    }
}

fn head(kind: u32, count: usize, payload: u32) -> Result<Head, String> {
    let count = size(count)?;
    let fits = count << KIND_BITS >> KIND_BITS == count;
    if fits { Ok([kind | count << KIND_BITS, payload]) } else { Err(format!("{count} are too many")) }
}

fn size(bytes: usize) -> Result<u32, String> {
    u32::try_from(bytes).map_err(|_| "the files are too large".to_owned())
}
