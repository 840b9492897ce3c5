use memtable::MemTable;

const STRIKE_FLIGHT_DATE: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(1990, 1, 8)
    .expect("a date");

const STRIKE_FLIGHT_DATE_2: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(
        2002,
        7,
        25,
    )
    .expect("a date");

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "birdstrikes")]
pub struct Strike {
    #[memtable(rename = "Airport Name")]
    pub airport_name: String,
    #[memtable(rename = "Aircraft Make Model")]
    pub aircraft_make_model: String,
    #[memtable(
        rename = "Effect Amount of damage",
        one_of("B", "C", "Medium", "Minor", "None", "Substantial")
    )]
    pub effect_amount_of_damage: String,
    #[memtable(
        rename = "Flight Date",
        range(STRIKE_FLIGHT_DATE..=STRIKE_FLIGHT_DATE_2)
    )]
    pub flight_date: chrono::NaiveDate,
    #[memtable(rename = "Aircraft Airline Operator")]
    pub aircraft_airline_operator: String,
    #[memtable(rename = "Origin State")]
    pub origin_state: String,
    #[memtable(
        rename = "Phase of flight",
        one_of(
            "Approach",
            "Climb",
            "Descent",
            "Landing Roll",
            "Parked",
            "Take-off run",
            "Taxi"
        )
    )]
    pub phase_of_flight: String,
    #[memtable(rename = "Wildlife Size", one_of("Large", "Medium", "Small"))]
    pub wildlife_size: String,
    #[memtable(rename = "Wildlife Species")]
    pub wildlife_species: String,
    #[memtable(rename = "Time of day", one_of("Dawn", "Day", "Dusk", "Night"))]
    pub time_of_day: String,
    #[memtable(rename = "Cost Other", range(0..=1565354))]
    pub cost_other: i64,
    #[memtable(rename = "Cost Repair", range(0..=7043545))]
    pub cost_repair: i64,
    #[memtable(rename = "Cost Total $", range(0..=7043545))]
    pub cost_total: i64,
    #[memtable(rename = "Speed IAS in knots", range(0..=350))]
    pub speed_ias_in_knots: Option<i64>,
}
