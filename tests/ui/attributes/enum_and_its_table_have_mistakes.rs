use memtable::{MemTable, MemValue, Table, table};

#[derive(MemValue, Clone, Copy, PartialEq, Eq, Hash)]
#[memtable(rename_al = "snake_case")]
enum Plan {
    Free,
    Pro { seats: u8 },
}

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(index, one_of("free", "pro"), length(3..))]
    plan: Plan,
    #[memtable(email)]
    age: u8,
}

fn main() {
    let users = table![User; { id: 1, plan: "free", age: 3 }];
    let mut users: Table<User> = users.unwrap();
    let _ = users.append([User { id: 2, plan: Plan::Pro { seats: 1 }, age: 3 }]);
    let _ = users.find_by(User::PLAN, &Plan::Free).count();
}
