use memtable::MemTable;

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "airports")]
pub struct Airport {
    #[memtable(unique)]
    pub iata: String,
    pub name: String,
    pub city: String,
    pub state: String,
    #[memtable(
        one_of(
            "Federated States of Micronesia",
            "N Mariana Islands",
            "Palau",
            "Thailand",
            "USA"
        )
    )]
    pub country: String,
    #[memtable(range(-14.33102278..=71.2854475))]
    pub latitude: f64,
    #[memtable(range(-176.6460306..=145.7686111))]
    pub longitude: f64,
}
