//! What is wrong with the data themselves, as records beside the cases of rules: nothing is dropped in silence.

use super::cases::CaseGroup;
use super::fingerprint;
use super::mask::mask;
use super::record::{DataCheckDoc, Location, Record};
use super::view::{View, column_letters};
use crate::dataset::{Dataset, Issue, IssueKind};
use crate::diagnostic::catalogue::FindingMessage as M;
use crate::dictionary::{EntityId, FieldId, FieldType, LinkId, Sensitivity};
use crate::rulebook::Severity;
use crate::table::{Problem, ProblemKind};
use crate::value::id_number::Damage;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The ASCII name of the class of data checks.
pub const CLASS: &str = "data";

/// A check of the data.
struct Check {
    code: &'static str,
    severity: Severity,
    title: (&'static str, &'static str),
    remedy: (&'static str, &'static str),
}

const fn check(
    code: &'static str,
    severity: Severity,
    title: (&'static str, &'static str),
    remedy: (&'static str, &'static str),
) -> Check {
    Check { code, severity, title, remedy }
}

const FIX_ROW: (&str, &str) =
    ("改正这一行后重新读入；在此之前这一行没有检查", "correct the row and read it again; until then it is not checked");
const DELETE_ROW: (&str, &str) =
    ("不影响核对；删去这一行就不再提示", "the check is not affected; delete the row and it is not mentioned");
const FIX_CELL: (&str, &str) =
    ("改正这个单元格；在此之前按空白处理", "correct the cell; until then it counts as blank");
const FIX_DATE: (&str, &str) = (
    "写成 2020-12-31；成了五位数的，在电子表格里把该列设为日期再另存；在此之前按空白处理",
    "write 2020-12-31; where it became a number of five digits, set the column to dates in the spreadsheet and save again; \
     until then it counts as blank",
);
const EXPORT_AGAIN: (&str, &str) = (
    "末位已丢失，无法推算；从源系统重新导出，并把该列设为文本",
    "the last digits are lost for good; export again with the column set to text",
);

/// The check that a problem of reading falls under.
const fn of_problem(kind: ProblemKind) -> Check {
    use Severity::{Error, Note, Warning};
    match kind {
        ProblemKind::Ragged { .. } => check(
            "DA101",
            Error,
            ("列数与表头不符，整行剔除", "row with too few or too many cells, set aside"),
            FIX_ROW,
        ),
        ProblemKind::StrayQuote => {
            check("DA102", Error, ("引号不成对，整行剔除", "stray quotation mark, row set aside"), FIX_ROW)
        }
        ProblemKind::Nul => check("DA103", Error, ("含有空字符（NUL），整行剔除", "NUL byte, row set aside"), FIX_ROW),
        ProblemKind::BrokenEncoding => {
            check("DA104", Error, ("文字编码损坏，整行剔除", "broken text encoding, row set aside"), FIX_ROW)
        }
        ProblemKind::ColumnsDisagree => check(
            "DA105",
            Error,
            ("同名的两列内容不同，整行剔除", "two columns of one name disagree, row set aside"),
            FIX_ROW,
        ),
        ProblemKind::RepeatedHeader => check(
            "DA106",
            Note,
            ("重复的表头或标题行，不作数据", "header or title once more, not read as data"),
            DELETE_ROW,
        ),
        ProblemKind::ColumnNumbers => check(
            "DA109",
            Note,
            ("列号行（1、2、3），不作数据", "numbers of the columns, not read as data"),
            DELETE_ROW,
        ),
        ProblemKind::Totals => check(
            "DA107",
            Note,
            ("合计、小计行，不作数据", "row of totals, not read as data"),
            (
                "不影响核对；删去这一行就不再提示。若是一户、一人，补上编号",
                "the check is not affected; delete the row and it is not mentioned, or add the key if it is data",
            ),
        ),
        ProblemKind::Remark => check(
            "DA108",
            Note,
            ("说明行（如制表人、备注），不作数据", "remark such as who made the list, not read as data"),
            DELETE_ROW,
        ),
        ProblemKind::NotANumber => check("DA111", Warning, ("不是数字", "no number"), FIX_CELL),
        ProblemKind::OutOfRange => check("DA112", Warning, ("数字过大", "number too large"), FIX_CELL),
        ProblemKind::Rounded => check(
            "DA113",
            Note,
            ("小数超过四位，已四舍五入", "more than four decimals, rounded"),
            ("核对原值；按四舍五入后的值检查", "compare with the original; the rounded value is checked"),
        ),
        ProblemKind::WrongUnit => check("DA114", Warning, ("单位与该列不符", "unit of another kind"), FIX_CELL),
        ProblemKind::NotADate => check("DA115", Warning, ("不是日期", "no date"), FIX_DATE),
        ProblemKind::NotABool => check(
            "DA116",
            Warning,
            ("不是“是”或“否”", "neither yes nor no"),
            ("只写“是”或“否”；在此之前按空白处理", "write yes or no alone; until then it counts as blank"),
        ),
        ProblemKind::NotACode => check("DA117", Warning, ("不在代码表内", "not in the code list"), FIX_CELL),
        ProblemKind::DamagedId(Damage::Exponent) => check(
            "DA118",
            Warning,
            ("编号或证件号码成了科学计数法", "key or identity number in scientific notation"),
            EXPORT_AGAIN,
        ),
        ProblemKind::DamagedId(Damage::ZeroTail) => check(
            "DA119",
            Warning,
            ("证件号码末位被改成了零", "identity number whose last digits became zeros"),
            EXPORT_AGAIN,
        ),
        ProblemKind::DamagedId(Damage::Hidden) => check(
            "DA120",
            Warning,
            ("证件号码有几位被遮盖", "identity number with hidden digits"),
            (
                "改用没有遮盖的名册，在本机核对；在此之前按空白处理",
                "check a list without hidden digits, on your own machine; until then the number counts as blank",
            ),
        ),
        ProblemKind::DamagedId(Damage::NoNumber) => check(
            "DA121",
            Warning,
            ("证件号码栏里没有号码", "no number in the column of identity numbers"),
            (
                "补上号码；没有的留空。在此之前按空白处理",
                "add the number, or leave it blank; until then it counts as blank",
            ),
        ),
    }
}

/// What a problem of reading is called, without what became of the row.
pub(super) fn problem_title(kind: ProblemKind, locale: crate::diagnostic::Locale) -> &'static str {
    let (zh, en) = of_problem(kind).title;
    let title = locale.pick(zh, en);
    let set_aside = ["，整行剔除", ", row set aside", ", set aside"];
    set_aside.into_iter().find_map(|ending| title.strip_suffix(ending)).unwrap_or(title)
}

/// The check that an oddity of rows falls under.
const fn of_issue(kind: IssueKind) -> Check {
    use Severity::Warning;
    match kind {
        IssueKind::BlankKey => check(
            "DA201",
            Warning,
            ("编号空白", "blank key"),
            ("补上编号；在此之前与其他表连不上", "add the key; until then the row joins with nothing"),
        ),
        IssueKind::DuplicateKey(_) => check(
            "DA202",
            Warning,
            ("编号重复", "duplicate key"),
            ("核实哪一行有效；重复的行逐行检查", "find out which row holds; each is checked by itself"),
        ),
        IssueKind::NoOwner(_) => check(
            "DA203",
            Warning,
            ("所属的行不在名册里", "belongs to a row that is not in the data"),
            ("补录所属的行，或更正编号", "add the row it belongs to, or correct the key"),
        ),
        IssueKind::NoMembers(_) => check(
            "DA204",
            Warning,
            ("名册里没有属于它的行", "no rows belong to it"),
            ("补录所属的行；在此之前相关规则无法判定", "add the rows; until then rules about them cannot be decided"),
        ),
        IssueKind::Contradiction(_) => check(
            "DA205",
            Warning,
            ("各行所填互相矛盾", "the rows that name it contradict each other"),
            ("统一各行的填写；在此之前按空白处理", "make the rows agree; until then the value counts as blank"),
        ),
    }
}

/// All checks of the data, in order of their codes.
pub(super) fn all_checks(locale: crate::diagnostic::Locale) -> impl Iterator<Item = DataCheckDoc> {
    use ProblemKind as P;
    let problems = [
        P::Ragged { found: 0, expected: 0 },
        P::StrayQuote,
        P::Nul,
        P::BrokenEncoding,
        P::ColumnsDisagree,
        P::RepeatedHeader,
        P::Totals,
        P::Remark,
        P::ColumnNumbers,
        P::NotANumber,
        P::OutOfRange,
        P::Rounded,
        P::WrongUnit,
        P::NotADate,
        P::NotABool,
        P::NotACode,
        P::DamagedId(Damage::Exponent),
        P::DamagedId(Damage::ZeroTail),
        P::DamagedId(Damage::Hidden),
        P::DamagedId(Damage::NoNumber),
    ];
    // Which link or field it is tells one case from another, not one check.
    let (link, field) = (LinkId::new(0), FieldId::new(0));
    let issues = [
        IssueKind::BlankKey,
        IssueKind::DuplicateKey(0),
        IssueKind::NoOwner(link),
        IssueKind::NoMembers(link),
        IssueKind::Contradiction(field),
    ];
    let checks = problems.map(of_problem).into_iter().chain(issues.map(of_issue));
    checks.map(move |check| DataCheckDoc {
        code: check.code.to_owned(),
        title: locale.pick(check.title.0, check.title.1).to_owned(),
        severity: check.severity,
        remedy: locale.pick(check.remedy.0, check.remedy.1).to_owned(),
    })
}

/// Something wrong with the data.
#[derive(Clone, Copy, Debug)]
pub(super) enum Oddity<'a> {
    Problem(&'a Problem),
    Issue(&'a Issue),
}

impl Oddity<'_> {
    const fn code(&self) -> &'static str {
        match self {
            Self::Problem(problem) => of_problem(problem.kind).code,
            Self::Issue(issue) => of_issue(issue.kind).code,
        }
    }

    /// The row of an entity that it is about; `None` where no row came of it.
    pub(super) fn row(&self, dataset: &Dataset<'_>) -> Option<(EntityId, usize)> {
        match self {
            Self::Problem(problem) => Some((problem.entity, dataset.row_of(problem)?)),
            Self::Issue(issue) => Some((issue.entity, issue.row)),
        }
    }
}

impl<'a> View<'a> {
    /// What is wrong with the data, by check, and within a check by place and key; `ranks` are those of the files.
    pub(super) fn oddities(&self, ranks: &[usize]) -> Vec<CaseGroup<'a>> {
        let dataset = self.context.dataset;
        let problems = dataset.problems.iter().map(Oddity::Problem);
        let mut all: Vec<Oddity<'a>> = problems.chain(dataset.issues.iter().map(Oddity::Issue)).collect();
        all.par_sort_by_cached_key(|oddity| {
            let place = self.place_of(oddity, ranks);
            // Those of one place are about one row.
            let row = if place.is_none() { oddity.row(dataset) } else { None };
            let key = row.map(|(entity, row)| self.key(entity, row));
            (oddity.code(), place, key)
        });
        let groups = all.chunk_by(|a, b| a.code() == b.code());
        groups.filter_map(|group| CaseGroup::of_oddities(*self, group.to_vec())).collect()
    }

    /// The rank of its file, the row, and the column as letters ascend, where there is one.
    fn place_of(&self, oddity: &Oddity<'_>, ranks: &[usize]) -> Option<(usize, u32, Option<usize>)> {
        let (origin, column) = match oddity {
            Oddity::Problem(problem) => (problem.origin, problem.column.map(|(at, _)| at as usize)),
            Oddity::Issue(issue) => self.stand(issue.entity, issue.row, self.field_of(issue))?,
        };
        Some((*ranks.get(origin.file as usize)?, origin.row, column))
    }

    /// The field that an issue is about.
    fn field_of(&self, issue: &Issue) -> Option<FieldId> {
        let dictionary = &self.context.rulebook.dictionary;
        match issue.kind {
            IssueKind::BlankKey | IssueKind::DuplicateKey(_) => dictionary.entity(issue.entity).key.last().copied(),
            IssueKind::NoOwner(id) => dictionary.link(id).by.last().map(|by| by.0),
            IssueKind::NoMembers(_) => None,
            IssueKind::Contradiction(field) => Some(field),
        }
    }

    /// The record of something wrong.
    pub(super) fn oddity(&self, oddity: &Oddity<'_>) -> Record {
        match oddity {
            Oddity::Problem(problem) => self.problem(problem),
            Oddity::Issue(issue) => self.issue(issue),
        }
    }

    fn data(&self, check: &Check) -> Record {
        let pick = |(zh, en): (&'static str, &'static str)| self.locale.pick(zh, en).to_owned();
        Record {
            fingerprint: String::new(),
            code: check.code.to_owned(),
            title: pick(check.title),
            class: CLASS.to_owned(),
            class_title: self.locale.pick("数据问题", "data").to_owned(),
            severity: check.severity,
            entity: String::new(),
            key: String::new(),
            label: Vec::new(),
            place: Vec::new(),
            location: None,
            message: String::new(),
            remedy: pick(check.remedy),
            cells: Vec::new(),
            computed: Vec::new(),
            parameters: Vec::new(),
            margin: None,
            basis: Vec::new(),
            assumed: false,
        }
    }

    /// The text that could not be read, as far as it may be shown.
    pub(super) fn problem_text(&self, problem: &Problem) -> String {
        let field = problem.column.map(|(_, at)| self.context.rulebook.dictionary.field(at));
        match field {
            _ if !self.mask => problem.text.clone(),
            Some(field) if matches!(field.ty, FieldType::Id) => mask(&problem.text, Sensitivity::Number),
            Some(field) => mask(&problem.text, field.sensitivity),
            // A whole row may name anybody.
            None => String::new(),
        }
    }

    /// A row or cell that could not be read as it stands.
    #[must_use]
    pub fn problem(&self, problem: &Problem) -> Record {
        let check = of_problem(problem.kind);
        let row = self.context.dataset.row_of(problem);
        let dictionary = &self.context.rulebook.dictionary;
        let file = self.context.dataset.files.get(problem.origin.file as usize);
        let field = problem.column.map(|(_, at)| dictionary.field(at));
        let text = self.problem_text(problem);
        let name = field.map(|f| f.name.pick(self.locale).to_owned()).unwrap_or_default();
        let message = match (problem.kind, self.locale) {
            (ProblemKind::Ragged { found, expected }, crate::diagnostic::Locale::Zh) => {
                format!("有 {found} 格，表头有 {expected} 格")
            }
            (ProblemKind::Ragged { found, expected }, crate::diagnostic::Locale::En) => {
                format!("{found} cells, the header has {expected}")
            }
            _ if field.is_some() => {
                let between = self.locale.pick("：", ": ");
                format!("{name}{between}{text}")
            }
            _ => text,
        };
        let column = problem.column.map(|(at, _)| column_letters(at as usize));
        let entity = &dictionary.entity(problem.entity).name;
        let en = field.map(|f| f.name.en.as_str()).unwrap_or_default();
        Record {
            fingerprint: fingerprint::of_data(check.code, &entity.en, "", en, &problem.text),
            entity: entity.pick(self.locale).to_owned(),
            key: row.map(|row| self.key(problem.entity, row)).unwrap_or_default(),
            label: row.map(|row| self.label(problem.entity, row)).unwrap_or_default(),
            place: row.map(|row| self.place(problem.entity, row)).unwrap_or_default(),
            location: file.map(|f| Location { file: f.shown(), row: problem.origin.row, column }),
            message,
            ..self.data(&check)
        }
    }

    /// Something odd about how a row belongs to others.
    #[must_use]
    pub fn issue(&self, issue: &Issue) -> Record {
        let check = of_issue(issue.kind);
        let dictionary = &self.context.rulebook.dictionary;
        let entity = dictionary.entity(issue.entity);
        let field = self.field_of(issue);
        let message = match issue.kind {
            IssueKind::BlankKey | IssueKind::Contradiction(_) => String::new(),
            IssueKind::DuplicateKey(rows) => match self.locale {
                crate::diagnostic::Locale::Zh => format!("共有 {rows} 行用这个编号"),
                crate::diagnostic::Locale::En => format!("{rows} rows have this key"),
            },
            IssueKind::NoOwner(id) | IssueKind::NoMembers(id) => {
                M::NoMembers { link: dictionary.link(id).name.pick(self.locale).to_owned() }.text(self.locale)
            }
        };
        let at = field.map(|field| crate::dictionary::FieldRef { entity: issue.entity, field });
        let cell = at.map(|at| crate::trace::CellRef { at, row: issue.row });
        let en = at.map(|at| dictionary.field(at).name.en.as_str()).unwrap_or_default();
        let text = at.map(|at| {
            let dataset = self.context.dataset;
            dataset.show(at, dataset.cell(at, issue.row))
        });
        let key = self.context.dataset.key(issue.entity, issue.row);
        let label = self.label(issue.entity, issue.row);
        let message = match (issue.kind, at, cell) {
            (IssueKind::NoOwner(_), Some(at), Some(cell)) => {
                let value = self.cell_text(cell.at, cell.row);
                format!("{} {value}{}{message}", self.field(at), self.locale.pick("，", ": "))
            }
            (_, Some(at), _) if message.is_empty() => self.field(at),
            _ => message,
        };
        Record {
            fingerprint: fingerprint::of_data(check.code, &entity.name.en, &key, en, &text.unwrap_or_default()),
            entity: entity.name.pick(self.locale).to_owned(),
            key: self.key(issue.entity, issue.row),
            label,
            place: self.place(issue.entity, issue.row),
            location: self.location(issue.entity, issue.row, field),
            message,
            cells: cell.map(|cell| self.cell(cell, (issue.entity, issue.row))).into_iter().collect(),
            ..self.data(&check)
        }
    }

    /// What a spreadsheet did to whole columns of keys and identity numbers, one sentence a column.
    #[must_use]
    pub fn damaged_columns(&self) -> Vec<String> {
        let is_damaged = |kind| matches!(kind, ProblemKind::DamagedId(Damage::Exponent | Damage::ZeroTail));
        self.columns_with(is_damaged, |file, column, count| M::DamagedColumn { file, column, count })
    }

    /// Columns of identity numbers with hidden digits, one sentence a column: what is held against them finds nothing.
    #[must_use]
    pub fn hidden_columns(&self) -> Vec<String> {
        let is_hidden = |kind| kind == ProblemKind::DamagedId(Damage::Hidden);
        self.columns_with(is_hidden, |file, column, count| M::HiddenColumn { file, column, count })
    }

    /// A sentence for each column of a file that has such problems, told its file, its letters, and how many.
    fn columns_with(&self, is: impl Fn(ProblemKind) -> bool, say: impl Fn(String, String, u64) -> M) -> Vec<String> {
        let mut counts: BTreeMap<(u32, u32), u64> = BTreeMap::new();
        for problem in self.context.dataset.problems.iter().filter(|problem| is(problem.kind)) {
            if let Some((column, _)) = problem.column {
                *counts.entry((problem.origin.file, column)).or_default() += 1;
            }
        }
        let sentence = |((file, column), count): ((u32, u32), u64)| {
            let file = self.context.dataset.files.get(file as usize)?;
            Some(say(file.shown(), column_letters(column as usize), count).text(self.locale))
        };
        counts.into_iter().filter_map(sentence).collect()
    }
}
