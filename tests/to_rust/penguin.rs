use memtable::{MemTable, MemValue};

/// Penguins measured at Palmer Station.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "penguins")]
pub struct Penguin {
    #[memtable(rename = "Species", one_of("Adelie", "Chinstrap", "Gentoo"))]
    pub species: String,
    #[memtable(rename = "Island")]
    pub island: String,
    #[memtable(rename = "Beak Length (mm)", range(min = 0.0, below = 100.0))]
    pub beak_length_mm: Option<f64>,
    #[memtable(rename = "Beak Depth (mm)")]
    pub beak_depth_mm: Option<f64>,
    #[memtable(rename = "Flipper Length (mm)")]
    pub flipper_length_mm: Option<i64>,
    #[memtable(rename = "Body Mass (g)", range(1000..=9000))]
    pub body_mass_g: Option<i64>,
    #[memtable(rename = "Sex")]
    pub sex: Option<PenguinSex>,
}

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PenguinSex {
    #[memtable(rename = "MALE")]
    Male,
    #[memtable(rename = "FEMALE")]
    Female,
    #[memtable(rename = ".")]
    Value,
}
