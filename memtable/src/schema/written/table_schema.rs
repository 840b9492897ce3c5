use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::Schema;

/// Limits are written as plainly as the columns' types allow: see [`Column`](crate::schema::Column).
impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Schema::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut schema = Schema::deserialize(deserializer)?;
        let checks = std::mem::take(schema.checks.to_mut());
        for check in checks {
            schema = schema.with_check(check.expr, check.message);
        }
        Ok(schema)
    }
}
