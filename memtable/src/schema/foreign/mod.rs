//! Values of other crates' types, under the features of their names.

#[cfg(feature = "json")]
mod json;
#[cfg(feature = "decimal")]
mod rust_decimal;
#[cfg(feature = "uuid")]
mod uuid;
