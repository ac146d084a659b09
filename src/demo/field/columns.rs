//! The tables and columns that synthetic rosters fill, by the ASCII names of the dictionary.

use crate::dictionary::{Dictionary, EntityId, FieldId};

/// An entity or a field that the dictionary does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::demo) struct Missing {
    /// The entity.
    pub(in crate::demo) entity: &'static str,
    /// The field, where it is that.
    pub(in crate::demo) field: Option<&'static str>,
}

/// Declares the columns of one entity.
macro_rules! columns {
    ($(#[$meta:meta])* $name:ident of $entity:literal { $($field:ident),* $(,)? }) => {
        $(#[$meta])*
        pub(in crate::demo) struct $name {
            pub(in crate::demo) entity: EntityId,
            $(pub(in crate::demo) $field: FieldId),*
        }

        impl $name {
            fn find(dictionary: &Dictionary) -> Result<Self, Missing> {
                let entity = dictionary.find_entity($entity).ok_or(Missing { entity: $entity, field: None })?;
                let find = |name| {
                    dictionary.find_field(entity, name).ok_or(Missing { entity: $entity, field: Some(name) })
                };
                Ok(Self { entity, $($field: find(stringify!($field))?),* })
            }
        }
    };
}

columns! {
    /// Households.
    HouseholdColumns of "household" {
        household_id, head_name, head_id_number, head_number, phone, province, prefecture, county, township, village,
        hamlet, data_year, poverty_status, exit_year, enrolled_on, poor_kind, household_kind, is_registered, standard,
        monitoring_kind, risk_is_gone, cause, other_cause, size, helping_unit, helper, income_per_head,
        income_per_head_last_year, income, net_income, wages, production_income, property_income, transfers,
        family_planning_money, dibao_money, five_guarantees_money, pension, ecology_money, other_transfers,
        production_cost, dividends, house_is_unsafe, house_grade, house_area, water_is_safe, water_per_head,
        water_is_scarce, water_is_clean, fetching_time, supply_rate, has_electricity, has_power, has_broadcasting,
        has_toilet, road, distance_to_road, fuel, arable, forest, in_cooperative, led_by_enterprise, led_by_pioneer,
        bank_card, food_and_clothing, has_food, has_clothing, is_helped, measures, way_out, local_dibao, was_visited,
        visited_on, visited_by, is_signed, signed_on, kept_how, has_serious_illness, was_evaluated,
        post_pay, other_wages, other_property, industry_award, employment_award, production_income_last_year, medical_cost,
    }
}

columns! {
    /// People.
    PersonColumns of "person" {
        person_id, household_id, name, id_number, certificate, sex, born_on, ethnic_group, relation, schooling,
        enrolment, compulsory_education, reason_out_of_school, health, ability_to_work, disability, certified_in,
        resident_insurance, employee_insurance, insurance_not_needed, serious_illness_insurance, pension_insurance,
        on_dibao, on_tekun, is_registered, has_left, months_worked, works_at, employer, post, months_in_post,
        enrolled_on, phone, political_status, province, prefecture, county, township, village,
    }
}

columns! {
    /// Public-welfare posts.
    PostColumns of "post" {
        post_id, kind, kind_found, id_number, name, sex, born_on, hired_on, left_on, status, has_contract,
        contract_from, contract_until, contract_is_revoked, has_duties, has_management_rules, wage, paid, days_present,
        days_due, province, prefecture, county, township, village,
    }
}

columns! {
    /// Entries of the lists that departments keep.
    RecordColumns of "registry" {
        list, id_number, name, county, township, village, since, details, ability_to_work, health,
    }
}

columns! {
    /// Villages.
    VillageColumns of "village" {
        province, prefecture, county, township, village, is_out_of_list, households_total, people_total,
        dibao_households, dibao_people, tekun_people, disabled_people, households_without_safe_water,
        households_in_unsafe_houses, forest_area, clinics,
    }
}

columns! {
    /// Those responsible for households.
    HelperColumns of "helper" { unit, name, phone }
}

/// All columns.
pub(in crate::demo) struct Columns {
    pub(in crate::demo) household: HouseholdColumns,
    pub(in crate::demo) person: PersonColumns,
    pub(in crate::demo) post: PostColumns,
    pub(in crate::demo) record: RecordColumns,
    pub(in crate::demo) village: VillageColumns,
    pub(in crate::demo) helper: HelperColumns,
}

impl Columns {
    /// Finds all columns in a dictionary.
    pub(in crate::demo) fn find(dictionary: &Dictionary) -> Result<Self, Missing> {
        Ok(Self {
            household: HouseholdColumns::find(dictionary)?,
            person: PersonColumns::find(dictionary)?,
            post: PostColumns::find(dictionary)?,
            record: RecordColumns::find(dictionary)?,
            village: VillageColumns::find(dictionary)?,
            helper: HelperColumns::find(dictionary)?,
        })
    }
}
