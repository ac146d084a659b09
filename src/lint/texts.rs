//! Texts that are lacking in one of the two languages.

use crate::diagnostic::catalogue::LintMessage as M;
use crate::diagnostic::{Diagnostic, Span};
use crate::dictionary::Bilingual;
use crate::rulebook::{Rulebook, Told};

/// What a text is called, in both languages of the messages.
type Called = (&'static str, &'static str);

const TITLE: Called = ("标题", "title");

/// Texts that something lacks in one language or in both.
pub(super) fn texts(rulebook: &Rulebook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in &rulebook.rules {
        let mut thing = Thing { name: &rule.code, span: &rule.span, found: &mut found };
        thing.both(&rule.title, TITLE);
        thing.both(&rule.remedy, ("处理办法", "remedy"));
        thing.whole(&rule.note, ("说明", "note"));
        for (pieces, zh, en) in
            [(&rule.message_zh.0, "中文说法", "Chinese message"), (&rule.message_en.0, "英文说法", "English message")]
        {
            if pieces.is_empty() {
                thing.lacks(zh.to_owned(), en.to_owned());
            }
        }
    }
    for indicator in &rulebook.indicators {
        let mut thing = Thing { name: &indicator.code, span: &indicator.span, found: &mut found };
        thing.both(&indicator.title, TITLE);
        thing.whole(&indicator.note, ("说明", "note"));
    }
    for scenario in &rulebook.scenarios {
        let mut thing = Thing { name: &scenario.name, span: &scenario.span, found: &mut found };
        thing.both(&scenario.title, TITLE);
        thing.whole(&scenario.note, ("说明", "note"));
    }
    for figure in &rulebook.figures {
        let mut thing = Thing { name: &figure.id, span: &figure.span, found: &mut found };
        thing.both(&figure.title, TITLE);
        let reasons =
            [figure.differs.as_ref(), if let Told::Cannot(reason) = &figure.told { Some(reason) } else { None }];
        reasons.into_iter().flatten().for_each(|reason| thing.both(reason, ("原因", "reason")));
    }
    for definition in &rulebook.definitions {
        let mut thing = Thing { name: &definition.signature.name.zh, span: &definition.span, found: &mut found };
        thing.whole(&definition.title, TITLE);
    }
    for parameter in &rulebook.parameters {
        Thing { name: &parameter.name.zh, span: &parameter.span, found: &mut found }.both(&parameter.title, TITLE);
    }
    for pack in &rulebook.packs {
        let mut thing = Thing { name: &pack.name, span: &pack.span, found: &mut found };
        thing.both(&pack.title, TITLE);
        thing.whole(&pack.about, ("说明", "description"));
    }
    let classes = rulebook.classes.iter().map(|class| (&class.name, &class.title, &class.span));
    let regions = rulebook.regions.iter().map(|region| (&region.name, &region.title, &region.span));
    let lists = rulebook.dictionary.code_lists.iter().map(|list| (&list.name, &list.title, &list.span));
    let entities = rulebook.dictionary.entities.iter().map(|entity| (&entity.name.zh, &entity.title, &entity.span));
    for (name, title, span) in classes.chain(regions).chain(lists).chain(entities) {
        Thing { name, span, found: &mut found }.both(title, TITLE);
    }
    found
}

/// Something whose texts are looked at.
struct Thing<'a> {
    name: &'a str,
    span: &'a Span,
    found: &'a mut Vec<Diagnostic>,
}

impl Thing<'_> {
    /// The text must be there in both languages.
    fn both(&mut self, text: &Bilingual, (zh, en): Called) {
        if text.zh.trim().is_empty() {
            self.lacks(format!("中文{zh}"), format!("Chinese {en}"));
        }
        if text.en.trim().is_empty() {
            self.lacks(format!("英文{zh}"), format!("English {en}"));
        }
    }

    /// The text may be lacking altogether, but not in one language alone.
    fn whole(&mut self, text: &Bilingual, called: Called) {
        if *text != Bilingual::default() {
            self.both(text, called);
        }
    }

    fn lacks(&mut self, zh: String, en: String) {
        let message = M::NoText { what: self.name.to_owned(), zh, en };
        self.found.push(Diagnostic::error(message).at(self.span));
    }
}
