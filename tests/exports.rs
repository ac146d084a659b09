//! The sheets of the national system: they are recognised by their headers, their columns are known, and the rules that
//! need no local ledger run on them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use hucha::dataset::Dataset;
use hucha::diagnostic::{Locale, render_all};
use hucha::dictionary::HeaderIndex;
use hucha::engine::{Condition, Plan};
use hucha::rulebook::{LoadOptions, Rulebook, embedded_files};
use hucha::table::{Request, read};
use hucha::value::Date;
use std::fs;

fn load() -> Rulebook {
    Rulebook::load(&embedded_files(), &LoadOptions::default())
        .unwrap_or_else(|problems| panic!("{}", render_all(&problems, Locale::En, false)))
}

/// Sheet, entity, headers.
const SHEETS: &[(&str, &str, &str)] = &[
    (
        "people, 2014 to 2020",
        "person",
        "省|市|县|乡(镇)|行政村|自然村|户编号|人编号|姓名|证件号码|人数|与户主关系|民族|文化程度|在校生状况|健康状况|劳动技能|务工状况|\
         务工时间（月）|是否参加新农合|脱贫属性|脱贫年度|贫困户属性|主要致贫原因|危房户|是否解决安全饮用水|人均纯收入|联系电话",
    ),
    (
        "people who exited, 2022",
        "person",
        "序号|数据日期|县(市、区、旗)|乡(镇)|行政村|自然村|户编号|人编号|姓名|证件号码|人数|与户主关系|民族|文化程度|在校生状况|健康状况|\
         劳动技能|务工时间（月）|是否参加大病保险|致贫原因1|危房户|是否解决安全饮用水|人均纯收入|户联系电话|人联系电话|首次识别时间|\
         人员识别时间|户类型|易返贫致贫户(监测对象)类型|风险是否消除|风险识别时间|风险消除时间",
    ),
    (
        "people, 2021",
        "person",
        "省|市|县|乡|村|户编号|人口编号|姓名|性别|出生日期|证件类型|证件号码|民族|户联系电话|成员联系电话|年度|与户主关系|文化程度|\
         在校生状况|劳动技能|务工时间（月）|健康状况|政治面貌|务工企业名称|是否享受低保|是否参加城镇职工基本养老保险|是否参加大病保险|\
         是否参加新型农村合作医疗（城乡居民基本医疗保险）|是否参加城乡居民基本养老保险|失学或辍学原因|公益性岗位类型|公益性岗位(月数)|\
         残疾类别|务工所在地|户主姓名|户主证件号码|是否参加城镇职工基本医疗保险|是否特困供养人员|残疾证办证年度|识别标准",
    ),
    (
        "households by year, 2021",
        "household",
        "省|市|县|乡|村|户编号|户主编号|户主姓名|户主证件号码|家庭人口数|是否危房户|人均纯收入|年收入|是否解决安全饮用水|年度|银行卡号|\
         识别标准|主要致贫原因|次要致贫原因|工资性收入|生产经营性收入|财产性收入|转移性收入|计划生育金|低保金|五保金|养老保险金|\
         生态补偿金|其他转移性收入|生产经营性支出|纯收入|资产收益扶贫分红收入|耕地面积（亩）|是否加入农民专业合作组织|林地面积（亩）|\
         是否通生产用电|是否通生活用电|是否通广播电视|与村主干路距离|入户路类型|住房面积|是否有卫生厕所|主要燃料类型|危房级别|\
         是否有龙头企业带动|是否有创业致富带头人带动",
    ),
    (
        "a ledger of posts",
        "post",
        "乡镇|行政村|姓名|身份证号|岗位名称|上岗时间|合同到期日期|是否签订合同|工资标准|本月出勤天数",
    ),
    ("a list that a department keeps", "registry", "姓名|身份证号码|名单|车牌号"),
    ("villages", "village", "县|乡|行政村|是否出列|总户数|总人口数|林地面积（亩）"),
];

#[test]
fn the_sheets_of_the_national_system_are_recognised() {
    let rulebook = load();
    let index = HeaderIndex::new(&rulebook.dictionary);
    for (sheet, entity, headers) in SHEETS {
        let headers: Vec<String> = headers.split('|').map(str::to_owned).collect();
        let best = index.recognise(&headers).into_iter().next().unwrap_or_else(|| panic!("{sheet}: nothing"));
        let found = &rulebook.dictionary.entity(best.entity).name.en;
        assert_eq!(found, entity, "{sheet}");
        assert!(best.has_key, "{sheet} without its key");
    }
}

#[test]
fn a_sheet_of_people_names_the_columns_of_its_households_too() {
    let rulebook = load();
    let dictionary = &rulebook.dictionary;
    let index = HeaderIndex::new(dictionary);
    let (person, household) = (dictionary.find_entity("person").unwrap(), dictionary.find_entity("household").unwrap());
    let mut unknown = Vec::new();
    for (_, _, headers) in SHEETS.iter().filter(|(_, entity, _)| *entity == "person") {
        let headers: Vec<String> = headers.split('|').map(str::to_owned).collect();
        let (own, above) = (index.read_as(person, &headers), index.read_as(household, &headers));
        let named = |at: usize| own.columns[at].is_some() || above.columns[at].is_some();
        unknown.extend(headers.iter().enumerate().filter(|(at, _)| !named(*at)).map(|(_, h)| h.clone()));
    }
    // Columns that no rule has a use for.
    let left = ["联系电话", "序号", "数据日期", "风险识别时间", "风险消除时间"];
    assert_eq!(unknown, left);
}

#[test]
fn a_sheet_of_people_alone_answers_what_needs_no_local_ledger() {
    let rulebook = load();
    let (_, _, headers) = SHEETS[0];
    let row: Vec<&str> = headers.split('|').map(|h| if matches!(h, "户编号" | "人编号") { "1" } else { "" }).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.csv");
    fs::write(&path, format!("{}\n{}\n", headers.replace('|', ","), row.join(","))).unwrap();
    let ingest = read(&Request::new(&rulebook.dictionary, &[path]))
        .unwrap_or_else(|problems| panic!("{}", render_all(&problems, Locale::En, false)));
    let dataset = Dataset::join(&rulebook.dictionary, ingest);
    let as_of = Date::day(2020, 12, 31).unwrap();
    let plan = Plan::compile(&rulebook, &dataset, as_of, rulebook.rules.iter().map(Condition::from));
    let run: Vec<&str> = rulebook
        .rules
        .iter()
        .enumerate()
        .filter(|(at, _)| plan.lacks(*at).is_none())
        .map(|(_, r)| r.code.as_str())
        .collect();
    let expected = "EN101 EN102 EN103 EN105 EX102 EX103 EX104 EX105 EX109 EX141 EX191 EX192 \
                    ID101 ID102 ID103 ID106 ID107 ID108 ID109 ID111 ID112";
    let lacking: Vec<&str> = expected.split_whitespace().filter(|code| !run.contains(code)).collect();
    assert!(lacking.is_empty(), "{lacking:?} cannot run");
    // Nothing that asks for rows of another sheet runs.
    for code in &run {
        let rule = rulebook.rule(code).unwrap();
        let entity = &rulebook.dictionary.entity(rule.entity).name.en;
        assert!(
            ["person", "household", "village", "identity", "township"].contains(&entity.as_str()),
            "{code} for {entity}"
        );
    }
}

/// How many rows an entity without a file of its own has, given these files; `None` where nothing tells of it.
fn rows_from_keys(entity: &str, files: &[(&str, &str)]) -> Option<usize> {
    let rulebook = load();
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let ingest = read(&Request::new(&rulebook.dictionary, &[folder.path().to_path_buf()]))
        .unwrap_or_else(|problems| panic!("{}", render_all(&problems, Locale::En, false)));
    let dataset = Dataset::join(&rulebook.dictionary, ingest);
    let rows = dataset.rows(rulebook.dictionary.find_entity(entity).unwrap());
    rows.given.then_some(rows.count)
}

#[test]
fn a_sheet_without_the_column_of_a_key_does_not_take_away_what_another_sheet_tells() {
    let homes = (
        "户.csv",
        "户编号,户主姓名,乡,村,脱贫属性,人均纯收入\nH1,赵甲某,青山乡,石桥村,已脱贫,5000\nH2,钱乙某,青山乡,柳林村,已脱贫,5000\n",
    );
    let people = "人编号,户编号,姓名,与户主关系\nP1,H1,赵甲某,户主\n";
    assert_eq!(rows_from_keys("village", &[homes]), Some(2));
    assert_eq!(rows_from_keys("village", &[homes, ("人.csv", people)]), Some(2));
    assert_eq!(rows_from_keys("village", &[("人.csv", people)]), None);

    let pairings = "户编号,帮扶责任人,帮扶单位,结对开始日期\nH1,孙丙某,某局,2018-01-01\nH2,李丁某,某局,2018-01-01\n";
    assert_eq!(rows_from_keys("helper", &[("结对.csv", pairings)]), Some(2));
    assert_eq!(rows_from_keys("helper", &[homes, ("结对.csv", pairings)]), Some(2));
    assert_eq!(rows_from_keys("helper", &[homes]), None);
}

#[test]
fn a_leading_part_that_one_sheet_lacks_is_left_out_of_the_key_for_all() {
    let homes = (
        "户.csv",
        "户编号,户主姓名,乡,村,脱贫属性,人均纯收入\nH1,赵甲某,青山乡,石桥村,已脱贫,5000\nH2,钱乙某,白云乡,石桥村,已脱贫,5000\n",
    );
    let people = ("人.csv", "人编号,户编号,姓名,与户主关系,村\nP1,H1,赵甲某,户主,石桥村\n");
    assert_eq!(rows_from_keys("village", &[homes]), Some(2));
    assert_eq!(rows_from_keys("village", &[homes, people]), Some(1));
}
