use expect_test::{Expect, expect};

use crate::grid::Grid;

#[track_caller]
fn check(grid: &Grid, expect: &Expect) {
    let drawn = grid.to_string();
    assert!(drawn.lines().all(|line| line == line.trim_end()), "{drawn}");
    expect.assert_eq(&drawn);
}

fn people() -> Grid {
    Grid::default().numbers("id").text("name")
}

#[test]
fn numbers_stand_at_the_right_and_text_at_the_left() {
    check(
        &people()
            .title("users")
            .row(["1", "Ada"])
            .row(["1000", "Grace"])
            .footer("… 980 more rows"),
        &expect![[r#"
            users
            ╭──────┬───────╮
            │   id │ name  │
            ├──────┼───────┤
            │    1 │ Ada   │
            │ 1000 │ Grace │
            ╰──────┴───────╯
            … 980 more rows"#]],
    );
}

#[test]
fn a_long_cell_is_cut() {
    check(
        &people().row(["1", &"many words ".repeat(9)]),
        &expect![[r#"
            ╭────┬──────────────────────────────────────────────────╮
            │ id │ name                                             │
            ├────┼──────────────────────────────────────────────────┤
            │  1 │ many words many words many words many words man… │
            ╰────┴──────────────────────────────────────────────────╯"#]],
    );
}

#[test]
fn a_width_cuts_the_widest_column() {
    check(
        &people().row(["1", "Ada, Countess of Lovelace"]).width(24),
        &expect![[r#"
            ╭────┬─────────────────╮
            │ id │ name            │
            ├────┼─────────────────┤
            │  1 │ Ada, Countess … │
            ╰────┴─────────────────╯"#]],
    );
}

#[test]
fn wide_characters_and_joined_ones_keep_the_frame() {
    check(
        &people()
            .row(["1", "山田 太郎"])
            .row(["3", "👩‍🚀"])
            .row(["4", &"山田".repeat(20)]),
        &expect![[r#"
            ╭────┬──────────────────────────────────────────────────╮
            │ id │ name                                             │
            ├────┼──────────────────────────────────────────────────┤
            │  1 │ 山田 太郎                                        │
            │  3 │ 👩‍🚀                                               │
            │  4 │ 山田山田山田山田山田山田山田山田山田山田山田山…  │
            ╰────┴──────────────────────────────────────────────────╯"#]],
    );
}

#[test]
fn line_breaks_are_escaped() {
    check(
        &people().row(["1", "a\nb\tc"]),
        &expect![[r#"
        ╭────┬─────────╮
        │ id │ name    │
        ├────┼─────────┤
        │  1 │ a\nb\tc │
        ╰────┴─────────╯"#]],
    );
}

#[test]
fn short_rows_and_no_rows_keep_the_frame() {
    check(
        &people().row(["1"]),
        &expect![[r#"
        ╭────┬──────╮
        │ id │ name │
        ├────┼──────┤
        │  1 │      │
        ╰────┴──────╯"#]],
    );
    check(
        &people(),
        &expect![[r#"
        ╭────┬──────╮
        │ id │ name │
        ├────┼──────┤
        ╰────┴──────╯"#]],
    );
    check(&Grid::default().title("nothing"), &expect!["nothing"]);
}
