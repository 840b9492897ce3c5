//! The words of the rules, so that a misspelt one does not compile.

macro_rules! words {
    ($($word:ident)+) => {
        $(
            #[doc = concat!("The rule `", stringify!($word), "`.")]
            #[expect(non_upper_case_globals, reason = "written as in the attribute")]
            pub const $word: &str = stringify!($word);
        )+
    };
}

/// The rule `type`, whose word is a keyword of Rust.
#[expect(non_upper_case_globals, reason = "written as in the attribute")]
pub const data_type: &str = "type";

words! {
    range length pattern one_of email url ip multiple_of finite non_blank custom inner
    not_null columns primary_key unique merge_key check table_check capacity references
}
