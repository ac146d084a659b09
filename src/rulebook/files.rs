//! Which rule files are in use.

use super::embedded::FILES;
use crate::diagnostic::catalogue::SharedMessage;
use crate::diagnostic::{Diagnostic, Source, cannot_read};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The rule files that are part of the program, in order of name.
#[must_use]
pub fn embedded_files() -> Vec<Arc<Source>> {
    FILES.iter().map(|(name, text)| Source::new(format!("rules/{name}"), *text)).collect()
}

/// `files` with those of a folder: a file that has the same path below the folder as an embedded one has below
/// `rules/` replaces it, any other is added. Only `.yaml` and `.yml` files count.
///
/// # Errors
/// A folder or file that cannot be read, or that is not UTF-8.
pub fn with_directory(files: Vec<Arc<Source>>, folder: &Path) -> Result<Vec<Arc<Source>>, Vec<Diagnostic>> {
    let mut all: BTreeMap<String, Arc<Source>> = files.into_iter().map(|f| (f.name.clone(), f)).collect();
    let mut errors = Vec::new();
    if let Err((path, error)) = visit(folder, folder, &mut all) {
        errors.push(match error.kind() {
            io::ErrorKind::InvalidData => {
                Diagnostic::error(SharedMessage::NotUtf8 { path }).help(SharedMessage::SaveAsUtf8 {})
            }
            _ => cannot_read(path, &error),
        });
    }
    if errors.is_empty() { Ok(all.into_values().collect()) } else { Err(errors) }
}

fn visit(root: &Path, folder: &Path, all: &mut BTreeMap<String, Arc<Source>>) -> Result<(), (String, io::Error)> {
    let place = |path: &Path| path.display().to_string();
    let entries = fs::read_dir(folder).map_err(|e| (place(folder), e))?;
    for entry in entries {
        let path = entry.map_err(|e| (place(folder), e))?.path();
        if path.is_dir() {
            visit(root, &path, all)?;
        } else if path.extension().is_some_and(|e| e == "yaml" || e == "yml") {
            let text = fs::read_to_string(&path).map_err(|e| (place(&path), e))?;
            let below = path.strip_prefix(root).unwrap_or(&path);
            let name = below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            all.insert(format!("rules/{name}"), Source::new(place(&path), text));
        }
    }
    Ok(())
}
