-- The checks for speed: every file is read once, only the wanted columns; identity numbers are integers; all lists and
-- posts are one table of bits by number; the people leave one row of bits and counts a household. What does not look as
-- nearly all cells do takes a longer way in a CASE, which is evaluated for those rows alone.

-- Seventeen digits and the check as one integer; other texts as negative ones.
CREATE MACRO plain_number(s, n) AS CASE WHEN n IS NOT NULL AND length(s) = 18 THEN n * 11 + CASE s[18] WHEN 'X' THEN 10 ELSE try_cast(s[18] AS TINYINT) END END;
CREATE MACRO any_number(s) AS CASE form_of(s) WHEN 'long' THEN s[1:17]::BIGINT * 11 + CASE s[18] WHEN 'X' THEN 10 ELSE s[18]::TINYINT END
  WHEN 'short' THEN (s[1:6] || '19' || s[7:15])::BIGINT * 11 + CASE check_of(s[1:6] || '19' || s[7:15]) WHEN 'X' THEN 10 ELSE check_of(s[1:6] || '19' || s[7:15])::TINYINT END
  WHEN 'damaged' THEN NULL ELSE -1 - (hash(s) >> 2)::BIGINT END;
CREATE MACRO digit(n, unit) AS (n // unit) % 10;
CREATE MACRO sum_of(n) AS 7 * digit(n, 10000000000000000) + 9 * digit(n, 1000000000000000) + 10 * digit(n, 100000000000000) + 5 * digit(n, 10000000000000) + 8 * digit(n, 1000000000000) + 4 * digit(n, 100000000000) + 2 * digit(n, 10000000000) + digit(n, 1000000000) + 6 * digit(n, 100000000) + 3 * digit(n, 10000000) + 7 * digit(n, 1000000) + 9 * digit(n, 100000) + 10 * digit(n, 10000) + 5 * digit(n, 1000) + 8 * digit(n, 100) + 4 * digit(n, 10) + 2 * digit(n, 1);
CREATE MACRO is_day(d) AS d >= 10000101 AND (d // 100) % 100 BETWEEN 1 AND 12 AND d % 100 BETWEEN 1 AND 31 AND (d % 100 <= 28 OR try_strptime(d::VARCHAR, '%Y%m%d') IS NOT NULL);
CREATE MACRO age_at(day, born) AS (day - born) // 10000 - CASE WHEN (day - born) % 10000 < 0 THEN 1 ELSE 0 END;

-- 1 payroll, 2 vehicles, 4 businesses, 8 an allowance that is due to be known, 16 at work, 32 in a post.
CREATE TABLE listed AS
SELECT key, bit_or(flag)::TINYINT AS flags
FROM (
  SELECT CASE WHEN plain_number(s, n) IS NOT NULL AND NOT s LIKE '%000' THEN plain_number(s, n) ELSE any_number(s) END AS key, flag
  FROM (SELECT s, try_cast(s[1:17] AS BIGINT) AS n, flag
        FROM (SELECT "证件号码" AS s,
                     CASE "名单" WHEN '财政供养' THEN 1 WHEN '车辆' THEN 2 WHEN '工商登记' THEN 4
                       WHEN '残疾人补贴' THEN CASE WHEN "登记日期" <= '2020-11-30' AND length("登记日期") = 10 THEN 8
                         WHEN coalesce(months_between(last_of(digits_of("登记日期")), 20201231) >= 1, true) THEN 8 END
                       WHEN '务工监测' THEN CASE WHEN "劳动技能" IN ('普通劳动力', '技能劳动力', '弱劳动力或半劳动力') THEN 16 END END AS flag
              FROM read_csv(getvariable('dir') || '/*部门比对名单*.csv', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"'))
        WHERE flag IS NOT NULL AND s <> ''
        UNION ALL
        SELECT s, try_cast(s[1:17] AS BIGINT), 32
        FROM (SELECT "身份证号" AS s, coalesce(txt("在岗状态") = '在岗', CASE WHEN first_of(digits_of("离岗日期")) > 20201231 THEN true WHEN last_of(digits_of("离岗日期")) <= 20201231 THEN false END, true) AS on_duty
              FROM read_csv(getvariable('dir') || '/*公益性岗位台账*.csv', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"'))
        WHERE on_duty AND s <> ''))
WHERE key IS NOT NULL GROUP BY key;

CREATE TABLE person AS
SELECT pid, hid, key, coalesce(flags, 0) AS flags, lives_here,
       is_head, relation_blank, key IS NULL AS is_nobody,
       lives_here AND resident = '否' AND NOT coalesce(employee, false) AND NOT coalesce(not_needed, false) AS is_uninsured,
       lives_here AND registered AS is_in, lives_here AND NOT registered AS is_not_in,
       lives_here AND ((plain AND age_at(20200831, born) BETWEEN 6 AND 15) OR (NOT plain AND coalesce(age_within(born_first, born_last, 20200831, 6, 15), false)))
         AND (education IS NULL OR education = '失学辍学')
         AND NOT (education IS NULL AND coalesce(reason IN ('因病', '因残', '因身体原因') AND health <> '健康', false))
         AND coalesce(education = '失学辍学'
              OR ((enrolment IS NULL OR enrolment = '非在校生') AND schooling IN ('文盲或半文盲', '学龄前儿童', '小学'))
              OR (enrolment = '非在校生' AND schooling IS NULL AND age_at(20200831, born_first) < 14)
              OR (enrolment IN ('学龄前儿童', '学前教育') AND age_at(20200831, born_last) > 6), false) AS is_out_of_school,
       CASE WHEN key >= 0 AND check_known AND check_is_wrong THEN 'ID103' END AS r1,
       CASE WHEN own_first IS NOT NULL AND id_born IS NOT NULL AND (own_last < id_born OR id_born < own_first) THEN 'ID104' END AS r2,
       CASE WHEN flags & 8 <> 0 AND health <> '' AND health = '健康' THEN 'ID121' END AS r3,
       CASE WHEN flags & 16 <> 0 AND ability IN ('无劳动力', '丧失劳动力') THEN 'ID122' END AS r4,
       CASE WHEN lives_here AND enrolment = '小学' AND NOT age_within(born_first, born_last, 20201231, 6, 14) THEN 'SC121' END AS r5,
       CASE WHEN lives_here AND enrolment IN ('七年级', '八年级', '九年级') AND NOT age_within(born_first, born_last, 20201231, 12, 17) THEN 'SC122' END AS r6,
       CASE WHEN lives_here AND post IS NOT NULL AND post <> '无' AND NOT coalesce(flags & 32 <> 0, false) AND NOT age_within(born_first, born_last, 20201231, 16, 79) THEN 'PO162' END AS r7
FROM (
  SELECT *, coalesce(own_first, id_born) AS born_first, coalesce(own_last, id_born) AS born_last, own_first = own_last AS plain, own_first AS born
  FROM (
    SELECT *, CASE WHEN length(d) = 8 THEN CASE WHEN is_day(d::INT) THEN d::INT END ELSE first_of(digits_of(d)) END AS own_first,
           CASE WHEN length(d) = 8 THEN CASE WHEN is_day(d::INT) THEN d::INT END ELSE last_of(digits_of(d)) END AS own_last,
           CASE WHEN key >= 0 AND is_day((seventeen // 1000 % 100000000)::INT) THEN (seventeen // 1000 % 100000000)::INT END AS id_born,
           key % 11 <> (12 - sum_of(seventeen) % 11) % 11 AS check_is_wrong, length(s) <> 15 AS check_known
    FROM (
      SELECT *, CASE WHEN key >= 0 THEN key // 11 END AS seventeen
      FROM (
        SELECT *, CASE WHEN plain_number(s, n) IS NOT NULL AND NOT s LIKE '%000' THEN plain_number(s, n)
                       WHEN s IS NULL OR s = '' THEN NULL
                       WHEN length(s) = 18 AND form_of(s) = 'long' AND s[18] <> check_of(s[1:17]) THEN NULL
                       ELSE any_number(upper(s)) END AS key
        FROM (
          SELECT "人编号" AS pid, nullif("户编号", '') AS hid, "证件号码" AS s, try_cast("证件号码"[1:17] AS BIGINT) AS n, nullif("出生日期", '') AS d,
                 coalesce("与户主关系" = '户主', false) AS is_head, txt("与户主关系") IS NULL AS relation_blank, txt("文化程度") AS schooling, txt("在校生状况") AS enrolment,
                 txt("义务教育状况") AS education, txt("失学或辍学原因") AS reason, "健康状况" AS health, "劳动技能" AS ability,
                 "是否参加城乡居民基本医疗保险" AS resident, yes("是否参加城镇职工基本医疗保险") AS employee, yes("是否暂不需参保") AS not_needed,
                 yes("是否建档立卡人口") AS registered, NOT coalesce(yes("是否自然减少"), false) AS lives_here, txt("公益性岗位") AS post
          FROM read_csv(getvariable('dir') || '/*家庭成员信息*.csv', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"'))))))
LEFT JOIN listed USING (key);

CREATE TABLE members AS
SELECT hid, count(*) FILTER (WHERE lives_here) AS here, count(*) FILTER (WHERE lives_here AND is_head) AS heads,
       bool_or(lives_here AND relation_blank) AS head_unknown, count(*) FILTER (WHERE lives_here AND flags & 32 <> 0) AS posts,
       bool_or(lives_here AND is_nobody) AS post_unknown, bool_or(is_out_of_school) AS out_of_school, bool_or(is_uninsured) AS uninsured,
       bool_or(is_in) AND bool_or(is_not_in) AS mixed, bit_or(CASE WHEN lives_here THEN flags & 7 ELSE 0 END) AS wealth
FROM person WHERE hid IS NOT NULL GROUP BY hid;

CREATE TABLE home AS
SELECT hid, is_out, out_in, registered, size, income, enrolled_in, income_last_year, has_water, is_helped, is_unsafe, grade, m.*  EXCLUDE (hid), m.hid IS NOT NULL AS has_members
FROM (
  SELECT *, is_exited OR coalesce(registered AND status = '预脱贫', false) AS is_out, CASE WHEN is_exited THEN exit_year WHEN NOT is_exited THEN 2020 END AS out_in
  FROM (
    SELECT *, registered AND coalesce(status IN ('已脱贫', '已脱贫(不再享受政策)'), kind IN ('脱贫户', '脱贫不稳定户')) AS is_exited
    FROM (
      SELECT "户编号" AS hid, txt("脱贫属性") AS status, txt("户类型") AS kind, num("脱贫年度") AS exit_year,
             CASE WHEN length("首次识别时间") = 6 THEN "首次识别时间"[1:4]::INT ELSE first_of(digits_of("首次识别时间")) // 10000 END AS enrolled_in,
             coalesce(yes("是否建档立卡户"), txt("贫困户属性") IN ('一般贫困户', '低保贫困户', '五保贫困户'), txt("户类型") IN ('脱贫户', '脱贫不稳定户', '贫困户'),
                      txt("脱贫属性") IN ('未脱贫', '预脱贫', '已脱贫', '已脱贫(不再享受政策)', '返贫')) AS registered,
             num("家庭人口数") AS size, num("人均纯收入") AS income, num("上年人均纯收入") AS income_last_year, yes("是否危房户") AS is_unsafe,
             txt("危房级别") AS grade, yes("是否解决安全饮用水") AS has_water, yes("是否享受帮扶政策") AS is_helped
      FROM read_csv(getvariable('dir') || '/*户信息*.csv', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"'))))
LEFT JOIN members m USING (hid);

CREATE TABLE twice AS SELECT key, count(DISTINCT hid) AS homes FROM person WHERE key IS NOT NULL AND hid IS NOT NULL
  AND key IN (SELECT key FROM person WHERE key IS NOT NULL AND hid IS NOT NULL GROUP BY key HAVING count(*) > 1) GROUP BY key;

CREATE TABLE findings AS
SELECT rule, key FROM (
  SELECT unnest([
    CASE WHEN is_out AND NOT has_water THEN 'EX102' END,
    CASE WHEN is_out AND NOT (NOT coalesce(is_unsafe, false) AND coalesce(grade IN ('A级', 'B级'), NOT is_unsafe)) THEN 'EX105' END,
    CASE WHEN is_out AND NOT (enrolled_in < out_in) THEN 'EX107' END,
    CASE WHEN is_out AND NOT (income > exit_line(out_in)) THEN 'EX109' END,
    CASE WHEN is_out AND coalesce(is_helped, true) AND NOT (income > income_last_year) THEN 'EX131' END,
    CASE WHEN NOT registered AND NOT (income >= 4000) THEN 'EN105' END,
    CASE WHEN is_out AND out_of_school THEN 'EX103' END,
    CASE WHEN is_out AND uninsured THEN 'EX104' END,
    CASE WHEN has_members AND size <> here THEN 'DQ122' END,
    CASE WHEN has_members AND heads <> 1 AND NOT head_unknown THEN 'ID111' END,
    CASE WHEN mixed THEN 'EN106' END,
    CASE WHEN posts > 1 AND NOT post_unknown THEN 'PO105' END,
    CASE WHEN registered AND wealth & 1 <> 0 THEN 'EN111' END,
    CASE WHEN registered AND wealth & 2 <> 0 THEN 'EN112' END,
    CASE WHEN registered AND wealth & 4 <> 0 THEN 'EN114' END]) AS rule, hid AS key
  FROM home
  UNION ALL
  SELECT unnest([r1, r2, r3, r4, r5, r6, r7]), pid FROM person
  WHERE coalesce(r1, r2, r3, r4, r5, r6, r7) IS NOT NULL
  UNION ALL
  SELECT 'ID106', pid FROM person JOIN (SELECT hid, key FROM person WHERE hid IS NOT NULL AND key IN (SELECT key FROM twice) GROUP BY hid, key HAVING count(*) > 1) USING (hid, key)
  UNION ALL
  SELECT 'ID107', pid FROM person JOIN twice USING (key) WHERE homes > 1)
WHERE rule IS NOT NULL;
