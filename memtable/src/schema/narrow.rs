use crate::schema::{Names, Schema};

impl Schema {
    /// The schema of the columns at these positions, in this order; keys, references and checks over columns that are left out
    /// are left out too.
    pub(crate) fn narrowed(&self, columns: &[usize]) -> Schema {
        let mut narrow = self.clone();
        let kept = columns.iter().filter_map(|idx| self.columns.get(*idx));
        narrow.columns = kept.cloned().collect();
        let has = |name: &str| narrow.column_idx(name).is_some();
        let has_all = |names: &Names| names.iter().all(|name| has(name));
        let primary_key = Some(self.primary_key.clone()).filter(has_all);
        let unique = self.unique.iter().filter(|names| has_all(names));
        let indexes = self.indexes.iter().filter(|index| has_all(&index.columns));
        let references = self.references.iter();
        let references = references.filter(|reference| has_all(&reference.columns));
        let checks = self.checks.iter();
        let checks = checks.filter(|check| check.expr.columns().into_iter().all(has));
        Schema {
            primary_key: primary_key.unwrap_or_default(),
            unique: unique.cloned().collect(),
            indexes: indexes.cloned().collect(),
            references: references.cloned().collect(),
            checks: checks.cloned().collect(),
            ..narrow.clone()
        }
    }
}
