//! What becomes of rows that do not fit the table that they go to.

use expect_test::expect;
use memtable::{Error, Store};

use crate::pipelines::{Folder, LOAD, User};

#[test]
fn the_contract_says_what_becomes_of_rows_that_do_not_fit() -> Result<(), Error> {
    let folder = Folder::new("contract");
    folder.write(
        "users.csv",
        "name,id,age,shoe\nann,7,34,\nbob,x,4,\ncid,9,old,\ndan,,5,\neve,11,6,42\n",
    );
    let run = |contract: &str| {
        let store = Store::new();
        let users = store.create::<User>("users")?;
        let yaml = LOAD.replace(
            "to: users }",
            &format!("to: users, contract: {{ {contract} }} }}"),
        );
        let reports = folder.pipelines(&yaml)?.run(&store)?;
        let report = &reports[0];
        let faults: Vec<_> = report
            .faults
            .iter()
            .map(|fault| format!("  {fault}\n"))
            .collect();
        let ids: Vec<u64> = users.snapshot()?.iter().map(|user| user.id).collect();
        Ok::<_, Error>(format!(
            "{} read, {} rejected, {ids:?}\n{}",
            report.read,
            report.rejected,
            faults.concat()
        ))
    };
    expect![[r#"
        5 read, 4 rejected, [7]
          line 3: id "x": must be uint64, a whole number in 0..=18446744073709551615
          line 4: age "old": must be uint8, a whole number in 0..=255
          line 5: id: must have a value
          line 6: shoe "42": is no column of the table (it has `id`, `name`, `age`, `status`)
    "#]]
    .assert_eq(&run(
        "columns: discard_row, types: discard_row, nullability: discard_row",
    )?);
    expect![[r#"
        5 read, 3 rejected, [7, 11]
          line 3: id "x": must be uint64, a whole number in 0..=18446744073709551615
          line 4: age "old": must be uint8, a whole number in 0..=255
          line 5: id: must have a value
          line 6: shoe "42": is no column of the table (it has `id`, `name`, `age`, `status`)
    "#]]
    .assert_eq(&run(
        "columns: discard_value, types: discard_row, nullability: discard_row",
    )?);
    folder.check(
        run("columns: discard_value, types: discard_value, nullability: discard_row"),
        &expect![[r#"
            pipeline load: users.csv: 1 of 5 rows cannot be read (1 fault)

              line 3  id  "x"  must be uint64, a whole number in 0..=18446744073709551615"#]],
    );
    folder.check(
        run("columns: freeze"),
        &expect![[r#"
        pipeline load: users.csv: no row can be read (1 fault)

          line 1  shoe     is no column of the table (it has `id`, `name`, `age`, `status`)"#]],
    );
    Ok(())
}

#[test]
fn the_columns_of_a_struct_do_not_evolve() -> Result<(), Error> {
    let folder = Folder::new("frozen");
    folder.write("users.csv", "name,id\nann,7\n");
    let store = Store::new();
    store.create::<User>("users")?;
    let yaml = LOAD.replace(
        "to: users",
        "to: users, contract: { columns: evolve, types: discard_row }",
    );
    folder.check(folder.pipelines(&yaml)?.run(&store), &expect![[r#"
        pipeline load: pipelines.yaml:8:55: the columns of `users` are those of a struct, and do not evolve
          |
        8 |   load: { from: file, to: users, contract: { columns: evolve, types: discard_row } }
          |                                                       ^^^^^^
          = write `freeze`, `discard_row` or `discard_value`"#]]);
    let yaml = LOAD.replace("mode: merge", "mode: merge, contract: { types: evolve }");
    folder.check(folder.pipelines(&yaml)?.run(&store), &expect![[r#"
        pipeline load: pipelines.yaml:5:85: the columns of `users` are those of a struct, and do not evolve
          |
        5 |   users: { connector: in_memory, table_name: users, mode: merge, contract: { types: evolve } }
          |                                                                                     ^^^^^^
          = write `freeze`, `discard_row` or `discard_value`"#]]);
    let connectors = folder.connectors("c.yaml", &yaml)?;
    folder.check(
        connectors.destination::<User>("users", &store),
        &expect![[r#"
            c.yaml:5:85: the columns of `users` are those of a struct, and do not evolve
              |
            5 |   users: { connector: in_memory, table_name: users, mode: merge, contract: { types: evolve } }
              |                                                                                     ^^^^^^
              = write `freeze`, `discard_row` or `discard_value`"#]],
    );
    Ok(())
}

#[test]
fn rows_of_json_that_are_put_aside_are_told_by_their_lines() -> Result<(), Error> {
    let folder = Folder::new("json-lines");
    folder.write(
        "users.json",
        "[\n  {\"id\": 7, \"name\": \"ann\"},\n  {\"id\": \"x\",\n   \"name\": \"bob\"}, 3,\n\n  {\"id\": 9, \"name\": \"cid\", \"age\": \"old\"}\n]\n",
    );
    let store = Store::new();
    let users = store.create::<User>("users")?;
    let yaml = LOAD
        .replace("csv, path: users.csv", "json, path: users.json")
        .replace("to: users", "to: users, contract: { types: discard_row }");
    folder.check(
        folder.pipelines(&yaml)?.run(&store),
        &expect![[r#"
        pipeline load: users.json: 1 of 4 rows cannot be read (1 fault)

          line 4        is no object: a row is `{"column": value, ..}`"#]],
    );

    let text = folder.read("users.json").replace(" 3,", "");
    folder.write("users.json", &text);
    let reports = folder.pipelines(&yaml)?.run(&store)?;
    let faults: Vec<_> = reports[0].faults.iter().map(ToString::to_string).collect();
    expect![[r#"
        line 3: id "x": must be uint64, a whole number in 0..=18446744073709551615
        line 6: age "old": must be uint8, a whole number in 0..=255"#]]
    .assert_eq(&faults.join("\n"));
    assert_eq!(
        users
            .snapshot()?
            .iter()
            .map(|user| user.id)
            .collect::<Vec<_>>(),
        [7]
    );
    Ok(())
}
