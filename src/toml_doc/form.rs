//! The form of a tree: what `build/tree.rs` writes when the program is built, and `tree.rs` reads in place.
//!
//! A tree has two parts. Its *text* holds all strings and keys, one after another. Its *nodes* are numbers of four bytes, the lowest
//! byte first. A value is a *head* of two of them: first its kind, in the lowest bits, with a count above; then a payload.
//!
//! | kind | count | payload |
//! |---|---|---|
//! | string | bytes | where it begins in the text, in bytes |
//! | integer | | the number, signed |
//! | float | | byte offset of its eight bytes in the nodes |
//! | boolean | | 0 or 1 |
//! | array | items | byte offset of their heads in the nodes |
//! | bytes | bytes | byte offset in the nodes |
//! | table | entries | byte offset in the nodes of its entries, in order of key: the head of the key, a string, and that of the value |

/// Bits of the first number of a head that hold the kind.
pub const KIND_BITS: u32 = 3;
/// A string.
pub const STRING: u32 = 1;
/// An integer.
pub const INTEGER: u32 = 2;
/// A float.
pub const FLOAT: u32 = 3;
/// A boolean.
pub const BOOLEAN: u32 = 4;
/// An array.
pub const ARRAY: u32 = 5;
/// A table.
pub const TABLE: u32 = 6;
/// Bytes, which TOML has not: what is worked out when the program is built.
pub const BYTES: u32 = 7;
/// Bytes of a head.
pub const HEAD: usize = 8;
