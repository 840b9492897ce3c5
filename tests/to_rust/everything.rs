use memtable::{MemTable, MemValue};

const EVERYTHING_PRICE: rust_decimal::Decimal = rust_decimal::Decimal::from_parts(
    5,
    0,
    0,
    false,
    2,
);

const EVERYTHING_SEEN: chrono::DateTime<chrono::Utc> = chrono::NaiveDateTime::new(
        chrono::NaiveDate::from_ymd_opt(2026, 1, 31).expect("a date"),
        chrono::NaiveTime::from_num_seconds_from_midnight_opt(0, 0).expect("a time"),
    )
    .and_utc();

const EVERYTHING_PAUSE: chrono::TimeDelta = chrono::TimeDelta::new(1, 500000000)
    .expect("a span of time");

/// One line.
///
/// Another "line".
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(
    name = "every thing",
    primary_key(type_2, type_),
    unique(plan, type_3),
    check(type_2 >= 1 && !(column_1st || plan == "PRO"), "odd")
)]
pub struct Everything {
    /// A keyword.
    #[memtable(rename = "type")]
    pub type_2: u64,
    pub type_: i128,
    #[memtable(rename = "Type")]
    pub type_3: u128,
    #[memtable(rename = "1st", default = true)]
    pub column_1st: bool,
    #[memtable(finite, range(0.1..=0.5))]
    pub größe: f32,
    #[memtable(rename = "$ %", range('a'..='z'))]
    pub column: char,
    #[memtable(multiple_of = EVERYTHING_PRICE)]
    pub price: rust_decimal::Decimal,
    pub at: Option<chrono::NaiveTime>,
    #[memtable(index(ordered))]
    pub moment: chrono::NaiveDateTime,
    #[memtable(range(above = EVERYTHING_SEEN))]
    pub seen: chrono::DateTime<chrono::Utc>,
    pub offset: chrono::DateTime<chrono::FixedOffset>,
    #[memtable(range(below = EVERYTHING_PAUSE))]
    pub pause: chrono::TimeDelta,
    #[memtable(unique)]
    pub uuid: uuid::Uuid,
    pub notes: Option<serde_json::Value>,
    pub plan: EverythingPlan,
    #[memtable(length(..=3), inner(non_blank, pattern = r#""\d"#))]
    pub tags: Vec<String>,
    #[memtable(length(1..))]
    pub photo: Vec<u8>,
    pub home: Option<EverythingHome>,
    pub homes: Vec<Option<EverythingHomes>>,
    #[memtable(email, default = "a@b.org")]
    pub email: String,
}

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EverythingPlan {
    #[memtable(rename = "free of charge")]
    FreeOfCharge,
    #[memtable(rename = "PRO")]
    Pro,
    #[memtable(rename = "1+1")]
    Value11,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "home", check(zip_code>1000 || self_.is_some(), "which home?"))]
pub struct EverythingHome {
    #[memtable(rename = "ZIP code", range(1000..=9999))]
    pub zip_code: u32,
    #[memtable(rename = "self")]
    pub self_: Option<String>,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "homes", check(zip_code>1000 || self_.is_some(), "which home?"))]
pub struct EverythingHomes {
    #[memtable(rename = "ZIP code", range(1000..=9999))]
    pub zip_code: u32,
    #[memtable(rename = "self")]
    pub self_: Option<String>,
}
