//! How exports name their files and columns.

use super::Field;
use crate::dictionary::{EntityId, FieldId};

/// For each entity the file name and the title above the header.
const SHEETS: [(&str, &str); 6] = [
    ("household", "（自定义）户信息"),
    ("person", "（自定义）家庭成员信息"),
    ("post", "公益性岗位台账"),
    ("registry", "部门比对名单"),
    ("village", "（自定义）行政村信息"),
    ("helper", "结对帮扶责任人"),
];
/// Headers that differ from file to file, as exports have them.
const HEADERS: [(&str, &str, &str); 12] = [
    ("person", "province", "省(区、市)"),
    ("person", "prefecture", "市(州、盟)"),
    ("person", "county", "县(市、区、旗)"),
    ("person", "township", "乡(镇)"),
    ("person", "village", "行政村"),
    ("person", "months_worked", "务工时间（月）"),
    ("person", "months_in_post", "公益性岗位(月数)"),
    ("household", "house_area", "住房面积（平方米）"),
    ("household", "arable", "耕地面积（亩）"),
    ("household", "forest", "林地面积（亩）"),
    ("village", "forest_area", "林地面积（亩）"),
    ("post", "id_number", "身份证号"),
];

impl Field<'_> {
    /// The entities that files are written for, each with the name of its file.
    pub(in crate::demo) fn sheets(&self) -> Vec<(EntityId, String)> {
        let find =
            |&(name, title): &(&str, &str)| self.dictionary.find_entity(name).map(|entity| (entity, title.to_owned()));
        let known = SHEETS.iter().filter_map(find);
        let others = self.dictionary.entity_ids().filter(|&entity| self.ledgers.has(entity));
        let all = known.chain(others.map(|entity| (entity, self.title(entity))));
        all.filter(|(entity, _)| self.extent.has(*entity)).collect()
    }

    /// What the ledger of a table that the field knows nothing of is called.
    fn title(&self, entity: EntityId) -> String {
        let title = self.dictionary.entity(entity).title.zh.replace(['《', '》'], "");
        let is_one = ["台账", "记录", "名单", "登记", "内容", "计划"].iter().any(|end| title.ends_with(end));
        if is_one { title } else { format!("{title}台账") }
    }

    /// The header of a field.
    pub(in crate::demo) fn header(&self, entity: EntityId, field: FieldId) -> String {
        let described = self.dictionary.entity(entity);
        let own = described.field(field);
        let usual = HEADERS.iter().find(|(e, f, _)| described.name.is(e) && own.name.is(f)).map(|(.., header)| *header);
        usual.filter(|header| own.aliases.iter().any(|alias| alias == header)).unwrap_or(&own.name.zh).to_owned()
    }
}
