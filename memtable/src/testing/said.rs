use std::borrow::Cow;

use crate::record::MemValue;
use crate::schema::Value;

/// What a person says of a row in a test: a value, or a tuple of values; a key, or all cells.
///
/// Values are Rust's own (`7`, `"Ann"`, `Plan::Pro`), and [`Value`]s where Rust has none: `Value::Null`. A date, a decimal and
/// their like can be said as their text.
pub trait Said {
    /// The values.
    fn values(&self) -> Vec<Value>;
}

impl<T: MemValue> Said for T {
    fn values(&self) -> Vec<Value> {
        vec![self.to_value()]
    }
}

impl Said for Value {
    fn values(&self) -> Vec<Value> {
        vec![self.clone()]
    }
}

impl Said for &str {
    fn values(&self) -> Vec<Value> {
        vec![Value::from((*self).to_owned())]
    }
}

/// A row of more values than a tuple has.
impl Said for Vec<Value> {
    fn values(&self) -> Vec<Value> {
        self.clone()
    }
}

macro_rules! tuples {
    ($(($($part:ident)+))+) => { $(
        impl<$($part: Said),+> Said for ($($part,)+) {
            #[expect(non_snake_case, reason = "each value is called as its type")]
            fn values(&self) -> Vec<Value> {
                let ($($part,)+) = self;
                [$($part.values()),+].concat()
            }
        }
    )+ };
}

tuples! {
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E F)
    (A B C D E F G)
    (A B C D E F G H)
    (A B C D E F G H I)
    (A B C D E F G H I J)
    (A B C D E F G H I J K)
    (A B C D E F G H I J K L)
    (A B C D E F G H I J K L M)
    (A B C D E F G H I J K L M N)
    (A B C D E F G H I J K L M N O)
    (A B C D E F G H I J K L M N O P)
}

/// The cells of what is said of a whole row: of a struct those of these columns, by name.
pub(super) fn cells<'a>(
    values: Vec<Value>,
    columns: impl Iterator<Item = &'a Cow<'static, str>>,
) -> Vec<Value> {
    let [Value::Struct(fields)] = values.as_slice() else {
        return values;
    };
    let field = |name: &str| fields.iter().find(|(field, _)| field == name);
    let cells: Option<Vec<Value>> = columns.map(|name| Some(field(name)?.1.clone())).collect();
    match cells {
        Some(cells) if cells.len() == fields.len() => cells,
        _ => values,
    }
}
