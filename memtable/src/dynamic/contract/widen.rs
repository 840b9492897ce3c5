use std::borrow::Cow;

use crate::dynamic::contract::converted;
use crate::dynamic::load::Json;
use crate::schema::{Column, DataType, StructType, Value};

/// The types that can hold what a column of this type holds and more, the nearest first: section by section the widenings that
/// inference knows. Integers become floats, decimals or text as their values allow, and everything of one value text.
fn wider(from: &DataType) -> Vec<DataType> {
    use DataType as Type;
    let signed = [Type::Int16, Type::Int32, Type::Int64];
    let unsigned = [Type::UInt16, Type::UInt32, Type::UInt64];
    let beyond = [
        Type::Int64,
        Type::UInt64,
        Type::Float64,
        Type::Decimal,
        Type::Text,
    ];
    match from {
        Type::Int8 | Type::Int16 | Type::Int32 => signed.into_iter().chain(beyond).collect(),
        Type::UInt8 | Type::UInt16 | Type::UInt32 => unsigned.into_iter().chain(beyond).collect(),
        Type::Int64 | Type::UInt64 => beyond.into(),
        Type::Int128 | Type::UInt128 | Type::Float64 => vec![Type::Decimal, Type::Text],
        Type::Float32 => vec![Type::Float64, Type::Decimal, Type::Text],
        Type::Bool
        | Type::Decimal
        | Type::Char
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp { .. }
        | Type::Duration
        | Type::Uuid
        | Type::Json
        | Type::Enum(_) => vec![Type::Text],
        Type::Null | Type::Text | Type::Bytes | Type::List { .. } | Type::Struct(_) => Vec::new(),
    }
}

/// Values that come, of one column or of one place inside its values.
type Coming<'v> = [Cow<'v, Value>];

/// Whether what the column has already can be held by a type.
type Stored<'s> = &'s dyn Fn(&DataType) -> bool;

/// The nearest type that holds these values of the column and those without loss; none where there is none.
///
/// Lists and structs widen as their elements and columns do: a key that comes late, or is missing, is nullable.
pub(super) fn widened(
    from: &DataType,
    coming: &Coming<'_>,
    stored: Stored<'_>,
) -> Option<DataType> {
    match from {
        DataType::Null => inferred(coming),
        DataType::List { element, nullable } => widened_list((element, *nullable), coming, stored),
        DataType::Struct(parts) => widened_struct(parts, coming, stored),
        from => wider(from)
            .into_iter()
            .find(|to| to != from && all_fit(coming, to) && stored(to)),
    }
}

fn all_fit(coming: &Coming<'_>, to: &DataType) -> bool {
    let mut values = coming.iter().filter(|value| !value.is_null());
    values.all(|value| converted(value, to).is_some())
}

/// The type itself where it holds all, else the nearest one.
fn joined(from: &DataType, coming: &Coming<'_>, stored: Stored<'_>) -> Option<DataType> {
    if *from != DataType::Null && all_fit(coming, from) && stored(from) {
        return Some(from.clone());
    }
    widened(from, coming, stored)
}

fn widened_list(
    (element, nullable): (&DataType, bool),
    coming: &Coming<'_>,
    stored: Stored<'_>,
) -> Option<DataType> {
    let mut elements: Vec<Cow<'_, Value>> = Vec::new();
    for value in coming {
        match &**value {
            Value::Null => {}
            Value::List(values) => elements.extend(values.iter().map(Cow::Borrowed)),
            _ => return None,
        }
    }
    let list = |element: &DataType, nullable| DataType::List {
        element: element.clone().into(),
        nullable,
    };
    // Of a list whose elements are of no type yet, it is not said whether there were any.
    let has_nulls =
        nullable && (*element != DataType::Null || !stored(&list(&DataType::Null, false)));
    let nullable = has_nulls || elements.iter().any(|value| value.is_null());
    let list = |element: &DataType| list(element, nullable);
    let element = joined(element, &elements, &|element| stored(&list(element)))?;
    Some(list(&element))
}

/// The columns one after the other, each beside what the others have come to.
fn widened_struct(parts: &StructType, coming: &Coming<'_>, stored: Stored<'_>) -> Option<DataType> {
    let mut structs: Vec<&[(Cow<'static, str>, Value)]> = Vec::new();
    for value in coming {
        match &**value {
            Value::Null => {}
            Value::Struct(cells) => structs.push(cells),
            _ => return None,
        }
    }
    let cells = |name: &str| -> Vec<Cow<'_, Value>> {
        let cell = |cells: &&[(Cow<'static, str>, Value)]| {
            let found = cells.iter().find(|(known, _)| known == name);
            found.map_or(Value::Null, |(_, value)| value.clone())
        };
        structs.iter().map(cell).map(Cow::Owned).collect()
    };
    let mut made = parts.to_vec();
    for cell in structs.iter().copied().flatten() {
        if made.iter().all(|column| column.name != cell.0) {
            made.push(Column::new(cell.0.clone(), DataType::Null).nullable());
        }
    }
    for (idx, column) in made.iter_mut().enumerate() {
        let values = cells(&column.name);
        column.nullable |= values.iter().any(|value| value.is_null());
        // What is stored has nothing in a key that comes now.
        let holds_stored =
            |data_type: &DataType| idx >= parts.len() || stored(&with_type(parts, idx, data_type));
        column.data_type = joined(&column.data_type, &values, &holds_stored)?;
    }
    Some(with_columns(parts, made))
}

/// The struct with one column of another type, all else as it is.
fn with_type(parts: &StructType, idx: usize, data_type: &DataType) -> DataType {
    let mut columns = parts.to_vec();
    columns[idx].data_type = data_type.clone();
    with_columns(parts, columns)
}

/// The struct with these columns, of which the same must hold.
fn with_columns(parts: &StructType, columns: Vec<Column>) -> DataType {
    DataType::Struct(StructType {
        columns: columns.into(),
        checks: parts.checks.clone(),
    })
}

/// The type that loading gives these values.
fn inferred(coming: &Coming<'_>) -> Option<DataType> {
    const COLUMN: &str = "value";
    if coming.iter().all(|value| value.is_null()) {
        return Some(DataType::Null);
    }
    let rows = coming.iter().filter(|value| !value.is_null());
    let rows = rows.map(|value| vec![(COLUMN.into(), (**value).clone())]);
    let found = Json::new().infer_cells(&rows.collect::<Vec<_>>()).ok()?;
    let data_type = found.schema.columns.first()?.data_type.clone();
    all_fit(coming, &data_type).then_some(data_type)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::widened;
    use crate::dynamic::contract::converted;
    use crate::schema::{Column, DataType, StructType, Value};

    fn span() -> StructType {
        StructType::from(vec![
            Column::new("first", DataType::Int64),
            Column::new("last", DataType::Int64),
        ])
        .with_check("first <= last".parse().unwrap(), "ends before it begins")
    }

    fn of_span(first: impl Into<Value>, last: impl Into<Value>) -> Value {
        Value::Struct(vec![
            ("first".into(), first.into()),
            ("last".into(), last.into()),
        ])
    }

    fn wider_span(stored: &Value, coming: &Value) -> StructType {
        let fits = |to: &DataType| converted(stored, to).is_some();
        match widened(&DataType::Struct(span()), &[Cow::Borrowed(coming)], &fits) {
            Some(DataType::Struct(wider)) => wider,
            other => panic!("no wider struct: {other:?}"),
        }
    }

    #[test]
    fn a_wider_struct_keeps_its_conditions() {
        let wider = wider_span(&of_span(1, 2), &of_span(1, 2.5));
        assert_eq!(wider[1].data_type, DataType::Float64);
        assert_eq!(wider.checks, span().checks);
    }

    #[test]
    fn a_part_widens_to_what_holds_the_stored_parts_too() {
        let past_floats = (1_i64 << 53) + 1;
        let wider = wider_span(&of_span(1, past_floats), &of_span(1, 2.5));
        assert_eq!(wider[0].data_type, DataType::Int64);
        assert_eq!(wider[1].data_type, DataType::Decimal);
    }

    #[test]
    fn what_no_stored_value_fits_is_no_wider_type() {
        let stored_fits = |to: &DataType| *to == DataType::Text;
        let coming = [Cow::Owned(Value::from(2.5))];
        assert_eq!(
            widened(&DataType::Int64, &coming, &stored_fits),
            Some(DataType::Text)
        );
        assert_eq!(widened(&DataType::Int64, &coming, &|_| false), None);
    }
}
