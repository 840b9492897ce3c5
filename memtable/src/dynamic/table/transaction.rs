use crate::dynamic::contract::Contract;
use crate::dynamic::table::{DynSnapshot, DynTable};

impl DynTable {
    /// Runs several writes as one: where `work` returns an error or panics, the table is as it was before, its schema too.
    ///
    /// Each write inside keeps the rules on its own. Costs a snapshot.
    ///
    /// ```
    /// # use memtable::{Error, Value};
    /// # use memtable::dynamic::{DynTable, cell};
    /// # use memtable::schema::{Column, DataType, Schema};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let id = Column::new("id", DataType::UInt8);
    /// let ids = cell::array(&id, &[Value::from(1), Value::from(2)])?;
    /// let ids = arrow_array::RecordBatch::try_from_iter([("id", ids)])?;
    /// let mut users = DynTable::new(Schema::new("users").with_column(id).with_primary_key(["id"]))?;
    ///
    /// let twice = users.transaction(|users| {
    ///     let _first = users.append(ids.clone())?;
    ///     let _second = users.append(ids.clone())?;
    ///     Ok::<_, Error>(())
    /// });
    /// assert!(twice.is_err());
    /// assert!(users.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What `work` returns.
    pub fn transaction<T, E>(
        &mut self,
        work: impl FnOnce(&mut DynTable) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut rollback = Rollback {
            before: Some((self.snapshot(), self.contract)),
            table: self,
        };
        let answer = work(rollback.table)?;
        rollback.before = None;
        Ok(answer)
    }
}

/// Puts the table back when it is dropped, by an early return or a panic, unless the snapshot was taken out.
struct Rollback<'a> {
    table: &'a mut DynTable,
    before: Option<(DynSnapshot, Contract)>,
}

impl Drop for Rollback<'_> {
    fn drop(&mut self) {
        if let Some((before, contract)) = self.before.take() {
            self.table.restore(before);
            self.table.contract = contract;
        }
    }
}
