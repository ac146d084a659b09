//! Records as an engine would make them. All people and places are invented.

use crate::diagnostic::Locale;
use crate::finding::record::*;

/// Picks texts of one language.
#[derive(Clone, Copy)]
pub struct Samples(pub Locale);

fn at(file: &str, column: Option<&str>, row: u32) -> Option<Location> {
    Some(Location { file: file.to_owned(), row, column: column.map(str::to_owned) })
}

impl Samples {
    fn say(self, zh: &str, en: &str) -> String {
        match self.0 {
            Locale::Zh => zh.to_owned(),
            Locale::En => en.to_owned(),
        }
    }

    fn pair(self, zh: &str, en: &str, value: &str) -> Pair {
        Pair { name: self.say(zh, en), value: value.to_owned() }
    }

    fn place(self, village: &str) -> Vec<Pair> {
        vec![self.pair("乡镇", "township", "青山乡"), self.pair("村", "village", village)]
    }

    fn label(self, head: &str, key: &str) -> Vec<Pair> {
        vec![self.pair("户主姓名", "head", head), self.pair("户编号", "household_id", key)]
    }

    fn cell(self, of: &str, field: (&str, &str), value: &str, location: Option<Location>) -> CellRecord {
        let entity = if of.is_empty() { self.household() } else { self.say("人", "person") };
        CellRecord {
            entity,
            of: of.to_owned(),
            field: self.say(field.0, field.1),
            value: value.to_owned(),
            unread: String::new(),
            location,
        }
    }

    fn household(self) -> String {
        self.say("户", "household")
    }

    fn house_clause(self) -> BasisRecord {
        BasisRecord {
            source: "sample-2017".to_owned(),
            title: self.say("示范县贫困退出工作方案", "Plan of Sample County for exits"),
            clause: self.say("第三条第二项", "article 3(2)"),
            text: "没有安全住房保障的，不得退出".to_owned(),
        }
    }

    /// A household that left the register with a house of grade C.
    pub fn unsafe_house(self, head: &str, key: &str, row: u32, grade: &str) -> Record {
        Record {
            fingerprint: format!("9c1e0b7d4a{row:06}"),
            code: "EX105".to_owned(),
            title: self.say("没有安全住房保障而退出", "Exited without a safe house"),
            class: "mis_exit".to_owned(),
            class_title: self.say("错退", "mis-exit"),
            severity: Severity::Error,
            entity: self.household(),
            key: key.to_owned(),
            label: self.label(head, key),
            place: self.place("石桥村"),
            location: at("户.csv", Some("K"), row),
            message: self.say(&format!("住房鉴定为{grade}"), &format!("house graded {grade}")),
            remedy: self.say("鉴定并改造后再评议退出", "appraise and rebuild the house, then review the exit"),
            cells: vec![
                self.cell("", ("脱贫属性", "poverty_status"), "已脱贫", at("户.csv", Some("H"), row)),
                self.cell("", ("危房级别", "house_grade"), grade, at("户.csv", Some("K"), row)),
            ],
            computed: Vec::new(),
            parameters: Vec::new(),
            margin: None,
            basis: vec![self.house_clause()],
            assumed: false,
        }
    }

    /// A household that left the register below the line.
    pub fn low_income(self) -> Record {
        Record {
            fingerprint: "51d2a9e07733c4f1".to_owned(),
            code: "EX101".to_owned(),
            title: self.say("收入未达标而退出", "Exited below the income line"),
            cells: vec![
                self.cell("", ("人均纯收入", "net_income_per_head"), "3200", at("户.csv", Some("M"), 27)),
                self.cell("", ("脱贫年度", "exit_year"), "2019", at("户.csv", Some("I"), 27)),
                self.cell("赵**（之子）", ("务工时间", "months_worked"), "", at("人.csv", Some("S"), 61)),
            ],
            computed: vec![self.pair("务工月数合计", "months_worked_total", "0")],
            parameters: vec![
                ParameterRecord {
                    name: self.say("脱贫线", "poverty_line"),
                    as_of: "2019".to_owned(),
                    value: self.say("3747 元", "3747 yuan"),
                    source: self.say("《示范县贫困退出工作方案》附件一", "Plan of Sample County for exits, annex 1"),
                    assumed: false,
                },
                ParameterRecord {
                    name: self.say("收入容差", "income_tolerance"),
                    as_of: "2020-12-31".to_owned(),
                    value: self.say("50 元", "50 yuan"),
                    source: String::new(),
                    assumed: true,
                },
            ],
            margin: Some(Margin {
                value: "3200".to_owned(),
                threshold: "3747".to_owned(),
                difference: "-547".to_owned(),
                unit: self.say("元", "yuan"),
            }),
            basis: vec![
                BasisRecord {
                    source: "sample-2017".to_owned(),
                    title: self.say("示范县贫困退出工作方案", "Plan of Sample County for exits"),
                    clause: self.say("第三条第一项", "article 3(1)"),
                    text: "家庭人均纯收入稳定超过当年国家扶贫标准，且吃穿不愁的，方可退出".to_owned(),
                },
                BasisRecord {
                    source: "standards".to_owned(),
                    title: self.say("历年扶贫标准", "Poverty lines by year"),
                    clause: String::new(),
                    text: String::new(),
                },
            ],
            message: self.say(
                "人均纯收入 3200 元，低于 2019 年标准 3747 元",
                "net income of 3200 yuan a head, below the line of 3747 yuan for 2019",
            ),
            remedy: self.say("入户核实收入，确属未达标的按程序回退", "verify the income; if it holds, revoke the exit"),
            assumed: true,
            ..self.unsafe_house("赵**", "430681000027", 27, "")
        }
    }

    /// A household known only because its members name it.
    pub fn no_household(self) -> Record {
        Record {
            fingerprint: "0e77aa120034bd55".to_owned(),
            code: "D03".to_owned(),
            title: self.say("人员所在户不在户表中", "A person's household is not in the household file"),
            class: "data".to_owned(),
            class_title: self.say("数据", "data"),
            severity: Severity::Warning,
            key: "430681000099".to_owned(),
            label: Vec::new(),
            place: Vec::new(),
            location: None,
            message: self.say("3 人登记在此户编号下", "3 persons are registered under this number"),
            remedy: self.say("补录该户，或更正人员的户编号", "add the household, or correct the persons' numbers"),
            cells: vec![self.cell("钱**", ("户编号", "household_id"), "430681000099", at("人.csv", Some("G"), 88))],
            basis: Vec::new(),
            ..self.unsafe_house("", "", 1, "")
        }
    }

    /// The cases of a run.
    pub fn records(self) -> Vec<Record> {
        vec![
            self.low_income(),
            self.unsafe_house("张**", "430681000017", 18, "C级"),
            self.unsafe_house("欧阳**", "430681000018", 19, "D级"),
            self.no_household(),
        ]
    }

    fn rule(self, code: &str, title: (&str, &str), severity: Severity, outcome: RuleOutcome) -> RuleRecord {
        RuleRecord {
            code: code.to_owned(),
            title: self.say(title.0, title.1),
            entity: self.household(),
            class: "mis_exit".to_owned(),
            severity,
            outcome,
        }
    }

    /// The receipt of a run with something of everything.
    pub fn summary(self) -> Summary {
        let ran = |violation, pass, unknown, not_applicable| {
            RuleOutcome::Ran(VerdictCounts { violation, pass, unknown, not_applicable })
        };
        let income = ("收入未达标而退出", "Exited below the income line");
        let house = ("没有安全住房保障而退出", "Exited without a safe house");
        let case = |code: &str, title: (&str, &str), class: &str, severity, cases| CaseCount {
            code: code.to_owned(),
            title: self.say(title.0, title.1),
            class: class.to_owned(),
            severity,
            cases,
        };
        Summary {
            program: "hucha".to_owned(),
            version: "0.1.0".to_owned(),
            as_of: "2020-12-31".to_owned(),
            region: Some(self.say("示范县", "Sample County")),
            overrides: vec![self.pair("务工月数下限", "months_least", "3")],
            rulebook_sha256: "6f1d8c02".repeat(8),
            inputs: vec![
                InputRecord {
                    file: "户.csv".to_owned(),
                    entity: self.household(),
                    encoding: "GB18030".to_owned(),
                    read: 1_204,
                    kept: 1_201,
                    set_aside: 3,
                    no_data: 2,
                    bytes: 482_113,
                    sha256: Some("a94f03b7".repeat(8)),
                },
                InputRecord {
                    file: "人.csv".to_owned(),
                    entity: self.say("人", "person"),
                    encoding: "UTF-8".to_owned(),
                    read: 4_410,
                    kept: 4_410,
                    set_aside: 0,
                    no_data: 0,
                    bytes: 1_530_002,
                    sha256: Some("17bc5e9d".repeat(8)),
                },
            ],
            skipped: vec![Pair {
                name: "填表说明.docx".to_owned(),
                value: self.say("不是 CSV 文件", "not a CSV file"),
            }],
            rows: vec![
                EntityRows { entity: self.household(), rows: 1_202 },
                EntityRows { entity: self.say("人", "person"), rows: 4_410 },
            ],
            rules: vec![
                self.rule("EX101", income, Severity::Error, ran(1, 880, 21, 300)),
                self.rule("EX105", house, Severity::Error, ran(2, 895, 5, 300)),
                self.rule(
                    "PW201",
                    ("保洁员岗位占比超标", "Too large a share of cleaners"),
                    Severity::Warning,
                    RuleOutcome::NotRunnable(vec![
                        Lacking {
                            column: None,
                            what: self.say("表“岗位”", "the table `post`"),
                            way_out: self
                                .say("把岗位名册放进数据文件夹", "put the roster of posts into the data folder"),
                        },
                        Lacking {
                            column: None,
                            what: self.say("列“村.总户数”", "the column `village.households`"),
                            way_out: self.say("在村的文件里补上“总户数”一列", "add the column to the file of villages"),
                        },
                    ]),
                ),
                self.rule(
                    "EX109",
                    ("退出后一年内无帮扶", "No help within a year of the exit"),
                    Severity::Note,
                    RuleOutcome::SwitchedOff(self.say("本县另有台账", "the county keeps its own ledger")),
                ),
            ],
            cases: vec![
                case("EX101", income, "mis_exit", Severity::Error, 1),
                case("EX105", house, "mis_exit", Severity::Error, 2),
                case("PW201", ("保洁员岗位占比超标", ""), "post", Severity::Warning, 0),
                case(
                    "D03",
                    ("人员所在户不在户表中", "A person's household is not in the household file"),
                    "data",
                    Severity::Warning,
                    1,
                ),
            ],
            assumed: vec![self.pair("收入容差", "income_tolerance", &self.say("50 元", "50 yuan"))],
            doubts: Vec::new(),
            notes: vec![
                self.say("户.csv 的列“备注2”没有规则要用，没有读", "no rule reads the column `备注2` of 户.csv"),
            ],
        }
    }

    /// The receipt of a run that found nothing and left nothing out.
    pub fn clean(self) -> Summary {
        let counts = VerdictCounts { violation: 0, pass: 900, unknown: 0, not_applicable: 302 };
        let mut summary = self.summary();
        summary.rules.truncate(2);
        for rule in &mut summary.rules {
            rule.outcome = RuleOutcome::Ran(counts);
        }
        for input in &mut summary.inputs {
            (input.read, input.set_aside) = (input.kept, 0);
        }
        Summary {
            cases: Vec::new(),
            assumed: Vec::new(),
            notes: Vec::new(),
            skipped: Vec::new(),
            overrides: Vec::new(),
            region: None,
            ..summary
        }
    }

    /// Cases by township, village and rule.
    pub fn statistics(self) -> Statistics {
        let row = |village: &str, rule: &str, cases, entities| StatisticsRow {
            group: ["青山乡", village, rule].map(str::to_owned).to_vec(),
            counts: StatisticsCounts { cases, entities },
        };
        Statistics {
            headers: vec![self.say("乡镇", "township"), self.say("村", "village"), self.say("规则", "rule")],
            rows: vec![row("石桥村", "EX101", 1, 1), row("石桥村", "EX105", 1_002, 1_002), row("", "EX105", 2, 2)],
            total: StatisticsCounts { cases: 1_005, entities: 1_004 },
        }
    }

    fn gate_row(self, verdict: GateVerdict, head: &str, key: &str, row: u32) -> GateRecord {
        let title = match verdict {
            GateVerdict::Clear => self.say("可退出", "may exit"),
            GateVerdict::Barred => self.say("不得退出", "must not exit"),
            GateVerdict::Open => self.say("待核实", "to be verified"),
        };
        GateRecord {
            entity: self.household(),
            key: key.to_owned(),
            label: self.label(head, key),
            place: self.place("石桥村"),
            location: at("户.csv", None, row),
            verdict,
            verdict_title: title,
            reasons: Vec::new(),
            undecided: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// The rows on the list of a gate.
    pub fn gate_records(self) -> Vec<GateRecord> {
        let undecided = |code: &str, title: String| RuleTitle { code: code.to_owned(), title };
        let house = undecided("EX105", self.say("没有安全住房保障而退出", "Exited without a safe house"));
        let care = undecided("EX107", self.say("有大病成员而无保险", "Ill and uninsured"));
        let fact = |of: &str, field: String, location: Option<Location>, rules: &[&str]| MissingFact {
            unread: String::new(),
            entity: if of.is_empty() { self.household() } else { self.say("人", "person") },
            of: of.to_owned(),
            field,
            absent: location.is_none(),
            location,
            rules: rules.iter().map(|r| (*r).to_owned()).collect(),
        };
        let mut barred = self.gate_row(GateVerdict::Barred, "赵**", "430681000027", 27);
        barred.reasons = vec![self.low_income(), self.unsafe_house("赵**", "430681000027", 27, "D级")];
        barred.undecided = vec![care.clone()];
        let mut open = self.gate_row(GateVerdict::Open, "孙**", "430681000030", 30);
        open.undecided = vec![house, care];
        open.missing = vec![
            fact("", self.say("危房级别", "house_grade"), at("户.csv", Some("K"), 30), &["EX105"]),
            fact("孙*（之父）", self.say("健康状况", "health"), at("人.csv", Some("P"), 71), &["EX107", "EX108"]),
            fact("", self.say("搬迁年度", "year_moved"), None, &["EX105"]),
        ];
        vec![
            barred,
            open,
            self.gate_row(GateVerdict::Clear, "李**", "430681000031", 31),
            self.gate_row(GateVerdict::Clear, "司马**", "430681000032", 32),
        ]
    }

    /// The counts of a gate.
    pub fn gate_summary(self) -> GateSummary {
        let count = |title: String, rows| GateCount { title, rows };
        GateSummary {
            name: "exit".to_owned(),
            title: self.say("退出前核对", "Before households leave the register"),
            entity: self.household(),
            clear: count(self.say("可退出", "may exit"), 103),
            barred: count(self.say("不得退出", "must not exit"), 1),
            open: count(self.say("待核实", "to be verified"), 1),
            run: self.summary(),
        }
    }

    /// One row and what every rule says of it.
    pub fn trace(self) -> TraceRecord {
        let house = self.unsafe_house("张**", "430681000017", 18, "C级");
        let rule = |record: Record, verdict, message: Option<String>, reasons: Vec<String>| RuleTrace {
            code: record.code,
            title: record.title,
            severity: record.severity,
            verdict,
            message,
            cells: record.cells,
            computed: record.computed,
            parameters: record.parameters,
            reasons,
            basis: record.basis,
        };
        let mut kept = self.low_income();
        (kept.code, kept.title) = ("EX102".to_owned(), self.say("饮水不安全而退出", "Exited without safe water"));
        let mut aside = self.unsafe_house("张**", "430681000017", 18, "C级");
        (aside.code, aside.severity) = ("PW110".to_owned(), Severity::Note);
        aside.title = self.say("超龄上岗", "Too old for a post");
        let reason = self.say("人 赵**（之子）的务工时间空白", "months_worked of person 赵** is blank");
        TraceRecord {
            entity: self.household(),
            key: house.key.clone(),
            label: house.label.clone(),
            place: house.place.clone(),
            location: at("户.csv", None, 18),
            as_of: "2020-12-31".to_owned(),
            rules: vec![
                rule(self.low_income(), Verdict::Unknown, None, vec![reason]),
                rule(kept, Verdict::Pass, None, Vec::new()),
                rule(house.clone(), Verdict::Violation, Some(house.message), Vec::new()),
                rule(aside, Verdict::NotApplicable, None, Vec::new()),
            ],
            not_run: self.summary().rules.split_off(2),
        }
    }
}
