//! Names of people and places, put together from parts; any likeness is chance.

use super::super::draw::Draw;
use super::super::rows::Text;

/// Common surnames.
const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾",
    "彭", "吕",
];
/// Characters of given names, for men and women alike.
const GIVEN: [&str; 32] = [
    "甲", "乙", "丙", "丁", "子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥", "一", "二", "三",
    "四", "五", "六", "七", "八", "九", "十", "天", "地", "玄", "元", "亨", "利",
];
/// First characters of names of places.
const FIRST: [&str; 30] = [
    "青", "云", "石", "柳", "竹", "松", "梅", "桃", "杏", "枫", "白", "红", "黄", "清", "长", "高", "平", "上", "下",
    "东", "西", "南", "北", "大", "小", "新", "古", "双", "三", "五",
];
/// Second characters of names of places.
const SECOND: [&str; 32] = [
    "山", "河", "坪", "岭", "湾", "溪", "沟", "塘", "桥", "泉", "坡", "坝", "井", "峰", "谷", "洞", "田", "林", "园",
    "庄", "屯", "堡", "店", "渡", "滩", "崖", "岗", "洼", "梁", "畔", "台", "川",
];
/// Places that the first characters and the second ones give.
const PLACES: usize = FIRST.len() * SECOND.len();
/// Villages in a township, and in a county.
const VILLAGES_A_TOWNSHIP: usize = 1;
/// Villages in a county, which share the first six digits of identity numbers.
pub(in crate::demo) const VILLAGES_A_COUNTY: usize = 100;

/// A surname.
pub(in crate::demo) fn surname(draw: &mut Draw) -> &'static str {
    draw.of(&SURNAMES)
}

/// A full name.
pub(in crate::demo) fn full_name(surname: &str, draw: &mut Draw) -> Text {
    Text::written(format_args!("{surname}{}{}", draw.of(&GIVEN), draw.of(&GIVEN)))
}

/// Province, prefecture, county, township and village of village number `number`; no two numbers share all of them.
pub(in crate::demo) fn place(number: usize) -> [Text; 5] {
    let county = number / VILLAGES_A_COUNTY;
    let township = number / VILLAGES_A_TOWNSHIP;
    // 7 and 11 have no divisor in common with the number of places, so that neighbours have unlike names and none
    // comes twice in one township, nor one township twice in one county.
    [
        Text::of("示例省"),
        Text::of("示例市"),
        Text::from(format!("{}县", numbered("示范", county))),
        Text::from(format!("{}乡", combined(township * 7))),
        Text::from(format!("{}村", combined(number * 11 + 5))),
    ]
}

fn numbered(name: &str, number: usize) -> String {
    if number == 0 { name.to_owned() } else { format!("{name}{}", number + 1) }
}

fn combined(number: usize) -> String {
    let number = number % PLACES;
    format!("{}{}", FIRST[number % FIRST.len()], SECOND[number / FIRST.len()])
}

/// A telephone number of a range that is handed out to nobody: the `at`th of a village, below a thousand.
pub(in crate::demo) fn phone(village: usize, at: usize) -> Text {
    Text::written(format_args!("10{:02}{:04}{:03}", village / 10_000 % 100, village % 10_000, at % 1000))
}

#[cfg(test)]
mod tests {
    use super::place;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_villages_share_a_place() {
        let places: BTreeSet<_> = (0..20_000).map(place).collect();
        assert_eq!(places.len(), 20_000);
    }
}
