use memtable::MemTable;

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "earthquakes")]
pub struct Earthquake {
    #[memtable(rename = "type", one_of("Feature"))]
    pub type_: String,
    pub properties: EarthquakeProperties,
    pub geometry: EarthquakeGeometry,
    #[memtable(unique)]
    pub id: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "properties")]
pub struct EarthquakeProperties {
    pub mag: f64,
    pub place: String,
    pub time: i64,
    pub updated: i64,
    pub tz: i64,
    pub url: String,
    pub detail: String,
    pub felt: Option<i64>,
    pub cdi: Option<f64>,
    pub mmi: Option<f64>,
    pub alert: Option<String>,
    pub status: String,
    pub tsunami: i64,
    pub sig: i64,
    pub net: String,
    pub code: String,
    pub ids: String,
    pub sources: String,
    pub types: String,
    pub nst: Option<i64>,
    pub dmin: Option<f64>,
    pub rms: Option<f64>,
    pub gap: Option<f64>,
    #[memtable(rename = "magType")]
    pub mag_type: String,
    #[memtable(rename = "type")]
    pub type_: String,
    pub title: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "geometry")]
pub struct EarthquakeGeometry {
    #[memtable(rename = "type")]
    pub type_: String,
    pub coordinates: Vec<f64>,
}
