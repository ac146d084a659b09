"""The checks in Polars.

`plain` reads typed frames and holds a query a rule against them; `tuned` reads only the wanted columns, lets the streaming
engine run, and takes all rules of a table in one pass. The expressions of the rules are the same: NULL is "unknown", and
`&` and `|` are Kleene's.
"""

import glob

import polars as pl

BLANKS = ["", "-", "--", "—", "——", "/", "\\", "空", "未填", "未鉴定", "未评定", "未知", "不详", "null", "#N/A"]
LINES = {2013: 2736, 2014: 2800, 2015: 2855, 2016: 2952, 2017: 2952, 2018: 2995, 2019: 3218, 2020: 4000}
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
c = pl.col


def txt(name):
    return pl.when(~c(name).is_in(BLANKS)).then(c(name))


def yes(name):
    words = {"是": True, "有": True, "已": True, "√": True, "对": True, "1": True}
    words |= {"否": False, "无": False, "没有": False, "未": False, "×": False, "0": False}
    return c(name).replace_strict(words, default=None, return_dtype=pl.Boolean)


def num(name):
    return c(name).cast(pl.Decimal(18, 4), strict=False)


def is_day(d):
    """Whether an integer yyyymmdd is a day of the calendar."""
    year, month, day = d // 10000, d // 100 % 100, d % 100
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = pl.when(month.is_in([4, 6, 9, 11])).then(30).when(month != 2).then(31).when(leap).then(29).otherwise(28)
    return (year >= 1000) & month.is_between(1, 12) & (day >= 1) & (day <= last)


def bounds(name):
    """The first and the last day of a date known to the day, month or year; 31 stands for the last day of any month."""
    text = c(name).str.replace_all("-", "", literal=True)
    formed = c(name).str.contains(r"^(?:[12]\d{3}(-\d\d){0,2}|[12]\d{3}\d\d(\d\d)?)$")
    n = pl.when(formed).then(text).cast(pl.Int32, strict=False)
    size = text.str.len_bytes()
    month_is_one = (n % 100).is_between(1, 12)
    day = pl.when(is_day(n)).then(n)
    first = pl.when(size == 8).then(day).when((size == 6) & month_is_one).then(n * 100 + 1).when(size == 4).then(n * 10000 + 101)
    last = pl.when(size == 8).then(day).when((size == 6) & month_is_one).then(n * 100 + 31).when(size == 4).then(n * 10000 + 1231)
    return first, last


def numbered(frame, name):
    """Adds what an identity number says: form, key, due check, birth date."""
    frame = frame.with_columns(s=txt(name).str.to_uppercase())
    frame = frame.with_columns(
        form=pl.when(c("s").str.contains(r"^\d{17}[\dX](?:\d\d(?:[0-9A-Z].)?)?$")).then(pl.lit("long"))
        .when(c("s").str.contains(r"^\d{15}$")).then(pl.lit("short"))
        .when(c("s").str.contains(r"^[0-9.]+E\+?\d+$")).then(pl.lit("damaged"))
    )
    frame = frame.with_columns(
        n=pl.when(c("form") == "long").then(c("s").str.slice(0, 17))
        .when(c("form") == "short").then(c("s").str.slice(0, 6) + "19" + c("s").str.slice(6))
        .cast(pl.Int64, strict=False)
    )
    total = sum((c("n") // 10 ** (16 - at) % 10) * weight for at, weight in enumerate(WEIGHTS))
    check = pl.when(c("s").str.slice(17, 1) == "X").then(10).otherwise(c("s").str.slice(17, 1).cast(pl.Int64, strict=False))
    frame = frame.with_columns(due=(12 - total % 11) % 11, check=pl.when(c("form") == "long").then(check))
    cut = (c("form") == "long") & (c("s").str.len_bytes() == 18) & c("s").str.ends_with("000") & (c("check") != c("due"))
    gone = (c("form") == "damaged").fill_null(False) | cut.fill_null(False)
    born = (c("n") // 1000 % 100000000).cast(pl.Int32)
    # Numbers of fifteen digits and certificates are joined by eighteen characters, here one integer; other texts as negatives.
    other = -1 - (c("s").hash() // 4).cast(pl.Int64)
    key = pl.when(c("form") == "long").then(c("n") * 11 + c("check")).when(c("form") == "short").then(c("n") * 11 + c("due")).otherwise(other)
    return frame.with_columns(
        key=pl.when(~gone & c("s").is_not_null()).then(key),
        is_wrong=~gone & (c("form") == "long") & (c("check") != c("due")),
        id_born=pl.when(~gone & is_day(born)).then(born),
    ).drop("s", "form", "n", "due", "check", name)


def age_within(day, low, high):
    least, most = (day - c("born_last")) // 10000, (day - c("born_first")) // 10000
    above = pl.when(least >= low).then(True).when(most < low).then(False)
    below = pl.when(most <= high).then(True).when(least > high).then(False)
    return above & below


def age_below(day, bound):
    return pl.when((day - c("born_first")) // 10000 < bound).then(True).when((day - c("born_last")) // 10000 >= bound).then(False)


def read(folder, part, names):
    (path,) = glob.glob(f"{folder}/*{part}*.csv")
    return pl.scan_csv(path, infer_schema=False).select(names)


def households(folder):
    first, _ = bounds("首次识别时间")
    names = ["户编号", "脱贫属性", "脱贫年度", "首次识别时间", "贫困户属性", "户类型", "是否建档立卡户", "家庭人口数"]
    names += ["人均纯收入", "上年人均纯收入", "是否危房户", "危房级别", "是否解决安全饮用水", "是否享受帮扶政策"]
    frame = read(folder, "户信息", names).select(
        hid=txt("户编号"), status=txt("脱贫属性"), exit_year=num("脱贫年度"), enrolled_in=first // 10000, poor_kind=txt("贫困户属性"),
        kind=txt("户类型"), said=yes("是否建档立卡户"), size=num("家庭人口数"), income=num("人均纯收入"), income_last_year=num("上年人均纯收入"),
        is_unsafe=yes("是否危房户"), grade=txt("危房级别"), has_water=yes("是否解决安全饮用水"), is_helped=yes("是否享受帮扶政策"),
    )
    frame = frame.with_columns(
        registered=pl.coalesce(
            c("said"), c("poor_kind").is_in(["一般贫困户", "低保贫困户", "五保贫困户"]), c("kind").is_in(["脱贫户", "脱贫不稳定户", "贫困户"]),
            c("status").is_in(["未脱贫", "预脱贫", "已脱贫", "已脱贫(不再享受政策)", "返贫"]),
        )
    )
    exited = c("registered") & pl.coalesce(c("status").is_in(["已脱贫", "已脱贫(不再享受政策)"]), c("kind").is_in(["脱贫户", "脱贫不稳定户"]))
    frame = frame.with_columns(is_exited=exited)
    return frame.with_columns(
        is_out=c("is_exited") | (c("registered") & (c("status") == "预脱贫")).fill_null(False),
        out_in=pl.when(c("is_exited")).then(c("exit_year")).when(~c("is_exited")).then(pl.lit(2020).cast(pl.Decimal(18, 4))),
    )


def people(folder):
    names = ["人编号", "户编号", "证件号码", "出生日期", "与户主关系", "文化程度", "在校生状况", "义务教育状况", "失学或辍学原因", "健康状况"]
    names += ["劳动技能", "是否参加城乡居民基本医疗保险", "是否参加城镇职工基本医疗保险", "是否暂不需参保", "是否建档立卡人口", "是否自然减少", "公益性岗位"]
    first, last = bounds("出生日期")
    frame = read(folder, "家庭成员信息", names).select(
        "证件号码", pid=txt("人编号"), hid=txt("户编号"), own_first=first, own_last=last, relation=txt("与户主关系"), schooling=txt("文化程度"),
        enrolment=txt("在校生状况"), education=txt("义务教育状况"), reason=txt("失学或辍学原因"), health=txt("健康状况"), ability=txt("劳动技能"),
        insured=yes("是否参加城乡居民基本医疗保险") | yes("是否参加城镇职工基本医疗保险").fill_null(False) | yes("是否暂不需参保").fill_null(False),
        registered=yes("是否建档立卡人口"), here=~yes("是否自然减少").fill_null(False), post=txt("公益性岗位"),
    )
    frame = numbered(frame, "证件号码").with_columns(
        born_first=pl.coalesce("own_first", "id_born"), born_last=pl.coalesce("own_last", "id_born")
    )
    excused = pl.coalesce(c("education") != "失学辍学", (c("reason").is_in(["因病", "因残", "因身体原因"]) & (c("health") != "健康")).fill_null(False))
    no_student = c("enrolment") == "非在校生"
    out = (
        (c("education") == "失学辍学").fill_null(False)
        | ((c("enrolment").is_null() | no_student) & c("schooling").is_in(["文盲或半文盲", "学龄前儿童", "小学"]))
        | (no_student & c("schooling").is_null() & age_below(20200831, 14))
        | (c("enrolment").is_in(["学龄前儿童", "学前教育"]).fill_null(False) & ~age_below(20200831, 7))
    )
    return frame.with_columns(out_of_school=age_within(20200831, 6, 15) & ~excused & out)


def lists(folder):
    """By number: on which lists, and whether in a post."""
    first, last = bounds("登记日期")
    months = lambda d: (2020 - d // 10000) * 12 + 12 - d // 100 % 100 - pl.when(d % 100 > 31).then(1).otherwise(0)
    due = pl.when(months(last) >= 1).then(True).when(months(first) < 1).then(False)
    able = c("劳动技能").is_in(["普通劳动力", "技能劳动力", "弱劳动力或半劳动力"])
    registry = read(folder, "部门比对名单", ["名单", "证件号码", "登记日期", "劳动技能"]).select(
        "证件号码", payroll=c("名单") == "财政供养", vehicle=c("名单") == "车辆", business=c("名单") == "工商登记",
        allowance=(c("名单") == "残疾人补贴") & due.fill_null(True), works=(c("名单") == "务工监测") & able,
    )
    wanted = ["payroll", "vehicle", "business", "allowance", "works"]
    registry = numbered(registry.filter(pl.any_horizontal(wanted)), "证件号码").filter(c("key").is_not_null())
    first, last = bounds("离岗日期")
    left = pl.when(first > 20201231).then(True).when(last <= 20201231).then(False)
    posts = read(folder, "公益性岗位台账", ["身份证号", "在岗状态", "离岗日期"]).select(
        "身份证号", on_duty=pl.coalesce(txt("在岗状态") == "在岗", left, pl.lit(True))
    )
    posts = numbered(posts, "身份证号").filter(c("key").is_not_null())
    return registry.group_by("key").agg(c(wanted).any()), posts.group_by("key").agg(c("on_duty").any())


def joined(people, registry, posts):
    """People with what lists and posts say; unknown for those without a number."""
    frame = people.join(registry, on="key", how="left").join(posts, on="key", how="left")
    flags = ["payroll", "vehicle", "business", "allowance", "works", "on_duty"]
    return frame.with_columns(pl.when(c("key").is_not_null()).then(c(flag).fill_null(False)).alias(flag) for flag in flags)


def household_rules():
    line = c("out_in").cast(pl.Float64).replace_strict(LINES, default=None, return_dtype=pl.Int64)
    safe = ~c("is_unsafe").fill_null(False) & pl.coalesce(c("grade").is_in(["A级", "B级"]), ~c("is_unsafe"))
    return {
        "EX102": c("is_out") & ~c("has_water"),
        "EX105": c("is_out") & ~safe,
        "EX107": c("is_out") & ~(c("enrolled_in") < c("out_in").cast(pl.Float64)),
        "EX109": c("is_out") & ~(c("income").cast(pl.Float64) > line),
        "EX131": c("is_out") & c("is_helped").fill_null(True) & ~(c("income") > c("income_last_year")),
        "EN105": ~c("registered") & ~(c("income").cast(pl.Float64) >= 4000),
    }


def member_measures():
    """What is asked of the people of a household: by name, an aggregate."""
    here = c("here")
    some = lambda condition: (here & condition).any(ignore_nulls=False)
    count = lambda condition: pl.when((here & condition).null_count() == 0).then((here & condition).sum())
    return {
        "out_of_school": some(c("out_of_school")),
        "uninsured": some(~c("insured")),
        "n_here": here.sum(),
        "heads": count(c("relation") == "户主"),
        "mixed": some(c("registered")) & some(~c("registered")),
        "posts": count(c("on_duty")),
        "has_payroll": some(c("payroll")),
        "has_vehicle": some(c("vehicle")),
        "has_business": some(c("business")),
    }


def member_rules():
    """By rule: the measures that it needs, and the condition on the household joined with them."""
    return {
        "EX103": ("out_of_school", c("is_out") & c("out_of_school")),
        "EX104": ("uninsured", c("is_out") & c("uninsured")),
        "DQ122": ("n_here", c("size").cast(pl.Float64) != c("n_here")),
        "ID111": ("heads", c("heads") != 1),
        "EN106": ("mixed", c("mixed")),
        "PO105": ("posts", c("posts") > 1),
        "EN111": ("has_payroll", c("registered") & c("has_payroll")),
        "EN112": ("has_vehicle", c("registered") & c("has_vehicle")),
        "EN114": ("has_business", c("registered") & c("has_business")),
    }


def person_rules():
    here = c("here")
    return {
        "ID103": c("is_wrong"),
        "ID104": (c("own_last") < c("id_born")) | (c("id_born") < c("own_first")),
        "ID121": c("allowance") & (c("health") == "健康"),
        "ID122": c("ability").is_in(["无劳动力", "丧失劳动力"]) & c("works"),
        "SC121": here & (c("enrolment") == "小学") & ~age_within(20201231, 6, 14),
        "SC122": here & c("enrolment").is_in(["七年级", "八年级", "九年级"]) & ~age_within(20201231, 12, 17),
        "PO162": here & c("post").is_not_null() & (c("post") != "无") & ~c("on_duty").fill_null(False) & ~age_within(20201231, 16, 79),
    }


def duplicates(person):
    numbered_people = person.filter(c("key").is_not_null() & c("hid").is_not_null())
    at_home = numbered_people.group_by("hid", "key").len().filter(c("len") > 1)
    homes = numbered_people.group_by("key").agg(c("hid").n_unique()).filter(c("hid") > 1).select("key")
    return {
        "ID106": person.join(at_home, on=["hid", "key"], how="semi"),
        "ID107": person.join(homes, on="key", how="semi"),
    }


def found(rule, frame, key):
    return frame.select(rule=pl.lit(rule), key=c(key).fill_null(""))


def run(folder, script):
    return plain(folder) if script == "plain" else tuned(folder)


def plain(folder):
    household = households(folder).collect().lazy()
    registry, posts = (frame.collect().lazy() for frame in lists(folder))
    person = joined(people(folder), registry, posts).collect().lazy()
    queries = [found(rule, household.filter(condition), "hid") for rule, condition in household_rules().items()]
    measures = member_measures()
    for rule, (measure, condition) in member_rules().items():
        members = person.group_by("hid").agg(measures[measure].alias(measure))
        queries.append(found(rule, household.join(members, on="hid").filter(condition), "hid"))
    queries += [found(rule, person.filter(condition), "pid") for rule, condition in person_rules().items()]
    queries += [found(rule, frame, "pid") for rule, frame in duplicates(person).items()]
    return pl.concat([query.collect() for query in queries])


def flagged(frame, rules, key):
    """All rules of a frame in one pass: a column of bits, and only rows with one are taken apart."""
    bits = sum(pl.when(condition).then(1 << at).otherwise(0).cast(pl.Int32) for at, condition in enumerate(rules.values()))
    rows = frame.select(key=c(key).fill_null(""), bits=bits).filter(c("bits") != 0)
    return lambda made: pl.concat(
        made.filter(c("bits") & (1 << at) != 0).select(rule=pl.lit(rule), key="key") for at, rule in enumerate(rules)
    ), rows


def tuned(folder):
    registry, posts = pl.collect_all(lists(folder), engine="streaming")
    # What later steps do not read is not kept; texts become truth values in the same pass as they are read.
    person = joined(people(folder), registry.lazy(), posts.lazy())
    rules = person_rules()
    bits = sum(pl.when(condition).then(1 << at).otherwise(0).cast(pl.Int32) for at, condition in enumerate(rules.values()))
    kept = ["pid", "hid", "key", "here", "out_of_school", "insured", "registered", "on_duty", "payroll", "vehicle", "business"]
    head = c("relation") == "户主"
    person = person.select(*kept, head, bits=bits).collect(engine="streaming").lazy()
    measures = member_measures()
    measures["heads"] = pl.when((c("here") & c("relation")).null_count() == 0).then((c("here") & c("relation")).sum())
    members = person.group_by("hid").agg(measure.alias(name) for name, measure in measures.items())
    home = households(folder).join(members.with_columns(has=pl.lit(True)), on="hid", how="left")
    conditions = household_rules() | {rule: condition for rule, (_, condition) in member_rules().items()}
    split, rows = flagged(home, conditions, "hid")
    twice = person.filter(c("key").is_not_null() & c("hid").is_not_null()).group_by("key").len().filter(c("len") > 1)
    again = person.join(twice, on="key", how="semi").select("pid", "hid", "key")
    marked = person.filter(c("bits") != 0).select("pid", "bits")
    home, again, marked = pl.collect_all([rows, again, marked], engine="streaming")
    parts = [split(home)]
    parts += [found(rule, marked.filter(c("bits") & (1 << at) != 0), "pid") for at, rule in enumerate(rules)]
    parts += [found(rule, frame.collect(), "pid") for rule, frame in duplicates(again.lazy()).items()]
    return pl.concat(parts)
