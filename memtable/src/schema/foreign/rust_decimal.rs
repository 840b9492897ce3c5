use ::rust_decimal::Decimal as Foreign;

use crate::schema::{Decimal, Lit, Value};

impl Lit<Foreign> {
    /// The constant as data.
    pub const fn value(self) -> Value {
        Value::Decimal(Decimal {
            digits: self.0.mantissa(),
            scale: self.0.scale(),
        })
    }
}

impl From<Foreign> for Value {
    fn from(decimal: Foreign) -> Self {
        Lit(decimal).value()
    }
}
