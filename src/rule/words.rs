//! Sentences with values in them: an interpolator for two languages, instead of formatting code at every rule.

use crate::money::{Amount, Currency};

/// The languages that a rule speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Chinese,
}

/// A value that can stand in a sentence.
pub(super) trait Word {
    fn say(&self, language: Language, sentence: &mut String);
}

/// `template` with every `{name}` replaced by the value of that name.
pub(super) fn sentence(template: &str, language: Language, names: &[&str], values: &[&dyn Word]) -> String {
    let mut sentence = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, tail)) = rest.split_once('{') {
        sentence.push_str(before);
        // Both always are there: the compiler has seen the template.
        let Some((name, after)) = tail.split_once('}') else { break };
        if let Some((_, value)) = names.iter().zip(values).find(|(known, _)| **known == name) {
            value.say(language, &mut sentence);
        }
        rest = after;
    }
    sentence.push_str(rest);
    sentence
}

macro_rules! kinds {
    ($($kind:ident: $english:literal, $chinese:literal;)*) => {
        /// What a value is, for sentences.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $(#[doc = $english] $kind),*
        }

        impl Word for Kind {
            fn say(&self, language: Language, sentence: &mut String) {
                let (english, chinese) = match self {
                    $(Kind::$kind => ($english, $chinese)),*
                };
                sentence.push_str(if language == Language::English { english } else { chinese });
            }
        }
    };
}

kinds! {
    Nothing: "null or undefined", " null 或 undefined";
    Boolean: "a boolean", "布林值";
    TrueOrFalse: "true or false", " true 或 false";
    Number: "a number", "數字";
    BigInt: "a BigInt", " BigInt";
    Text: "a text", "字串";
    List: "an array", "陣列";
    Object: "an object", "物件";
}

impl Word for usize {
    fn say(&self, _: Language, sentence: &mut String) {
        sentence.push_str(&self.to_string());
    }
}

impl Word for &str {
    fn say(&self, _: Language, sentence: &mut String) {
        sentence.push_str(self);
    }
}

impl Word for &[&str] {
    fn say(&self, language: Language, sentence: &mut String) {
        let between = if language == Language::English { ", " } else { "、" };
        for (index, word) in self.iter().enumerate() {
            if index > 0 {
                sentence.push_str(between);
            }
            sentence.push_str(word);
        }
    }
}

impl Word for Currency {
    fn say(&self, _: Language, sentence: &mut String) {
        sentence.push_str(self.as_str());
    }
}

impl Word for Amount {
    fn say(&self, _: Language, sentence: &mut String) {
        sentence.push_str(&self.to_string());
    }
}

impl Word for Option<Amount> {
    fn say(&self, language: Language, sentence: &mut String) {
        match self {
            Some(amount) => amount.say(language, sentence),
            None => sentence.push_str(if language == Language::English { "too large" } else { "數字過大" }),
        }
    }
}
