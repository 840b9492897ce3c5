use memtable::{MemTable, MemValue};

const WEATHER_DATE: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(2012, 1, 1)
    .expect("a date");

const WEATHER_DATE_2: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(2015, 12, 31)
    .expect("a date");

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(
    name = "seattle-weather",
    check(temp_min <= temp_max, "the least is above the greatest")
)]
pub struct Weather {
    #[memtable(primary_key, range(WEATHER_DATE..=WEATHER_DATE_2))]
    pub date: chrono::NaiveDate,
    #[memtable(range(min = 0.0))]
    pub precipitation: f64,
    pub temp_max: f64,
    pub temp_min: f64,
    pub wind: f64,
    pub weather: WeatherWeather,
}

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WeatherWeather {
    #[memtable(rename = "drizzle")]
    Drizzle,
    #[memtable(rename = "fog")]
    Fog,
    #[memtable(rename = "rain")]
    Rain,
    #[memtable(rename = "snow")]
    Snow,
    #[memtable(rename = "sun")]
    Sun,
}
