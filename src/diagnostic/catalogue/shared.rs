//! Messages that more than one room says.

super::catalogue! {
    /// Messages that more than one room says.
    SharedMessage {
        "H001" DidYouMean { name: String }
            "是不是“{name}”？"
            "did you mean `{name}`?"
        "H002" CannotRead { path: String, reason: String }
            "无法读取 `{path}`：{reason}"
            "cannot read `{path}`: {reason}"
        "H003" FirstHere {}
            "先在这里定义"
            "first defined here"
        "H004" KnownAre { names: String }
            "可用的有：{names}"
            "known are: {names}"
        "H005" Yaml { reason: String }
            "YAML 写法有误：{reason}"
            "YAML error: {reason}"
        "H006" CannotWrite { path: String, reason: String }
            "无法写入 `{path}`：{reason}"
            "cannot write `{path}`: {reason}"
        "H007" UnknownKey { key: String }
            "这里没有名为 `{key}` 的键"
            "there is no key `{key}` here"
        "H008" KeyTwice { key: String }
            "键 `{key}` 写了两次"
            "the key `{key}` stands twice"
        "H009" KeyMissing { key: String }
            "缺少键 `{key}`"
            "the key `{key}` is missing"
        "H010" UnknownWord { word: String }
            "这里不能写 `{word}`"
            "`{word}` has no place here"
        "H011" NotUtf8 { path: String }
            "`{path}` 不是 UTF-8 文本"
            "`{path}` is not UTF-8 text"
        "H012" SaveAsUtf8 {}
            "用编辑器打开，另存为 UTF-8 编码"
            "open it in an editor and save it as UTF-8"
        "H024" WantsMap {}
            "这里应写成若干“键: 值”，如 {{name: …, title: …}}"
            "this should be keys with values, such as {{name: …, title: …}}"
        "H025" WantsList {}
            "这里应是列表：每项一行，以“- ”开头，或写成 [甲, 乙]"
            "this should be a list: an item a line behind `- `, or [a, b]"
        "H026" WantsText {}
            "这里应是一个值，不是列表，也不是若干“键: 值”"
            "this should be one value, neither a list nor keys with values"
        "H013" WriteDenied { path: String, reason: String }
            "没有权限写入 `{path}`（{reason}）"
            "no permission to write `{path}` ({reason})"
        "H014" ReadDenied { path: String, reason: String }
            "没有权限读取 `{path}`（{reason}）"
            "no permission to read `{path}` ({reason})"
        "H015" DiskFull { path: String, reason: String }
            "磁盘已满，无法写入 `{path}`（{reason}）"
            "the disk is full: cannot write `{path}` ({reason})"
        "H016" DiskReadOnly { path: String, reason: String }
            "`{path}` 所在的磁盘只能读、不能写（{reason}）"
            "`{path}` lies on a read-only disk ({reason})"
        "H017" IsFolder { path: String, reason: String }
            "`{path}` 是文件夹，不是文件（{reason}）"
            "`{path}` is a folder, not a file ({reason})"
        "H027" NoFolderButFile { path: String, reason: String }
            "`{path}` 是文件，这里要文件夹（{reason}）"
            "`{path}` is a file, and a folder is wanted ({reason})"
        "H018" UnderFile { path: String, reason: String }
            "`{path}` 的上一级是文件，不是文件夹（{reason}）"
            "`{path}` lies below a file, not a folder ({reason})"
        "H019" NoFolder { path: String, reason: String }
            "要写入 `{path}` 的文件夹不存在（{reason}）"
            "the folder that `{path}` is to be written to does not exist ({reason})"
        "H020" NotThere { path: String, reason: String }
            "`{path}` 不存在（{reason}）"
            "`{path}` does not exist ({reason})"
        "H021" AlreadyThere { path: String, reason: String }
            "`{path}` 已经存在（{reason}）"
            "`{path}` exists already ({reason})"
        "H022" InUse { path: String, reason: String }
            "`{path}` 正被别的程序占用（{reason}）"
            "`{path}` is in use by another program ({reason})"
        "H023" CloseSpreadsheet {}
            "这个文件若正在 Excel 或 WPS 中打开，先关掉再运行；也可以换一个文件名"
            "if the file is open in a spreadsheet (Excel, WPS), close it and run again; or choose another name"
        "H028" NoSuchName { path: String, reason: String }
            "系统不接受 `{path}` 这样的名称（{reason}）"
            "the system takes no name such as `{path}` ({reason})"
        "H029" NoLastBackslash {}
            "带引号的路径不要以 `\\` 结尾：Windows 会把后面的引号也当成路径；去掉末尾的 `\\`"
            "a path in quotation marks cannot end in `\\`, which makes the mark behind it part of the path on Windows: leave it out"
        "H030" CloseAndAgain {}
            "这个文件若正在 Excel 或 WPS 中打开，先关掉再运行"
            "if the file is open in a spreadsheet (Excel, WPS), close it and run again"
    }
}
