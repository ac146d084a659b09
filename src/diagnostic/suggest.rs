//! Did-you-mean.

/// The candidate nearest to `word`, if one is near enough to be what was meant: Damerau-Levenshtein over characters,
/// at most a third of the longer word (one, for words of two or three characters), or one word within the other.
/// Of candidates equally near, the first in order is taken.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = candidate.chars().count();
        let same_but_case = candidate.eq_ignore_ascii_case(word);
        let distance = if same_but_case { 0 } else { strsim::damerau_levenshtein(word, candidate) };
        let within = length.min(other) >= 2 && (word.contains(candidate) || candidate.contains(word));
        let near = distance <= (length.max(other) / 3).max(1) && length.max(other) >= 2;
        if candidate != word && (near || within) && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_its_word() {
        assert_eq!(nearest("ex105", ["EX104", "EX105"]), Some("EX105"));
        let fields = ["监测对象类别", "危房级别", "人均纯收入", "劳动技能"];
        assert_eq!(nearest("检测对象类别", fields), Some("监测对象类别"));
        assert_eq!(nearest("人均收入", fields), Some("人均纯收入"));
        assert_eq!(nearest("电话", fields), None);
        assert_eq!(nearest("", fields), None);
    }
}
