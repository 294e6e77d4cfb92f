//! `copydesk.toml`: what it says ([`Written`]) and what that comes to for a run ([`Settings`]). Finding and reading the
//! files is the command line's business.

mod mirror;
mod package;
mod policy;
mod select;
mod settings;
mod style;
mod trust;

pub use mirror::{Written, schema};
pub use package::{Named, Pin};
pub use policy::Policy;
pub use select::Selection;
pub use settings::Settings;
pub use settings::{NESTS_TOO_DEEP, leaves_folder, nests_too_deep};
pub use trust::Trust;

/// The name a configuration file goes by.
pub const FILE_NAME: &str = "copydesk.toml";
