//! Messages of the room `table`.

super::catalogue! {
    /// Messages of the room `table`.
    TableMessage {
        "H201" NoSuchPath { path: String }
            "找不到文件或文件夹 `{path}`"
            "no such file or folder: `{path}`"
    }
}
