//! The arguments that several commands share, with their help in both languages.

use clap::{Arg, ArgAction};
use hucha::diagnostic::Locale;

/// What an argument is filed under in the help.
#[derive(Clone, Copy, Debug)]
pub enum Heading {
    /// What is read.
    Data,
    /// What it is held against.
    Rules,
    /// What comes out.
    Output,
    /// Everything else.
    Other,
}

impl Heading {
    fn text(self, locale: Locale) -> &'static str {
        match self {
            Self::Data => locale.pick("数据", "Data"),
            Self::Rules => locale.pick("规则", "Rules"),
            Self::Output => locale.pick("输出", "Output"),
            Self::Other => locale.pick("其他", "Other"),
        }
    }
}

/// A positional argument. `value` is how the help writes it.
pub fn positional(locale: Locale, name: &'static str, value: (&'static str, &'static str), help: &'static str) -> Arg {
    // Without an order of its own it would stand behind the options, which are counted from two.
    Arg::new(name)
        .value_name(locale.pick(value.0, value.1))
        .help(help)
        .help_heading(Heading::Data.text(locale))
        .display_order(1)
}

/// An option with a value.
pub fn option(
    locale: Locale,
    heading: Heading,
    name: &'static str,
    value: (&'static str, &'static str),
    help: (&'static str, &'static str),
) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(locale.pick(value.0, value.1))
        .help(locale.pick(help.0, help.1))
        .help_heading(heading.text(locale))
        .allow_hyphen_values(false)
}

/// The same, to be given as often as wanted.
pub fn repeated(
    locale: Locale,
    heading: Heading,
    name: &'static str,
    value: (&'static str, &'static str),
    help: (&'static str, &'static str),
) -> Arg {
    option(locale, heading, name, value, help).action(ArgAction::Append)
}

/// A switch.
pub fn switch(locale: Locale, heading: Heading, name: &'static str, help: (&'static str, &'static str)) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(locale.pick(help.0, help.1))
        .help_heading(heading.text(locale))
}

/// `--help`.
pub fn help(locale: Locale) -> Arg {
    switch(locale, Heading::Other, "help", ("显示用法", "show this help")).short('h').action(ArgAction::Help)
}

/// `--version`.
pub fn version(locale: Locale) -> Arg {
    let help = ("显示版本", "show the version");
    switch(locale, Heading::Other, "version", help).short('V').action(ArgAction::Version)
}

/// The options that every command takes, before or behind its name.
pub fn everywhere(locale: Locale) -> [Arg; 3] {
    let here = Heading::Other;
    [
        option(
            locale,
            here,
            "lang",
            ("语言", "LANG"),
            ("界面语言：zh、en；默认按系统环境", "language: zh, en; by default that of the environment"),
        ),
        option(
            locale,
            here,
            "color",
            ("何时", "WHEN"),
            ("颜色：auto（默认）、always、never", "colour: auto (default), always, never"),
        ),
        switch(
            locale,
            here,
            "quiet",
            (
                "标准错误上只说错误；有 -o 时标准输出也不写摘要",
                "only errors on standard error; with -o no digest on standard output",
            ),
        )
        .short('q'),
    ]
    .map(|argument| argument.global(true))
}

/// Which rule files are used and how.
pub fn rulebook(locale: Locale) -> [Arg; 3] {
    let here = Heading::Rules;
    [
        option(
            locale,
            here,
            "rules",
            ("文件夹", "DIR"),
            (
                "本地规则文件夹：同名文件替换内置规则，其他文件加入",
                "folder of rule files: one of the same name replaces the built-in one, others are added",
            ),
        ),
        option(
            locale,
            here,
            "region",
            ("地区", "REGION"),
            ("使用某地区的参数和规则", "use the parameters and rules of a region"),
        ),
        repeated(
            locale,
            here,
            "param",
            ("名=值", "NAME=VALUE"),
            ("给参数指定值，可重复", "set a parameter; can be repeated"),
        ),
    ]
}

/// Which of the rules run.
pub fn selection(locale: Locale) -> [Arg; 3] {
    let here = Heading::Rules;
    [
        repeated(
            locale,
            here,
            "pack",
            ("规则包", "PACK"),
            ("只用某个规则包，可重复", "only the rules of a pack; can be repeated"),
        ),
        repeated(
            locale,
            here,
            "select",
            ("编号", "CODE"),
            (
                "只用某些规则：编号或编号开头，可重复，也可用逗号分隔",
                "only some rules: codes or beginnings of codes; can be repeated or parted by commas",
            ),
        ),
        option(
            locale,
            here,
            "severity",
            ("程度", "LEVEL"),
            (
                "只用至少这样严重的规则：error 强制、warning 核实、note 提示",
                "only rules at least so grave: error, warning, note",
            ),
        ),
    ]
}

/// What is read.
pub fn data(locale: Locale) -> Vec<Arg> {
    let here = Heading::Data;
    let paths = locale.pick(
        "名册文件，或装有名册的文件夹（连同下级文件夹）",
        "roster files, or folders that hold them (with all their folders)",
    );
    vec![
        positional(locale, "data", ("数据", "DATA"), paths)
            .action(ArgAction::Append)
            .num_args(1..)
            .value_parser(clap::value_parser!(std::path::PathBuf))
            .required_unless_present("table"),
        repeated(
            locale,
            here,
            "table",
            ("表=文件", "TABLE=FILE"),
            ("指明某个文件是哪一种表，可重复", "say which table a file is; can be repeated"),
        ),
        encoding(locale),
        option(
            locale,
            here,
            "as-of",
            ("日期", "DATE"),
            (
                "审计日，如 2020-12-31；默认今天，报告里会写明取自本机时钟",
                "the audit date, such as 2020-12-31; today by default, which the report then says was taken from the clock",
            ),
        ),
    ]
}

/// `--threads`.
pub fn threads(locale: Locale) -> Arg {
    option(
        locale,
        Heading::Other,
        "threads",
        ("数目", "N"),
        (
            "使用多少个线程；默认全部处理器，不影响结果",
            "how many threads; all processors by default; results do not depend on it",
        ),
    )
}

/// `--memory-limit`.
pub fn memory_limit(locale: Locale) -> Arg {
    option(
        locale,
        Heading::Other,
        "memory-limit",
        ("大小", "SIZE"),
        (
            "数据列最多占用多少内存，如 2G；多出的暂存到磁盘，不影响结果",
            "how much memory columns of data may take, such as 2G; the rest is kept on disk; results do not depend on it",
        ),
    )
}

/// `--time`.
pub fn time(locale: Locale) -> Arg {
    switch(
        locale,
        Heading::Other,
        "time",
        ("在标准错误上给出各阶段和各条规则的用时", "say on standard error how long each stage and each rule took"),
    )
}

/// `--encoding`.
pub fn encoding(locale: Locale) -> Arg {
    option(
        locale,
        Heading::Data,
        "encoding",
        ("编码", "ENCODING"),
        (
            "所有文件的编码：utf8、gb18030；默认自动识别",
            "how all files are encoded: utf8, gb18030; told from the bytes by default",
        ),
    )
}

/// What is shown and where it goes.
pub fn report(locale: Locale) -> Vec<Arg> {
    let here = Heading::Output;
    vec![
        output(locale),
        report_format(locale),
        full(locale),
        option(
            locale,
            here,
            "limit",
            ("数目", "N"),
            (
                "文本和 Markdown 中每条规则最多列出多少处；标准输出的简要文本默认 20，其余不限；计数总是完整",
                "how many cases of a rule text and Markdown list; 20 by default in short text on standard output, all elsewhere; counts are always complete",
            ),
        ),
        no_mask(locale),
        switch(
            locale,
            here,
            "allow-skipped",
            (
                "有规则因缺少数据未能运行时，仍按其余规则给出结论",
                "give a verdict even where rules could not run for want of data",
            ),
        ),
    ]
}

/// `-o`.
pub fn output(locale: Locale) -> Arg {
    let here = Heading::Output;
    repeated(
        locale,
        here,
        "output",
        ("文件", "FILE"),
        (
            "把结果写入文件，可重复；扩展名决定格式：.txt .jsonl .json .csv .md",
            "write the result to a file; can be repeated; the extension decides the format: .txt .jsonl .json .csv .md",
        ),
    )
    .short('o')
    .value_parser(clap::value_parser!(std::path::PathBuf))
}

/// `--format` of a command that reports.
pub fn report_format(locale: Locale) -> Arg {
    format(
        locale,
        (
            "标准输出的格式：text（默认）、json、csv、markdown",
            "format on standard output: text (default), json, csv, markdown",
        ),
    )
}

/// `--format`.
pub fn format(locale: Locale, help: (&'static str, &'static str)) -> Arg {
    option(locale, Heading::Output, "format", ("格式", "FORMAT"), help)
}

/// `--full`.
pub fn full(locale: Locale) -> Arg {
    switch(
        locale,
        Heading::Output,
        "full",
        ("详细：连同证据、条款和办法", "in full: with evidence, clauses and ways out"),
    )
}

/// `--no-mask`.
pub fn no_mask(locale: Locale) -> Arg {
    let help = ("不隐去姓名和号码", "do not hide names and numbers of persons");
    switch(locale, Heading::Output, "no-mask", help)
}
