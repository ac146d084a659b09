//! Folders with files in them, and the program run inside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// Households without any trouble but what a test puts in.
pub const HOUSEHOLDS: &str = "户编号,户主姓名,乡,村,脱贫属性,危房级别,住房面积,入户核实日期\n\
    0001,张三,青山乡,石桥村,已脱贫,A级,90,2018-05-01\n\
    0002,李四,青山乡,石桥村,预脱贫,B级,80,2018-05-02\n";
/// The people of [`HOUSEHOLDS`].
pub const PEOPLE: &str = "人编号,户编号,姓名,证件号码,与户主关系,文化程度\n\
    1,0001,张三,990101197005010011,户主,初中\n\
    2,0002,李四,990101197105010013,户主,小学\n";

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// The same, which must have ended with `code`.
    #[track_caller]
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        self
    }

    /// The same, which must say `text` on standard output.
    #[track_caller]
    pub fn reports(self, text: &str) -> Self {
        assert!(self.out.contains(text), "no `{text}` in\n{}", self.out);
        self
    }

    /// The same, which must say `text` on standard error.
    #[track_caller]
    pub fn complains(self, text: &str) -> Self {
        assert!(self.err.contains(text), "no `{text}` in\n{}", self.err);
        self
    }

    /// The same, which must have printed nothing on standard error.
    #[track_caller]
    pub fn quietly(self) -> Self {
        assert_eq!(self.err, "");
        self
    }
}

/// A folder of a test's own.
pub struct Folder(TempDir);

impl Folder {
    /// A folder without data, with the trial rules in `rules/`.
    pub fn empty() -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        folder.with("rules/packs/trial.yaml", include_str!("trial.yaml"))
    }

    /// A folder with households and people in `data/`.
    pub fn new() -> Self {
        Self::empty().with("data/户.csv", HOUSEHOLDS).with("data/人.csv", PEOPLE)
    }

    /// The same with one more file, or another one in its place.
    pub fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("folders");
        fs::write(path, content).expect("a file");
        self
    }

    /// Where a file of the folder is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A file of the folder.
    #[track_caller]
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    /// The names of what lies in the folder or in one below it.
    pub fn names(&self, below: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(below)).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The program, about to run in the folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(self.0.path());
        command.args(arguments);
        command
    }

    /// Runs the program. The language is Chinese unless the arguments say otherwise.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        ran(&self.command(arguments).output().expect("the program starts"))
    }

    /// Runs a check of `data/` against the trial rules, as of a fixed day.
    pub fn check(&self, arguments: &[&str]) -> Ran {
        self.run(
            &[&["check", "data", "--rules", "rules", "--pack", "trial", "--as-of", "2020-12-31"], arguments].concat(),
        )
    }
}

/// The program in a folder, with nothing in its environment that could turn what it prints.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hucha"));
    command.current_dir(folder).env("LC_ALL", "zh_CN.UTF-8");
    for name in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    command
}

/// How a run ended.
pub fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    Ran { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}
