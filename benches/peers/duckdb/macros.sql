-- How cells are read. The same words, forms of dates and identity numbers as the rulebook's dictionary has; a cell that
-- cannot be read is NULL, and NULL is "unknown" in the three-valued logic of SQL as it is in that of the rules.
CREATE MACRO txt(x) AS CASE WHEN x IN ('', '-', '--', '—', '——', '/', '\', '空', '未填', '未鉴定', '未评定', '未知', '不详', 'null', '#N/A') THEN NULL ELSE x END;
CREATE MACRO yes(x) AS CASE WHEN x IN ('是', '有', '已', '√', '对', '1') THEN true WHEN x IN ('否', '无', '没有', '未', '×', '0') THEN false END;
CREATE MACRO num(x) AS try_cast(x AS DECIMAL(18, 4));
-- A date, known to the day, month or year, as its first and its last day: yyyymmdd.
-- Macros are expanded in place, so each takes a column and names it few times; the steps stand in subqueries.
CREATE MACRO digits_of(x) AS CASE WHEN regexp_full_match(x, '[12]\d{3}(-\d\d){0,2}|[12]\d{3}\d\d(\d\d)?') THEN replace(x, '-', '') END;
CREATE MACRO first_of(d) AS CASE length(d) WHEN 8 THEN CASE WHEN try_strptime(d, '%Y%m%d') IS NOT NULL THEN d::INT END WHEN 6 THEN CASE WHEN d[5:6] BETWEEN '01' AND '12' THEN d::INT * 100 + 1 END ELSE d::INT * 10000 + 101 END;
-- The last day of a month counts as the 31st: no comparison below falls between.
CREATE MACRO last_of(d) AS CASE length(d) WHEN 8 THEN CASE WHEN try_strptime(d, '%Y%m%d') IS NOT NULL THEN d::INT END WHEN 6 THEN CASE WHEN d[5:6] BETWEEN '01' AND '12' THEN d::INT * 100 + 31 END ELSE d::INT * 10000 + 1231 END;
-- Identity numbers (GB 11643): the form, the number of eighteen characters without its check, the check that it should have.
CREATE MACRO form_of(s) AS CASE WHEN length(s) IN (18, 20, 22) AND regexp_full_match(s, '\d{17}[\dX](\d\d([0-9A-Z].)?)?') THEN 'long' WHEN regexp_full_match(s, '\d{15}') THEN 'short' WHEN regexp_full_match(s, '[0-9.]+E\+?\d+') THEN 'damaged' END;
CREATE MACRO check_of(s) AS substr('10X98765432', 1 + (7 * s[1]::INT + 9 * s[2]::INT + 10 * s[3]::INT + 5 * s[4]::INT + 8 * s[5]::INT + 4 * s[6]::INT + 2 * s[7]::INT + s[8]::INT + 6 * s[9]::INT + 3 * s[10]::INT + 7 * s[11]::INT + 9 * s[12]::INT + 10 * s[13]::INT + 5 * s[14]::INT + 8 * s[15]::INT + 4 * s[16]::INT + 2 * s[17]::INT) % 11, 1);
-- Comparisons with a date or an age of which only the bounds are known: NULL where the bounds do not agree.
CREATE MACRO age_within(first, last, day, low, high) AS (CASE WHEN (day - last) // 10000 >= low THEN true WHEN (day - first) // 10000 < low THEN false END) AND (CASE WHEN (day - first) // 10000 <= high THEN true WHEN (day - last) // 10000 > high THEN false END);
CREATE MACRO age_below(first, last, day, bound) AS CASE WHEN (day - first) // 10000 < bound THEN true WHEN (day - last) // 10000 >= bound THEN false END;
CREATE MACRO months_between(a, b) AS (b // 10000 - a // 10000) * 12 + (b // 100) % 100 - (a // 100) % 100 - (CASE WHEN b % 100 < a % 100 THEN 1 ELSE 0 END);
-- Some and all of rows, by Kleene.
CREATE MACRO some_of(x) AS CASE WHEN bool_or(x) THEN true WHEN count(x) < count(*) THEN NULL ELSE false END;
CREATE MACRO all_of(x) AS CASE WHEN NOT bool_and(x) THEN false WHEN count(x) < count(*) THEN NULL ELSE true END;
-- How many rows a condition holds for; unknown as soon as it is in one.
CREATE MACRO count_of(x) AS CASE WHEN count(x) < count(*) THEN NULL ELSE count(*) FILTER (WHERE x) END;
CREATE MACRO exit_line(y) AS CASE y WHEN 2013 THEN 2736 WHEN 2014 THEN 2800 WHEN 2015 THEN 2855 WHEN 2016 THEN 2952 WHEN 2017 THEN 2952 WHEN 2018 THEN 2995 WHEN 2019 THEN 3218 WHEN 2020 THEN 4000 END;
