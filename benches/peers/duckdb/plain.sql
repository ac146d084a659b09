-- The checks as one would write them: tables with typed columns, a query a rule.
CREATE TABLE household AS
SELECT txt("户编号") AS hid, txt("脱贫属性") AS status, num("脱贫年度") AS exit_year, first_of(digits_of("首次识别时间")) // 10000 AS enrolled_in,
       txt("贫困户属性") AS poor_kind, txt("户类型") AS kind, yes("是否建档立卡户") AS is_registered, num("家庭人口数") AS size,
       num("人均纯收入") AS income, num("上年人均纯收入") AS income_last_year, yes("是否危房户") AS is_unsafe, txt("危房级别") AS grade,
       yes("是否解决安全饮用水") AS has_water, yes("是否享受帮扶政策") AS is_helped
FROM read_csv(getvariable('dir') || '/*户信息*.csv', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"');

-- A number that a spreadsheet has damaged is none. Numbers of fifteen digits and certificates are joined by eighteen characters.
CREATE MACRO numbered(source) AS TABLE
SELECT *, CASE form WHEN 'long' THEN seventeen || s[18] WHEN 'short' THEN seventeen || due ELSE id END AS key,
       CASE WHEN born IS NOT NULL AND try_strptime(born, '%Y%m%d') IS NOT NULL THEN born::INT END AS id_birth
FROM (SELECT *, CASE WHEN form = 'damaged' OR (form = 'long' AND length(s) = 18 AND s LIKE '%000' AND s[18] <> due) THEN NULL ELSE s END AS id,
             CASE WHEN seventeen[7:7] IN ('1', '2') THEN seventeen[7:14] END AS born
      FROM (SELECT *, check_of(seventeen) AS due
            FROM (SELECT *, CASE form WHEN 'long' THEN s[1:17] WHEN 'short' THEN s[1:6] || '19' || s[7:15] END AS seventeen
                  FROM (SELECT *, form_of(s) AS form FROM (SELECT *, upper(txt(number)) AS s FROM query_table(source))))));

CREATE TABLE person_read AS
SELECT txt("人编号") AS pid, txt("户编号") AS hid, "证件号码" AS number, digits_of("出生日期") AS d, txt("与户主关系") AS relation,
       txt("文化程度") AS schooling, txt("在校生状况") AS enrolment, txt("义务教育状况") AS education, txt("失学或辍学原因") AS reason,
       txt("健康状况") AS health, txt("劳动技能") AS ability, yes("是否参加城乡居民基本医疗保险") AS resident_insurance,
       yes("是否参加城镇职工基本医疗保险") AS employee_insurance, yes("是否暂不需参保") AS not_needed,
       yes("是否建档立卡人口") AS is_registered, yes("是否自然减少") AS has_left, txt("公益性岗位") AS post
FROM read_csv(getvariable('dir') || '/*家庭成员信息*.csv', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"');
CREATE TABLE person AS
SELECT * EXCLUDE (number, s, seventeen, d, born), first_of(d) AS own_first, last_of(d) AS own_last, coalesce(first_of(d), id_birth) AS born_first,
       coalesce(last_of(d), id_birth) AS born_last, NOT coalesce(has_left, false) AS lives_here
FROM numbered('person_read');

CREATE TABLE post_read AS
SELECT "身份证号" AS number, txt("在岗状态") AS status, digits_of("离岗日期") AS d
FROM read_csv(getvariable('dir') || '/*公益性岗位台账*.csv', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"');
CREATE TABLE post AS
SELECT key, coalesce(status = '在岗', CASE WHEN first_of(d) > 20201231 THEN true WHEN last_of(d) <= 20201231 THEN false END, true) AS on_duty
FROM numbered('post_read');

CREATE TABLE registry_read AS
SELECT "证件号码" AS number, txt("名单") AS list, digits_of("登记日期") AS d, txt("劳动技能") AS ability
FROM read_csv(getvariable('dir') || '/*部门比对名单*.csv', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"');
CREATE TABLE registry AS SELECT key, list, first_of(d) AS since_first, last_of(d) AS since_last, ability FROM numbered('registry_read');

-- Definitions.
CREATE VIEW h AS
SELECT *, is_exited OR coalesce(is_proposed, false) AS is_out, CASE WHEN is_exited THEN exit_year WHEN NOT is_exited THEN 2020 END AS out_in
FROM (SELECT *, registered AND coalesce(status IN ('已脱贫', '已脱贫(不再享受政策)'), kind IN ('脱贫户', '脱贫不稳定户')) AS is_exited,
             registered AND status = '预脱贫' AS is_proposed
      FROM (SELECT *, coalesce(is_registered, poor_kind IN ('一般贫困户', '低保贫困户', '五保贫困户'),
                               kind IN ('脱贫户', '脱贫不稳定户', '贫困户'),
                               status IN ('未脱贫', '预脱贫', '已脱贫', '已脱贫(不再享受政策)', '返贫')) AS registered
            FROM household));

CREATE VIEW p AS
SELECT *, of_school_age AND NOT coalesce(education <> '失学辍学', coalesce(reason IN ('因病', '因残', '因身体原因') AND health <> '健康', false))
          AND (coalesce(education = '失学辍学', false)
               OR ((enrolment IS NULL OR enrolment = '非在校生') AND schooling IN ('文盲或半文盲', '学龄前儿童', '小学'))
               OR (enrolment = '非在校生' AND schooling IS NULL AND age_below(born_first, born_last, 20200831, 14))
               OR (coalesce(enrolment IN ('学龄前儿童', '学前教育'), false) AND NOT age_below(born_first, born_last, 20200831, 7))) AS out_of_school
FROM (SELECT *, age_within(born_first, born_last, 20200831, 6, 15) AS of_school_age,
             resident_insurance OR coalesce(employee_insurance, false) OR coalesce(not_needed, false) AS has_insurance,
             ability IN ('无劳动力', '丧失劳动力') AS cannot_work
      FROM person);

-- What lists say of a number. A person without one is on no list that anybody could look at.
CREATE VIEW listed AS
SELECT key, some_of(list = '财政供养') AS payroll, some_of(list = '车辆') AS vehicle, some_of(list = '工商登记') AS business,
       some_of(list = '残疾人补贴' AND coalesce(CASE WHEN months_between(since_last, 20201231) >= 1 THEN true
                                                   WHEN months_between(since_first, 20201231) < 1 THEN false END, true)) AS allowance,
       some_of(list = '务工监测' AND ability IN ('普通劳动力', '技能劳动力', '弱劳动力或半劳动力')) AS works
FROM registry WHERE key IS NOT NULL GROUP BY key;
CREATE VIEW posted AS SELECT key, some_of(on_duty) AS on_duty FROM post WHERE key IS NOT NULL GROUP BY key;
CREATE VIEW pl AS
SELECT p.*, CASE WHEN p.key IS NOT NULL THEN coalesce(l.payroll, CASE WHEN l.key IS NULL THEN false END) END AS payroll,
       CASE WHEN p.key IS NOT NULL THEN coalesce(l.vehicle, CASE WHEN l.key IS NULL THEN false END) END AS vehicle,
       CASE WHEN p.key IS NOT NULL THEN coalesce(l.business, CASE WHEN l.key IS NULL THEN false END) END AS business,
       CASE WHEN p.key IS NOT NULL THEN coalesce(l.allowance, CASE WHEN l.key IS NULL THEN false END) END AS allowance,
       CASE WHEN p.key IS NOT NULL THEN coalesce(l.works, CASE WHEN l.key IS NULL THEN false END) END AS works
FROM p LEFT JOIN listed l ON l.key = p.key;
CREATE VIEW pp AS
SELECT p.*, CASE WHEN p.key IS NOT NULL THEN coalesce(q.on_duty, CASE WHEN q.key IS NULL THEN false END) END AS holds_post
FROM p LEFT JOIN posted q ON q.key = p.key;

CREATE TABLE findings AS
SELECT 'EX102' AS rule, hid AS key FROM h WHERE is_out AND NOT has_water
UNION ALL SELECT 'EX105', hid FROM h WHERE is_out AND NOT (NOT coalesce(is_unsafe, false) AND coalesce(grade IN ('A级', 'B级'), NOT is_unsafe))
UNION ALL SELECT 'EX107', hid FROM h WHERE is_out AND NOT (enrolled_in < out_in)
UNION ALL SELECT 'EX109', hid FROM h WHERE is_out AND NOT (income > exit_line(out_in))
UNION ALL SELECT 'EX131', hid FROM h WHERE is_out AND coalesce(is_helped, true) AND NOT (income > income_last_year)
UNION ALL SELECT 'EN105', hid FROM h WHERE NOT registered AND NOT (income >= 4000)
UNION ALL SELECT 'EX103', hid FROM h JOIN (SELECT hid FROM p GROUP BY hid HAVING some_of(lives_here AND out_of_school)) USING (hid) WHERE is_out
UNION ALL SELECT 'EX104', hid FROM h JOIN (SELECT hid FROM p GROUP BY hid HAVING NOT all_of(NOT lives_here OR has_insurance)) USING (hid) WHERE is_out
UNION ALL SELECT 'DQ122', hid FROM h JOIN (SELECT hid, count_of(lives_here) AS n FROM p GROUP BY hid) USING (hid) WHERE size IS NOT NULL AND NOT (size = n)
UNION ALL SELECT 'ID111', hid FROM h JOIN (SELECT hid, count_of(lives_here AND relation = '户主') AS n FROM p GROUP BY hid) USING (hid) WHERE NOT (n = 1)
UNION ALL SELECT 'EN106', hid FROM h JOIN (SELECT hid FROM p GROUP BY hid HAVING some_of(lives_here AND is_registered) AND NOT all_of(NOT lives_here OR is_registered)) USING (hid)
UNION ALL SELECT 'PO105', hid FROM h JOIN (SELECT hid, count_of(lives_here AND holds_post) AS n FROM pp GROUP BY hid) USING (hid) WHERE NOT (n <= 1)
UNION ALL SELECT 'EN111', hid FROM h JOIN (SELECT hid FROM pl GROUP BY hid HAVING some_of(lives_here AND payroll)) USING (hid) WHERE registered
UNION ALL SELECT 'EN112', hid FROM h JOIN (SELECT hid FROM pl GROUP BY hid HAVING some_of(lives_here AND vehicle)) USING (hid) WHERE registered
UNION ALL SELECT 'EN114', hid FROM h JOIN (SELECT hid FROM pl GROUP BY hid HAVING some_of(lives_here AND business)) USING (hid) WHERE registered
UNION ALL SELECT 'ID121', pid FROM pl WHERE allowance AND NOT (health <> '健康')
UNION ALL SELECT 'ID122', pid FROM pl WHERE cannot_work AND works
UNION ALL SELECT 'ID103', pid FROM p WHERE form = 'long' AND id[18] <> due
UNION ALL SELECT 'ID104', pid FROM p WHERE own_last < id_birth OR id_birth < own_first
UNION ALL SELECT 'ID106', pid FROM p JOIN (SELECT hid, key FROM p WHERE hid IS NOT NULL AND key IS NOT NULL GROUP BY hid, key HAVING count(*) > 1) USING (hid, key)
UNION ALL SELECT 'ID107', pid FROM p JOIN (SELECT key FROM p WHERE hid IS NOT NULL AND key IS NOT NULL GROUP BY key HAVING count(DISTINCT hid) > 1) USING (key)
UNION ALL SELECT 'SC121', pid FROM p WHERE lives_here AND enrolment = '小学' AND NOT age_within(born_first, born_last, 20201231, 6, 14)
UNION ALL SELECT 'SC122', pid FROM p WHERE lives_here AND enrolment IN ('七年级', '八年级', '九年级') AND NOT age_within(born_first, born_last, 20201231, 12, 17)
UNION ALL SELECT 'PO162', pid FROM pp WHERE lives_here AND post IS NOT NULL AND post <> '无' AND NOT coalesce(holds_post, false) AND NOT age_within(born_first, born_last, 20201231, 16, 79);
