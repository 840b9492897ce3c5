//! What a foreign Arrow type means.

use arrow_schema::{DataType as ArrowType, Field, Fields};

use crate::dynamic::arrow_type::{EXTENSION, JSON, TYPE, UUID, WITH_OFFSET, fits};
use crate::schema::{Column, DataType, Shared};

/// An Arrow schema that is none of a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSchema {
    /// Columns of types that mean nothing here: every one.
    #[error("{}", lines(.0))]
    Columns(Vec<UnknownType>),
    /// The schema in the metadata cannot be read: why.
    #[error(
        "the metadata under `memtable.schema` are no schema: {0}; remove them to read the columns by their Arrow types"
    )]
    Metadata(String),
}

/// A column whose Arrow type no column type stands for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "column `{column}` is {arrow}, which no column type stands for: cast it before, to text for example"
)]
pub struct UnknownType {
    /// The column, with the way down to the part: `home.geo`.
    pub column: String,
    /// Its Arrow type.
    pub arrow: ArrowType,
}

fn lines(problems: &[UnknownType]) -> String {
    let lines: Vec<String> = problems.iter().map(UnknownType::to_string).collect();
    lines.join("\n")
}

/// The column type of an Arrow field: what its metadata says, else what its Arrow type means.
///
/// Encodings mean what they encode (`Dictionary`, `RunEndEncoded`, `Large..`, `..View`). Instants in a zone with a fixed offset
/// (`+02:00`) keep it; those in a named zone are read as instants, without the name. A map is a list of structs, `Float16`
/// becomes `float32`.
///
/// # Errors
/// [`UnknownType`] for a union or an interval, which nothing here stands for.
///
/// ```
/// use arrow_schema::{DataType as ArrowType, Field};
/// use memtable::dynamic::arrow_type::meaning;
/// use memtable::schema::DataType;
///
/// let plan = ArrowType::Dictionary(Box::new(ArrowType::Int32), Box::new(ArrowType::Utf8));
/// assert_eq!(meaning(&Field::new("plan", plan, true)), Ok(DataType::Text));
/// ```
pub fn meaning(field: &Field) -> Result<DataType, UnknownType> {
    within(field, "")
}

fn within(field: &Field, path: &str) -> Result<DataType, UnknownType> {
    let said = field.metadata().get(TYPE);
    if let Some(said) = said.and_then(|word| serde_json::from_str(word).ok())
        && fits(field.data_type(), &said)
    {
        return Ok(said);
    }
    let extension = match field.metadata().get(EXTENSION).map(String::as_str) {
        Some(UUID) => Some(DataType::Uuid),
        Some(JSON) => Some(DataType::Json),
        Some(WITH_OFFSET) => Some(DataType::Timestamp { with_offset: true }),
        _ => None,
    };
    if let Some(said) = extension.filter(|said| fits(field.data_type(), said)) {
        return Ok(said);
    }
    of_type(field.data_type(), &format!("{path}{}", field.name()))
}

fn of_type(arrow: &ArrowType, path: &str) -> Result<DataType, UnknownType> {
    Ok(match arrow {
        ArrowType::Null => DataType::Null,
        ArrowType::Boolean => DataType::Bool,
        ArrowType::Int8 => DataType::Int8,
        ArrowType::Int16 => DataType::Int16,
        ArrowType::Int32 => DataType::Int32,
        ArrowType::Int64 => DataType::Int64,
        ArrowType::UInt8 => DataType::UInt8,
        ArrowType::UInt16 => DataType::UInt16,
        ArrowType::UInt32 => DataType::UInt32,
        ArrowType::UInt64 => DataType::UInt64,
        ArrowType::Float16 | ArrowType::Float32 => DataType::Float32,
        ArrowType::Float64 => DataType::Float64,
        ArrowType::Decimal32(..)
        | ArrowType::Decimal64(..)
        | ArrowType::Decimal128(..)
        | ArrowType::Decimal256(..) => DataType::Decimal,
        ArrowType::Utf8 | ArrowType::LargeUtf8 | ArrowType::Utf8View => DataType::Text,
        ArrowType::Binary
        | ArrowType::FixedSizeBinary(_)
        | ArrowType::LargeBinary
        | ArrowType::BinaryView => DataType::Bytes,
        ArrowType::Date32 | ArrowType::Date64 => DataType::Date,
        ArrowType::Time32(_) | ArrowType::Time64(_) => DataType::Time,
        ArrowType::Timestamp(_, None) => DataType::DateTime,
        ArrowType::Timestamp(_, Some(zone)) => DataType::Timestamp {
            with_offset: fixed_offset(zone).is_some_and(|seconds| seconds != 0),
        },
        ArrowType::Duration(_) => DataType::Duration,
        ArrowType::List(element)
        | ArrowType::ListView(element)
        | ArrowType::FixedSizeList(element, _)
        | ArrowType::LargeList(element)
        | ArrowType::LargeListView(element)
        | ArrowType::Map(element, _) => DataType::List {
            element: Shared::from(element_of(element, path)?),
            nullable: element.is_nullable(),
        },
        ArrowType::Struct(fields) => DataType::Struct(columns_of(fields, path)?.into()),
        ArrowType::Dictionary(_, values) => of_type(values, path)?,
        ArrowType::RunEndEncoded(_, values) => of_type(values.data_type(), path)?,
        ArrowType::Union(..) | ArrowType::Interval(_) => {
            return Err(UnknownType {
                column: path.to_owned(),
                arrow: arrow.clone(),
            });
        }
    })
}

/// The type of the elements: their field has a name of its own, which is none of a column.
fn element_of(element: &Field, path: &str) -> Result<DataType, UnknownType> {
    let named = |unknown: UnknownType| UnknownType {
        column: unknown
            .column
            .replacen(&format!("[]{}", element.name()), "[]", 1),
        ..unknown
    };
    within(element, &format!("{path}[]")).map_err(named)
}

fn columns_of(fields: &Fields, path: &str) -> Result<Vec<Column>, UnknownType> {
    let path = format!("{path}.");
    fields.iter().map(|field| column_of(field, &path)).collect()
}

fn column_of(field: &Field, path: &str) -> Result<Column, UnknownType> {
    let column = Column::new(field.name().clone(), within(field, path)?);
    Ok(if field.is_nullable() {
        column.nullable()
    } else {
        column
    })
}

/// The columns of an Arrow schema that knows nothing of this library.
pub(super) fn columns(fields: &Fields) -> Result<Vec<Column>, NoSchema> {
    let (mut columns, mut unknown) = (Vec::new(), Vec::new());
    for field in fields {
        match column_of(field, "") {
            Ok(column) => columns.push(column),
            Err(problem) => unknown.push(problem),
        }
    }
    if unknown.is_empty() {
        Ok(columns)
    } else {
        Err(NoSchema::Columns(unknown))
    }
}

/// The seconds east of UTC of a zone that is written as an offset (`+02:00`, `+0200`, `+02`) or is UTC by name.
pub(in crate::dynamic) fn fixed_offset(zone: &str) -> Option<i32> {
    if matches!(zone, "UTC" | "Etc/UTC" | "Z" | "z" | "GMT" | "Etc/GMT") {
        return Some(0);
    }
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits: String = digits.split(':').collect();
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_offset = (0..24).contains(&hours) && (0..60).contains(&minutes);
    is_offset.then_some(sign * (hours * 3600 + minutes * 60))
}
