//! Messages of the room `table`.

super::catalogue! {
    /// Messages of the room `table`.
    TableMessage {
        "H201" NoSuchPath { path: String }
            "找不到文件或文件夹 `{path}`"
            "no such file or folder: `{path}`"
        "H202" Utf16 { path: String }
            "`{path}` 是 UTF-16 文本，不能读取"
            "`{path}` is UTF-16 text, which is not read"
        "H203" Workbook { path: String }
            "`{path}` 是电子表格文件，不能读取"
            "`{path}` is a spreadsheet's own file, which is not read"
        "H204" WebPage { path: String }
            "`{path}` 是网页，不是表格"
            "`{path}` is a web page, not a table"
        "H205" SaveAsCsv {}
            "用电子表格软件打开，另存为“CSV UTF-8（逗号分隔）”"
            "open it in a spreadsheet and save it as `CSV UTF-8 (comma delimited)`"
        "H206" NotATable { path: String }
            "`{path}` 的前 20 行里没有已知表的表头"
            "none of the first 20 rows of `{path}` is the header of a known table"
        "H207" Nearest { entity: String, matched: usize }
            "最接近的是“{entity}”，认出 {matched} 列"
            "nearest is `{entity}`, of which {matched} columns were recognised"
        "H208" KeyLookedFor { entity: String, keys: String }
            "“{entity}”要有列：{keys}"
            "`{entity}` needs the column: {keys}"
        "H209" Tie { path: String, entities: String }
            "`{path}` 的表头同样符合几种表：{entities}"
            "the header of `{path}` fits several tables equally well: {entities}"
        "H210" SayWhich { entity: String, path: String }
            "用 `--table {entity}={path}` 指明是哪一种"
            "say which it is with `--table {entity}={path}`"
        "H211" NoTables { path: String, files: usize }
            "文件夹 `{path}` 里有 {files} 个文件，没有一个是已知的表"
            "none of the {files} files in the folder `{path}` is a known table"
        "H212" NothingGiven {}
            "没有给出任何文件"
            "no file was given"
        "H213" Empty { path: String }
            "`{path}` 是空文件"
            "`{path}` is empty"
        "H214" OnlyHeader { path: String }
            "`{path}` 只有表头，没有数据行"
            "`{path}` has a header and no rows"
        "H215" UnknownColumns { path: String, names: String }
            "`{path}` 有不认识的列，不读取：{names}"
            "`{path}` has unknown columns, which are not read: {names}"
        "H216" ColumnLike { header: String, name: String }
            "`{header}` 是不是“{name}”？"
            "is `{header}` meant to be `{name}`?"
        "H217" SameField { path: String, field: String, headers: String }
            "`{path}` 有几列都是“{field}”：{headers}；各列不一致的行不采用"
            "`{path}` has several columns for `{field}`: {headers}; rows in which they differ are set aside"
        "H218" MissingColumns { path: String, names: String }
            "`{path}` 没有同类文件里有的列，按空白处理：{names}"
            "`{path}` lacks columns that other files of its kind have; they count as blank: {names}"
        "H219" NoKey { path: String, keys: String }
            "`{path}` 没有关键列：{keys}"
            "`{path}` has no key column: {keys}"
        "H220" NoColumnOf { path: String, entity: String }
            "`{path}` 的前 20 行里没有“{entity}”的任何一列"
            "none of the first 20 rows of `{path}` names any column of `{entity}`"
        "H221" TooManyRows { path: String }
            "`{path}` 的行数太多：一种表最多 42 亿行"
            "`{path}` has too many rows: a table has four thousand million at most"
        "H222" SameBytes { path: String, other: String }
            "`{path}` 与 `{other}` 内容完全相同，每一行都读了两遍"
            "`{path}` is the same as `{other}`, byte for byte; every row is read twice"
        "H223" KeepOne {}
            "只留一份再核对"
            "keep one of them and check again"
        "H224" Document { path: String }
            "`{path}` 是文字或演示文稿文件（Word、WPS 文字），不是表格"
            "`{path}` is a document or slides (Word, Writer, PowerPoint), not a table"
        "H225" CopyTable {}
            "文稿里若有表格，复制到电子表格软件里，另存为“CSV UTF-8（逗号分隔）”"
            "if there is a table in it, copy it into a spreadsheet and save that as `CSV UTF-8 (comma delimited)`"
        "H226" Pdf { path: String }
            "`{path}` 是 PDF 文件，不是表格"
            "`{path}` is a PDF, not a table"
        "H227" Picture { path: String }
            "`{path}` 是图片，不是表格"
            "`{path}` is a picture, not a table"
        "H228" AskForTable {}
            "请从导出它的系统另行导出 CSV 或电子表格"
            "export a CSV or a spreadsheet from the system that it came from"
        "H229" Archive { path: String }
            "`{path}` 是压缩包，里面的文件没有读"
            "`{path}` is an archive; the files in it are not read"
        "H230" Unpack {}
            "先解压，再给出解压后的文件夹"
            "unpack it and give the folder"
        "H231" NoFiles { path: String }
            "文件夹 `{path}` 里没有文件"
            "there is no file in the folder `{path}`"
        "H232" MoreFiles { count: usize }
            "另有 {count} 个文件也不是已知的表"
            "{count} more files are no known tables either"
        "H233" MainTables { tables: String }
            "能读的是 CSV、TSV 名册；主要的表和要有的列：{tables}"
            "rosters are CSV or TSV files; the main tables and the column that each needs: {tables}"
        "H234" LookInto {}
            "表头是怎样识别的，见 `hucha inspect 文件`；文件是哪一种表，可用 `--table 表=文件` 指明"
            "`hucha inspect FILE` shows how a header is understood; `--table TABLE=FILE` says which table a file is"
        "H235" OwnResult { path: String }
            "`{path}` 是本程序写出的结果，不是名册"
            "`{path}` is a result that this program wrote, not a roster"
    }
}
