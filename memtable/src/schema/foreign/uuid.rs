use ::uuid::Uuid;

use crate::schema::{Lit, Value};

impl Lit<Uuid> {
    /// The constant as data.
    pub const fn value(self) -> Value {
        Value::Uuid(self.0.as_u128())
    }
}

impl From<Uuid> for Value {
    fn from(uuid: Uuid) -> Self {
        Lit(uuid).value()
    }
}
