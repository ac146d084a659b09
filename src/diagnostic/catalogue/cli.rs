//! Messages of the command line.

super::catalogue! {
    /// Messages of the command line.
    CliMessage {
        "H701" UnknownArgument { argument: String }
            "没有选项 `{argument}`"
            "there is no option `{argument}`"
        "H702" UnknownCommand { name: String }
            "没有命令 `{name}`"
            "there is no command `{name}`"
        "H703" MissingArgument { names: String }
            "缺少参数：{names}"
            "missing: {names}"
        "H704" MissingCommand {}
            "没有给出命令"
            "no command was given"
        "H705" MissingValue { option: String }
            "选项 `{option}` 后面缺少值"
            "the option `{option}` lacks its value"
        "H706" Conflict { option: String, other: String }
            "`{option}` 不能与 `{other}` 同用"
            "`{option}` cannot be used together with `{other}`"
        "H707" Repeated { option: String }
            "选项 `{option}` 只能给一次"
            "the option `{option}` can be given once only"
        "H708" BadUsage { text: String }
            "命令行无法理解：{text}"
            "the command line cannot be understood: {text}"
        "H709" SeeHelp { command: String }
            "用法见 `{command} --help`"
            "see `{command} --help`"
        "H710" BadChoice { option: String, value: String }
            "`{option}` 不能是 `{value}`"
            "`{option}` cannot be `{value}`"
        "H711" BadCount { option: String, value: String }
            "`{option}` 应为整数，不能是 `{value}`"
            "`{option}` is a whole number, not `{value}`"
        "H712" BadDay { option: String, value: String }
            "`{option}` 应为一天，不能是 `{value}`"
            "`{option}` is a day, not `{value}`"
        "H713" DayForm {}
            "写成 2020-12-31"
            "write it as 2020-12-31"
        "H714" BadTable { text: String }
            "`--table {text}` 应写成 表=文件"
            "`--table {text}` should read TABLE=FILE"
        "H715" NoFormat { path: String }
            "从 `{path}` 的扩展名看不出格式"
            "the extension of `{path}` names no format"
        "H716" SameOutput { path: String }
            "`{path}` 作为输出给了两次"
            "`{path}` is given twice as output"
        "H717" OutputIsInput { path: String }
            "输出 `{path}` 会覆盖读入的文件"
            "the output `{path}` would replace a file that was read"
        "H718" ClockDate { day: String }
            "审计日 {day} 取自本机时钟；要得到可重复的结果，请给 --as-of {day}"
            "the audit date {day} was taken from the clock; for a result that can be repeated, give --as-of {day}"
        "H719" OldCode { from: String, to: String }
            "规则 `{from}` 已改称 `{to}`"
            "the rule `{from}` is now called `{to}`"
        "H720" NoGates {}
            "规则里没有任何名单关口"
            "the rulebook has no gate"
        "H728" BadMemory { value: String }
            "`--memory-limit` 应为内存大小，如 2G、1.5GiB 或 512M，不能是 `{value}`"
            "`--memory-limit` is an amount of memory such as 2G, 1.5GiB or 512M, not `{value}`"
        "H721" NoThreads { reason: String }
            "无法启动线程：{reason}"
            "threads cannot be started: {reason}"
        "H722" Linted { rules: usize, found: usize }
            "检查了 {rules} 条规则，提出 {found} 处"
            "rules looked at: {rules}; remarks: {found}"
        "H723" Tested { rules: usize, examples: usize, failed: usize }
            "试运行了 {rules} 条规则的 {examples} 个例子，不符 {failed} 个"
            "rules with examples: {rules}; examples: {examples}; failed: {failed}"
        "H748" Mutated { tried: usize, noticed: usize, share: String, excused: usize, open: usize }
            "改动 {tried} 处，例子发现 {noticed} 处（{share}），说明理由的 {excused} 处，没有理由的 {open} 处"
            "changes tried: {tried}; noticed by examples: {noticed} ({share}); unnoticed with a reason: {excused}; without: {open}"
        "H724" FolderTaken { path: String }
            "文件夹 `{path}` 里已有内容；请换一个空的或不存在的文件夹"
            "the folder `{path}` is not empty; name one that is, or that does not exist"
        "H739" ListFilled { path: String, count: u64 }
            "`{path}` 是填过访问结果的抽样名单（{count} 行），没有覆盖它"
            "`{path}` is a list with visits filled in (lines: {count}) and was not replaced"
        "H740" KeepFilled {}
            "换一个文件名；那些访问结果确实不要了，先自己删掉这个文件"
            "name another file; if those visits are not wanted, delete the file yourself first"
        "H725" WroteTable { path: String, rows: usize }
            "{path}  {rows} 行"
            "{path}  {rows} rows"
        "H726" CheckIt { path: String, day: String }
            "核对：hucha check {path} --as-of {day}"
            "to check it: hucha check {path} --as-of {day}"
        "H727" BadShare { option: String, value: String }
            "`{option}` 应为 0 到 1 之间的数，不能是 `{value}`"
            "`{option}` is a number from 0 to 1, not `{value}`"
        "H729" Written { paths: String }
            "结果已写入：{paths}"
            "written to: {paths}"
        "H751" CountsAreCsv { path: String }
            "`--counts` 写的是 CSV 统计表，文件名应以 .csv 结尾，不能是 `{path}`"
            "`--counts` writes a CSV of counts, whose name ends in .csv, not `{path}`"
        "H752" CountsWithReport {}
            "文本、Markdown 和 JSON 的结果里已附统计（--by、--statistics）"
            "text, Markdown and JSON have the counts with the report (--by, --statistics)"
        "H753" CountsElsewhere {}
            "CSV 只列疑点，不含统计；要一份统计表，加 --counts 统计.csv"
            "a CSV lists cases and has no counts; for a table of them add --counts COUNTS.csv"
        "H754" GroupsOfIndicators {}
            "每个指标按规则文件里它自己的 `by` 分组，CSV、JSON 和 --full 列出各组；要按所选的列统计疑点，去掉 --indicators"
            "an indicator is parted by the `by` of its own in the rule files, and CSV, JSON and --full give its groups; to count cases by columns of your choice leave out --indicators"
        "H744" NotesOfOthers { count: usize }
            "内置规则的 {count} 处提示没有列出；不加 --rules 时列出"
            "notes on built-in rules that are not listed: {count}; without --rules they are"
        "H745" CheckPaths { command: String }
            "要核对它，用 `{command}`"
            "to check it: `{command}`"
        "H756" PressEnter {}
            "按回车键关闭这个窗口"
            "press Enter to close this window"
        "H746" NothingCalled { name: String }
            "没有编号或名称为 `{name}` 的规则、指标、数据检查、情景、参数或用语"
            "no rule, indicator, check of the data, scenario, parameter or term has the code or name `{name}`"
        "H755" ColumnCalled { name: String, entity: String, headers: String }
            "“{name}”是“{entity}”名册的一列，表头可写：{headers}"
            "`{name}` is a column of the roster of `{entity}`; its header may read: {headers}"
        "H730" BadRate { option: String, value: String }
            "`{option}` 应为大于 0、小于 1 的比例，不能是 `{value}`"
            "`{option}` is a share above 0 and below 1, not `{value}`"
        "H731" RateForm {}
            "写成 2% 或 0.02，至多四位小数"
            "write it as 2% or 0.02, with four decimals at most"
        "H732" BadFactor { option: String, value: String }
            "`{option}` 应为 1 到 1000 之间的数，不能是 `{value}`"
            "`{option}` is a number from 1 to 1000, not `{value}`"
        "H733" BadTake { text: String }
            "`--take {text}` 应写成 层=数"
            "`--take {text}` should read STRATUM=N"
        "H734" NoSeed {}
            "种子不能是空白"
            "the seed cannot be blank"
        "H741" SeedFirst { option: String }
            "没有种子，写不出 `{option}`"
            "`{option}` cannot be written without a seed"
        "H742" FrameFirst {}
            "先不带它运行一次，印出总框的 SHA-256 并公布；当众产生种子之后，再加 --seed 种子 运行"
            "run without it first, for the SHA-256 of the frame, and publish that; once the seed is made in public, run again with --seed SEED"
        "H735" FormsForWhat {}
            "没有说入户表要问什么"
            "nothing says what the forms are to ask"
        "H736" FormsHelp {}
            "用 --pack、--select 选规则和指标，如 --pack exit"
            "choose rules and indicators with --pack and --select, such as --pack exit"
        "H737" NotOnForms { tables: String }
            "这些表入户问不到，不在入户表里，须由掌握的部门提供：{tables}"
            "no visit can fill in these tables, which are not among the forms: {tables}"
        "H738" NoColumn { path: String, name: String }
            "`{path}` 没有“{name}”一列"
            "`{path}` has no column `{name}`"
        "H762" OneScenario { path: String, found: usize }
            "`{path}` 里应有且只有一个情景，现有 {found} 个；多个情景的文件放进 --rules 的文件夹，再按名称选用"
            "`{path}` should hold one scenario, not {found}; put a file of several into the folder of --rules and choose by name"
        "H763" BadSet { text: String }
            "`--set {text}` 应写成 字段=值"
            "`--set {text}` should read field=value"
        "H764" BadSupposed { text: String }
            "`--param {text}` 应写成 名=值"
            "`--param {text}` should read name=value"
        "H765" NothingAsked {}
            "没有假设任何变动"
            "nothing is supposed"
        "H766" AskSomething {}
            "用 --scenario 选一个情景，或用 --set 字段=值、--param 名=值 说明假设；`hucha rules list` 列出已有的情景"
            "choose a scenario with --scenario, or suppose with --set field=value or --param name=value; `hucha rules list` shows the scenarios"
    }
}
