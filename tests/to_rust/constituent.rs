use memtable::MemTable;

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "constituents")]
pub struct Constituent {
    #[memtable(primary_key, rename = "Symbol", pattern = r"^[A-Z]+(\.[A-Z])?$")]
    pub symbol: String,
    #[memtable(rename = "Security", non_blank)]
    pub security: String,
    #[memtable(index, rename = "GICS Sector")]
    pub gics_sector: String,
    #[memtable(rename = "GICS Sub-Industry")]
    pub gics_sub_industry: String,
    #[memtable(rename = "Headquarters Location")]
    pub headquarters_location: String,
    #[memtable(rename = "Date added")]
    pub date_added: chrono::NaiveDate,
    #[memtable(rename = "CIK")]
    pub cik: i64,
    #[memtable(rename = "Founded")]
    pub founded: String,
}
