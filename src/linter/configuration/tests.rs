//! Where a configuration looks, and where it does not.

use super::super::Texts;
use super::*;

/// Files of a memory, in which nobody may look at another machine.
struct Here(Texts);

impl Here {
    fn look(&self, path: &Path) -> &Texts {
        let path = path.to_string_lossy().replace('\\', "/");
        assert!(!path.contains("host/share"), "looks at {path}");
        &self.0
    }
}

impl Files for Here {
    fn toml(&self, path: &Path) -> Result<TomlFile, Problem> {
        self.look(path).toml(path)
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, Problem> {
        self.look(path).bytes(path)
    }

    fn real(&self, path: &Path) -> Option<PathBuf> {
        self.look(path).real(path)
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.look(path).is_folder(path)
    }

    fn matching(&self, folder: &Path, glob: &str) -> Result<Vec<PathBuf>, String> {
        self.look(folder).matching(folder, glob)
    }

    fn leads_outside(&self, path: &Path, folder: &Path) -> bool {
        self.look(path).leads_outside(path, folder)
    }

    fn project_root(&self, folder: &Path) -> PathBuf {
        self.0.project_root(folder)
    }

    fn shown_name(&self, path: &Path) -> String {
        self.0.shown_name(path)
    }
}

#[test]
fn no_key_has_another_machine_looked_at() {
    let languages = crate::testing::languages();
    let list = |value: String| format!("[{value}]");
    for key in ["rule-sets", "extends", "stylebook", "baseline", "data.languages", "data.gazetteers", "data.ui"] {
        for path in ["//host/share", "\\\\host\\share", "/\\host/share"] {
            let (file, package) = (format!("'{path}'"), format!("{{ package = '{path}' }}"));
            let values = match key {
                "extends" => vec![file, package],
                "stylebook" | "baseline" => vec![file],
                "rule-sets" => vec![list(file), list(package)],
                _ => vec![list(file)],
            };
            for value in values {
                let files = Here(Texts::from([("copydesk.toml", format!("{key} = {value}\n"))]));
                let read =
                    Configuration::resolve(&files, Some(Path::new("copydesk.toml")), &Given::nothing(&languages));
                assert!(!read.problems.is_empty(), "{key} = {value}");
            }
        }
    }
}
