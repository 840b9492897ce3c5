//! The Arrow type that this library keeps the values of a foreign one in.

use std::sync::Arc;

use arrow_schema::{DataType as ArrowType, Fields, TimeUnit};

use crate::dynamic::arrow_type::{decimal, described, field_as, instants, of, with_offsets};
use crate::schema::{Column, DataType};

/// The Arrow type that holds the values of an array of this one in a column of this type: one of those that the page of
/// [`arrow_type`](crate::dynamic::arrow_type) lists, and the type itself if it is among them. `None` where it does not
/// [fit](crate::dynamic::arrow_type::fits).
pub(in crate::dynamic) fn own(arrow: &ArrowType, data_type: &DataType) -> Option<ArrowType> {
    use ArrowType as Arrow;
    if !super::fits(arrow, data_type) {
        return None;
    }
    Some(match (arrow, data_type) {
        (Arrow::Dictionary(_, values), _) => own(values, data_type)?,
        (Arrow::RunEndEncoded(_, values), _) => own(values.data_type(), data_type)?,
        (
            Arrow::Decimal32(precision, scale)
            | Arrow::Decimal64(precision, scale)
            | Arrow::Decimal128(precision, scale)
            | Arrow::Decimal256(precision, scale),
            DataType::Decimal | DataType::Int128 | DataType::UInt128,
        ) => own_decimal(arrow, *precision, *scale),
        (Arrow::Timestamp(unit, None), DataType::DateTime) => {
            Arrow::Timestamp(own_unit(*unit), None)
        }
        (Arrow::Timestamp(unit, Some(_)), DataType::Timestamp { with_offset: false }) => {
            instants(own_unit(*unit))
        }
        (Arrow::Timestamp(unit, Some(_)), DataType::Timestamp { with_offset: true }) => {
            with_offsets(own_unit(*unit))
        }
        (Arrow::Struct(fields), DataType::Timestamp { with_offset: true }) => {
            let unit = match fields.first().map(|field| field.data_type()) {
                Some(Arrow::Timestamp(unit, _)) => *unit,
                _ => TimeUnit::Microsecond,
            };
            with_offsets(own_unit(unit))
        }
        (Arrow::Duration(unit), DataType::Duration) => Arrow::Duration(*unit),
        (
            Arrow::List(item)
            | Arrow::ListView(item)
            | Arrow::FixedSizeList(item, _)
            | Arrow::LargeList(item)
            | Arrow::LargeListView(item)
            | Arrow::Map(item, _),
            DataType::List { element, nullable },
        ) => {
            let typed = (own(item.data_type(), element)?, *nullable);
            Arrow::List(Arc::new(described("item", element, typed)))
        }
        (Arrow::Struct(fields), DataType::Struct(columns)) => {
            Arrow::Struct(own_fields(fields, columns)?)
        }
        (_, data_type) => of(data_type),
    })
}

fn own_fields(fields: &Fields, columns: &[Column]) -> Option<Fields> {
    let field = |column: &Column| {
        let mut named = fields.iter().filter(|field| *field.name() == *column.name);
        let arrow = own(named.next()?.data_type(), &column.data_type)?;
        Some(field_as(column, arrow))
    };
    columns.iter().map(field).collect()
}

/// Decimals of no negative scale, in 128 bits where these do.
fn own_decimal(arrow: &ArrowType, precision: u8, scale: i8) -> ArrowType {
    match arrow {
        ArrowType::Decimal128(..) | ArrowType::Decimal256(..) if scale >= 0 => arrow.clone(),
        _ => {
            let whole_digits = i16::from(precision) - i16::from(scale);
            decimal(scale.max(0), whole_digits).unwrap_or(ArrowType::Decimal256(76, 0))
        }
    }
}

/// Microseconds reach further than any date that there is.
fn own_unit(unit: TimeUnit) -> TimeUnit {
    unit.max(TimeUnit::Microsecond)
}
