use crate::schema::Schema;

/// x
#[derive(Debug)]
pub struct BadSchema;
impl Schema {
    /// x
    pub fn verify(&self) -> Result<(), BadSchema> {
        Ok(())
    }
}
