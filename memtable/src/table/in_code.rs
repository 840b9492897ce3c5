/// A table of rows in code, each cell of which the compiler checks.
///
/// A row names its columns; one that is optional or has a default can be left out. A literal is a value of its column's type
/// without more ado (`"a@b.c"` for a `String`, `34` for an `Option<u8>`), and is held to the column's type and rules while
/// compiling: what is wrong is an error at the literal. So is a value that a unique column has twice, and a column that is
/// missing. Every other expression has the very type of its field, and is checked where the program runs.
///
/// The compiler decides `range`, `length`, `one_of`, `non_blank`, `finite` and `multiple_of`; the other rules, keys of several
/// columns and checks over rows are for the running program, which answers with a [`Report`](crate::Report).
///
/// ```
/// use memtable::{MemTable, MemValue, table};
///
/// #[derive(MemValue, Clone, Debug, PartialEq)]
/// enum Plan { Free, Pro }
///
/// #[derive(MemTable, Clone)]
/// struct User {
///     #[memtable(primary_key)]
///     id: u64,
///     #[memtable(email)]
///     email: String,
///     #[memtable(range(0..=150))]
///     age: Option<u8>,
///     plan: Plan,
/// }
///
/// let users = table![User;
///     { id: 1, email: "ann@example.org", age: 34, plan: Plan::Pro },
///     { id: 2, email: "bob@example.org", plan: "Free" },
/// ]?;
/// assert_eq!(users.get(&1).and_then(|user| user.age), Some(34));
/// assert_eq!(users.get(&2).map(|user| user.plan.clone()), Some(Plan::Free));
/// # Ok::<(), memtable::Report>(())
/// ```
///
/// ```compile_fail,E0080
/// # use memtable::{MemTable, table};
/// # #[derive(MemTable, Clone)]
/// # struct User { #[memtable(primary_key)] id: u64, #[memtable(range(0..=150))] age: Option<u8> }
/// let users = table![User; { id: 1, age: 212 }]; // column `age`: 212 is outside 0..=150
/// ```
///
/// The columns have to be visible: their constants (`User::AGE`) are what the rows name.
///
/// Each literal is a constant of its own, so that each mistake is an error at its literal, and costs the compiler one to two
/// milliseconds. Rows of three columns, all of them right, add to `cargo check` in processor time: 100 rows 0.6 s, 300 rows 1.2 s,
/// 1000 rows 4.6 s, 3000 rows 14 s and 0.5 GB of memory. There is no limit but patience: past some three hundred rows
/// [`fixture_file!`](crate::fixture_file) is the better place, which reads ten thousand in less than a second.
///
/// See also: [`fixture_file!`](crate::fixture_file), for rows in a file.
#[macro_export]
macro_rules! table {
    ($row:ty $(;)?) => {
        $crate::private::table!($crate, $row,)
    };
    ($row:ty; $($rows:tt)*) => {
        $crate::private::table!($crate, $row, $($rows)*)
    };
}
