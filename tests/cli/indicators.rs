//! `check --indicators`: figures with their bounds, groups, and what keeps them from being reckoned.

use super::support::{Folder, Ran};

const TRIAL: &str = "\
sources:
  - {id: bulletin, title: {zh: 通报, en: A bulletin}, clauses: [{id: \"1\", text: 危房率不超过百分之二}]}
indicators:
  - {code: TI101, slug: unsafe, title: {zh: 危房户占比, en: share of unsafe houses}, for: 户, share: '危房级别 属于 [\"C级\", \"D级\"]',
     by: [村], tolerable: 2%, direction: lower, basis: [{source: bulletin, clause: \"1\", text: 不超过百分之二}]}
  - {code: TI102, slug: area, title: {zh: 户均住房面积, en: mean area of a house}, for: 户, mean: 住房面积, by: [乡, 村], assumed: true}
  - {code: TI103, slug: per-head, title: {zh: 人均住房面积, en: area by people}, for: 户, ratio: {of: 住房面积, to: 计数(成员)}, assumed: true}
  - {code: TI104, slug: homes, title: {zh: 户数, en: households}, for: 户, count: true, assumed: true}
  - {code: TI105, slug: medical, title: {zh: 自付医疗费超百元的户占比, en: share that paid over a hundred}, for: 户, share: 医疗自付费用 > 100 元, assumed: true}
  - {code: TI106, slug: posts, title: {zh: 在岗岗位数, en: posts on duty}, for: 项目, count: true, assumed: true}
";

const HOUSEHOLDS: &str = "户编号,户主姓名,乡,村,脱贫属性,危房级别,住房面积\n\
    0001,张三,青山乡,石桥村,已脱贫,A级,90\n\
    0002,李四,青山乡,石桥村,已脱贫,C级,80\n\
    0003,王五,青山乡,松山村,已脱贫,B级,\n\
    0004,赵六,青山乡,松山村,已脱贫,,61\n";

fn run(arguments: &[&str]) -> Ran {
    let folder = Folder::new().with("rules/indicators/trial.yaml", TRIAL).with("data/户.csv", HOUSEHOLDS);
    let all = ["check", "data", "--rules", "rules", "--as-of", "2020-12-31", "--indicators"];
    folder.run(&[&all, arguments].concat())
}

/// A report down to the files read.
fn head(out: &str) -> String {
    let lines = out.lines().take_while(|line| !["读入的文件", "files read", "## 附：数据与规则"].contains(line));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_figure_with_its_bounds_and_groups() {
    for lang in ["zh", "en"] {
        for (name, more) in [("short", &[][..]), ("full", &["--full"])] {
            let arguments = [&["--select", "TI", "--lang", lang, "--allow-skipped"], more].concat();
            let out = run(&arguments).ends_with(1).out;
            insta::assert_snapshot!(format!("indicators_{name}_{lang}"), head(&out));
        }
    }
}

#[test]
fn every_format_says_the_same() {
    for format in ["csv", "markdown"] {
        let out = run(&["--select", "TI", "--allow-skipped", "--format", format]).ends_with(1).out;
        insta::assert_snapshot!(format!("indicators_{format}"), head(&out));
    }
    let out = run(&["--select", "TI101", "--format", "json"]).ends_with(1).out;
    let line = out.lines().find(|line| line.contains("\"type\":\"indicator\"")).unwrap();
    let value: serde_json::Value = serde_json::from_str(line).unwrap();
    let total = &value["outcome"]["ran"]["total"];
    assert_eq!((&total["above"], &total["rows"], &total["undecided"]), (&"1".into(), &4.into(), &1.into()));
    assert_eq!(
        (&total["low"], &total["high"], &total["against"]),
        (&"25.00".into(), &"50.00".into(), &"beyond".into())
    );
}

#[test]
fn exit_codes_follow_what_is_tolerable_and_what_is_lacking() {
    run(&["--select", "TI104"]).ends_with(0);
    run(&["--select", "TI101"]).ends_with(1).reports("25.00%～50.00%").reports("容许 2.00%，超出");
    run(&["--select", "TI105"]).ends_with(3).reports("医疗自付费用");
    run(&["--select", "TI104,TI105", "--allow-skipped"]).ends_with(0);
    run(&["--select", "TI106"]).ends_with(3).reports("项目");
    run(&["--select", "TI109"]).ends_with(2).complains("没有编号为 `TI109` 的指标");
    run(&["--pack", "exit"]).ends_with(2).complains("指标不分包");
}
