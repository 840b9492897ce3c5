//! Parameters of every kind.

use std::marker::PhantomData;

use memtable::{Keyed, MemTable, MemValue};

/// A page of something.
#[derive(MemTable, Clone)]
struct Page<'a, T, U, const N: usize = 3>
where
    U: Clone,
{
    #[memtable(primary_key)]
    id: u64,
    value: T,
    values: Vec<T>,
    maybe: Option<T>,
    #[memtable(length(..=9))]
    name: String,
    #[memtable(skip)]
    of: PhantomData<&'a U>,
}

/// A key of the user's choice.
#[derive(MemTable, Clone)]
struct Named<K: MemValue<Inner = K> + Clone + std::hash::Hash + Eq> {
    #[memtable(primary_key)]
    key: K,
    size: u32,
}

/// A newtype of anything.
#[derive(MemValue, Clone, PartialEq, Eq, Hash)]
struct Wrapped<T: MemValue>(T);

#[test]
fn a_generic_struct_is_a_table_for_each_type() {
    let page = Page::<u8, (), 5> {
        id: 1,
        value: 2,
        values: vec![3],
        maybe: None,
        name: "a".into(),
        of: PhantomData,
    };
    assert_eq!(page.key(), 1);
    assert!(page.validate().is_ok());
    assert_eq!(<Page<'_, u8, ()> as MemTable>::SCHEMA.columns.len(), 5);
    assert_eq!(Page::<'_, u8, ()>::VALUE.name(), "value");
}

#[test]
fn a_generic_key_is_a_key() {
    let named = Named {
        key: Wrapped(String::from("a")),
        size: 2,
    };
    assert_eq!(named.key().0, "a");
    let key = &Named::<Wrapped<String>>::keys()[0];
    assert_eq!(key.columns, [0]);
    assert!((key.same)(&named, &named));
    assert_eq!(named.size, 2);
}
