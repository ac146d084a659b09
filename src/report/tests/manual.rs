//! The page of a rule, a list of rules and the look of a file. All of it is invented.

use super::samples::Samples;
use crate::diagnostic::Locale;
use crate::finding::record::*;

fn both(zh: &str, en: &str) -> Expression {
    Expression { zh: zh.to_owned(), en: en.to_owned() }
}

fn pair(name: &str, value: &str) -> Pair {
    Pair { name: name.to_owned(), value: value.to_owned() }
}

impl Samples {
    fn text(self, zh: &str, en: &str) -> String {
        match self.0 {
            Locale::Zh => zh.to_owned(),
            Locale::En => en.to_owned(),
        }
    }

    /// Rules in a list.
    pub fn rule_lines(self) -> Vec<RuleLine> {
        let income = RuleLine {
            code: "EX101".to_owned(),
            slug: "income-below-line".to_owned(),
            title: self.text("收入未达标而退出", "Exited below the income line"),
            class: "mis_exit".to_owned(),
            class_title: self.text("错退", "mis-exit"),
            pack: "exit".to_owned(),
            entity: self.text("户", "household"),
            severity: Severity::Error,
            assumed: false,
            off: None,
        };
        let post = RuleLine {
            code: "PW201".to_owned(),
            slug: "too-many-cleaners".to_owned(),
            title: self.text("保洁员岗位占比超标", "Too large a share of cleaners"),
            class: "post".to_owned(),
            class_title: self.text("岗位错配", "misassigned post"),
            pack: "posts".to_owned(),
            entity: self.text("村", "village"),
            severity: Severity::Warning,
            assumed: true,
            off: Some(self.text("本县另有台账", "the county keeps its own ledger")),
        };
        vec![income, post]
    }

    /// The page of a rule.
    pub fn rule_doc(self) -> RuleDoc {
        let [rule, _] = <[RuleLine; 2]>::try_from(self.rule_lines()).expect("two rules");
        let title = self.text("示范县贫困退出工作方案", "Plan of Sample County for exits");
        let source = self.text("《示范县贫困退出工作方案》附件一", "Plan of Sample County for exits, annex 1");
        let value = |from: &str, until: &str, amount: &str, source: &str, assumed| ValueDoc {
            from: from.to_owned(),
            until: until.to_owned(),
            value: format!("{amount} {}", self.text("元", "yuan")),
            source: source.to_owned(),
            assumed,
            region: assumed.then(|| self.text("示范县", "Sample County")),
        };
        let example = |cells: Vec<Pair>, linked, verdict, note: String| ExampleDoc {
            row: ExampleRowDoc { cells, linked },
            verdict,
            as_of: "2020-12-31".to_owned(),
            region: None,
            note,
        };
        let income =
            |amount: &str| vec![pair("脱贫属性", "已脱贫"), pair("脱贫年度", "2019"), pair("人均纯收入", amount)];
        let member = |months: &str| ExampleRowDoc { cells: vec![pair("务工时间", months)], linked: Vec::new() };
        RuleDoc {
            rule,
            given: Some(both("已退出 或 拟退出", "exited or to_exit")),
            require: both("人均纯收入 >= 脱贫线@脱贫年度", "net_income_per_head >= poverty_line@exit_year"),
            message: self.text(
                "人均纯收入 {人均纯收入} 元，低于 {脱贫年度} 年标准 {脱贫线@脱贫年度} 元",
                "net income of {net_income_per_head} yuan a head, below {poverty_line@exit_year} yuan",
            ),
            remedy: self.text("入户核实收入，确属未达标的按程序回退", "verify the income; if it holds, revoke the exit"),
            note: self.text(
                "以退出当年的标准为准，不用审计年度的标准，因为标准逐年提高，用后来的标准会把合格的户也报出来。",
                "The line of the year of the exit counts, not that of the audit: it rises every year, and a later one would flag households that left in good order.",
            ),
            basis: vec![ClauseDoc {
                source: "sample-2017".to_owned(),
                title,
                clause: "A3".to_owned(),
                locus: self.text("第三条第一项", "article 3(1)"),
                text: "家庭人均纯收入稳定超过当年国家扶贫标准，且吃穿不愁的，方可退出".to_owned(),
            }],
            definitions: vec![
                DefinitionDoc {
                    name: self.text("已退出", "exited"),
                    title: self.text("已经退出的户", "has left the register"),
                    expression: both("脱贫属性 = \"已脱贫\"", "poverty_status = \"已脱贫\""),
                    assumed: false,
                },
                DefinitionDoc {
                    name: self.text("拟退出", "to_exit"),
                    title: self.text("当年计划退出的户", "is planned to leave this year"),
                    expression: both("脱贫属性 = \"预脱贫\"", "poverty_status = \"预脱贫\""),
                    assumed: true,
                },
            ],
            parameters: vec![ParameterDoc {
                name: self.text("脱贫线", "poverty_line"),
                title: self.text("国家扶贫标准，每人每年", "the national line, a head and year"),
                values: vec![
                    value("2018-01-01", "", "3535", &source, false),
                    value("2019-01-01", "2019-12-31", "3747", &source, false),
                    value("2020-01-01", "", "4000", "", true),
                ],
            }],
            examples: vec![
                example(income("3200"), Vec::new(), Verdict::Violation, self.text("差 547 元", "547 yuan short")),
                example(
                    income("3747"),
                    vec![LinkedDoc { link: "成员".to_owned(), rows: vec![member("6"), member("")] }],
                    Verdict::Pass,
                    self.text("等于标准也算达标", "the line itself is enough"),
                ),
                example(income(""), Vec::new(), Verdict::Unknown, String::new()),
                example(vec![pair("脱贫属性", "未脱贫")], Vec::new(), Verdict::NotApplicable, String::new()),
            ],
            redirects: vec!["TC01".to_owned(), "TC02".to_owned()],
        }
    }

    /// The look of a file.
    pub fn inspection(self) -> InspectRecord {
        let column =
            |letter: &str, header: &str, field: &str, kind: String, near: &str, samples: &[&str]| ColumnRecord {
                letter: letter.to_owned(),
                header: header.to_owned(),
                field: field.to_owned(),
                kind,
                suggestion: near.to_owned(),
                samples: samples.iter().map(|s| (*s).to_owned()).collect(),
            };
        let text = self.text("文字", "text");
        let example = |row, column: Option<&str>, text: &str| ProblemExample {
            location: Location { file: "户.csv".to_owned(), row, column: column.map(str::to_owned) },
            text: text.to_owned(),
        };
        InspectRecord {
            file: "户.csv".to_owned(),
            bytes: 482_113,
            encoding: "GB18030".to_owned(),
            encoding_reason: self.text("不是 UTF-8", "not UTF-8"),
            delimiter: self.text("逗号", "comma"),
            title_rows: vec!["（自定义）户信息".to_owned(), "导出时间 2020-12-31".to_owned()],
            header_row: Some(3),
            entity: self.text("户", "household"),
            entity_reason: self.text("有列“户编号”而没有“人编号”", "it has the column `户编号` and no `人编号`"),
            columns: vec![
                column("A", "乡(镇)", "乡镇", text.clone(), "", &["青山乡"]),
                column("B", "户主姓名", "户主姓名", text, "", &["张**", "欧阳**"]),
                column("C", "人均纯收人", "", String::new(), "人均纯收入", &["3200"]),
                column("D", "备注2", "", String::new(), "", &[]),
                column("E", "危房级别", "危房级别", self.text("代码", "code"), "", &["A级", "C级"]),
            ],
            missing_key: vec![self.text("户编号", "household_id")],
            read: 1_204,
            kept: 1_201,
            set_aside: 3,
            no_data: 2,
            problems: vec![
                ProblemRecord {
                    kind: self.text("格数与表头不同", "as many cells as the header has"),
                    count: 3,
                    row_left_out: true,
                    examples: vec![example(88, None, "青山乡,石桥村"), example(1_090, None, "青山乡")],
                },
                ProblemRecord {
                    kind: self.text("不是数字", "no number"),
                    count: 1,
                    row_left_out: false,
                    examples: vec![example(18, Some("M"), "约三千")],
                },
            ],
            notes: vec![
                self.text("列 C 没有读，要用它的规则不会运行", "column C is not read; rules that need it will not run"),
            ],
        }
    }
}
