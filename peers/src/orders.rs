//! The row that is measured: an order of ten columns, 112 bytes and about 93 more on the heap.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use memtable::{MemTable, MemValue};
use multi_index_map::MultiIndexMap;

/// What became of an order.
#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    Open,
    Sent,
    Paid,
}

/// The columns that are asked for, of either kind of order.
pub trait Order: Clone {
    /// Whether customers are looked up by an index.
    const IS_INDEXED: bool;

    /// The order of this number: ids are scattered, customers have 20 orders each. Versions differ in their price.
    fn numbered(number: u64, version: i64, n_rows: u64) -> Self;
    fn id(&self) -> u64;
    fn customer(&self) -> u32;
    fn email(&self) -> &str;
    fn sku(&self) -> &str;
    fn note(&self) -> &str;
    fn quantity(&self) -> u16;
    fn cents(&self) -> i64;
    fn cents_mut(&mut self) -> &mut i64;
    fn status(&self) -> Status;
    fn gift(&self) -> bool;
    fn placed(&self) -> NaiveDateTime;
}

/// The same row twice: with one unique key, and with an index beside it.
macro_rules! order {
    ($module:ident, $multi_index_map:ident, $is_indexed:literal, [$($index:tt)*], [$($multi_index:tt)*]) => {
        #[allow(dead_code, missing_docs, reason = "what MultiIndexMap generates is not all in use")]
        pub mod $module {
            use super::*;

            #[derive(MemTable, MultiIndexMap, Clone, Debug, PartialEq)]
            #[multi_index_derive(Clone)]
            pub struct Order {
                #[memtable(primary_key)]
                #[multi_index(hashed_unique)]
                pub id: u64,
                $($index)*
                $($multi_index)*
                pub customer: u32,
                pub email: String,
                pub sku: String,
                pub note: String,
                pub quantity: u16,
                pub cents: i64,
                pub status: Status,
                pub gift: bool,
                pub placed: NaiveDateTime,
            }

            pub type Multi = $multi_index_map;

            impl super::Order for Order {
                const IS_INDEXED: bool = $is_indexed;

                fn numbered(number: u64, version: i64, n_rows: u64) -> Self {
                    let mixed = mix(number);
                    Order {
                        id: mixed,
                        customer: (mixed % (n_rows / 20).max(1)) as u32,
                        email: format!("customer.{:08}@example.com", mixed % 100_000_000),
                        sku: format!("SKU-{:012}", mixed >> 25),
                        note: format!("leave it at the door no. {:012}, please", mixed >> 25),
                        quantity: (mixed % 100) as u16,
                        cents: (mixed % 1_000_000) as i64 + version,
                        status: [Status::Open, Status::Sent, Status::Paid][(mixed % 3) as usize],
                        gift: mixed % 7 == 0,
                        placed: placed(number),
                    }
                }

                fn id(&self) -> u64 {
                    self.id
                }

                fn customer(&self) -> u32 {
                    self.customer
                }

                fn email(&self) -> &str {
                    &self.email
                }

                fn sku(&self) -> &str {
                    &self.sku
                }

                fn note(&self) -> &str {
                    &self.note
                }

                fn quantity(&self) -> u16 {
                    self.quantity
                }

                fn cents(&self) -> i64 {
                    self.cents
                }

                fn cents_mut(&mut self) -> &mut i64 {
                    &mut self.cents
                }

                fn status(&self) -> Status {
                    self.status
                }

                fn gift(&self) -> bool {
                    self.gift
                }

                fn placed(&self) -> NaiveDateTime {
                    self.placed
                }
            }
        }
    };
}

order!(keyed, MultiIndexOrderMap, false, [], []);
order!(
    indexed,
    MultiIndexOrderMap,
    true,
    [#[memtable(index)]],
    [#[multi_index(hashed_non_unique)]]
);

fn placed(number: u64) -> NaiveDateTime {
    let start = NaiveDate::default().and_hms_opt(0, 0, 0);
    start.unwrap_or_default() + TimeDelta::seconds((number % 1_000_000_000) as i64)
}

/// A bijection of the 64-bit numbers that scatters them (the finalizer of `SplitMix64`, by Steele, Lea and Flood).
pub fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
