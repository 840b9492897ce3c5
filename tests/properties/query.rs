//! Random questions over random tables, against a naive evaluation; with and without each index.

use std::cmp::Ordering;

use memtable::query::{Filter, Predicate, avg, count, max, min, sum};
use memtable::{MemTable, Table};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;

/// A row as the naive evaluation sees it.
#[derive(Clone, Debug)]
struct Thing {
    id: u32,
    kind: u8,
    is_new: bool,
    n: Option<i16>,
    m: Option<i16>,
    code: Option<String>,
    score: f64,
    tags: Vec<u32>,
    marks: Option<Vec<u32>>,
}

fn things() -> impl Strategy<Value = Vec<Thing>> {
    let n = || weighted(0.8, -4_i16..5);
    let score = prop_oneof![Just(f64::NAN), Just(0.0), Just(-0.0), -2.0..2.0];
    let thing = (
        0..4_u8,
        any::<bool>(),
        n(),
        n(),
        weighted(0.5, Just(())),
        score,
        vec(0..4_u32, 0..3),
        weighted(0.7, vec(0..4_u32, 0..3)),
    );
    vec(thing, 0..40).prop_map(|things| {
        let things = (0..).zip(things);
        let thing = |(id, (kind, is_new, n, m, code, score, tags, marks)): (
            u32,
            (_, _, _, _, Option<()>, _, _, _),
        )| Thing {
            id,
            kind,
            is_new,
            n,
            m,
            code: code.map(|()| format!("c{}", id % 100)),
            score,
            tags,
            marks,
        };
        things.map(thing).collect()
    })
}

#[derive(Clone, Copy, Debug)]
enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// A condition, for both evaluations.
#[derive(Clone, Debug)]
enum Asked {
    Id(Op, u32),
    IdIn(Vec<u32>),
    Kind(Op, u8),
    KindIn(Vec<u8>),
    IsNew(bool),
    N(Op, i16),
    NBetween(i16, i16),
    NAgainstM(Op),
    NIsNone,
    NIsSome,
    Code(String),
    CodeStarts(String),
    CodeEnds(String),
    CodeContains(String),
    CodeMatches(String),
    Score(Op, f64),
    Tag(u32),
    AnyTag(u32),
    AllTags(u32),
    Mark(u32),
    AnyMark(u32),
    AllMarks(u32),
    ByRow(u32),
    And(Box<Asked>, Box<Asked>),
    Or(Box<Asked>, Box<Asked>),
    Not(Box<Asked>),
}

fn asked() -> impl Strategy<Value = Asked> {
    let op = || {
        prop_oneof![
            Just(Op::Eq),
            Just(Op::Ne),
            Just(Op::Lt),
            Just(Op::Le),
            Just(Op::Gt),
            Just(Op::Ge)
        ]
    };
    let text = |of: &'static str| (0..50_u32).prop_map(move |n| format!("{of}{n}"));
    let leaf = prop_oneof![
        (op(), 0..45_u32).prop_map(|(op, id)| Asked::Id(op, id)),
        vec(0..45_u32, 0..15).prop_map(Asked::IdIn),
        (op(), 0..5_u8).prop_map(|(op, kind)| Asked::Kind(op, kind)),
        vec(0..5_u8, 0..3).prop_map(Asked::KindIn),
        any::<bool>().prop_map(Asked::IsNew),
        (op(), -5..6_i16).prop_map(|(op, n)| Asked::N(op, n)),
        (-5..6_i16, -5..6_i16).prop_map(|(low, high)| Asked::NBetween(low, high)),
        op().prop_map(Asked::NAgainstM),
        Just(Asked::NIsNone),
        Just(Asked::NIsSome),
        text("c").prop_map(Asked::Code),
        text("c").prop_map(Asked::CodeStarts),
        text("").prop_map(Asked::CodeEnds),
        text("").prop_map(Asked::CodeContains),
        text("^c.?").prop_map(Asked::CodeMatches),
        (op(), prop_oneof![Just(f64::NAN), Just(0.0), -2.0..2.0])
            .prop_map(|(op, score)| Asked::Score(op, score)),
        (0..5_u32).prop_map(Asked::Tag),
        (0..5_u32).prop_map(Asked::AnyTag),
        (0..5_u32).prop_map(Asked::AllTags),
        (0..5_u32).prop_map(Asked::Mark),
        (0..5_u32).prop_map(Asked::AnyMark),
        (0..5_u32).prop_map(Asked::AllMarks),
        (0..3_u32).prop_map(Asked::ByRow),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        let pair = || (inner.clone(), inner.clone()).prop_map(|(l, r)| (Box::new(l), Box::new(r)));
        prop_oneof![
            3 => pair().prop_map(|(left, right)| Asked::And(left, right)),
            1 => pair().prop_map(|(left, right)| Asked::Or(left, right)),
            1 => inner.clone().prop_map(|inner| Asked::Not(Box::new(inner))),
        ]
    })
}

/// SQL's logic, in the plainest words.
fn holds(asked: &Asked, thing: &Thing) -> Option<bool> {
    Some(match asked {
        Asked::Id(op, id) => compared(*op, &thing.id, id),
        Asked::IdIn(ids) => ids.contains(&thing.id),
        Asked::Kind(op, kind) => compared(*op, &thing.kind, kind),
        Asked::KindIn(kinds) => kinds.contains(&thing.kind),
        Asked::IsNew(is_new) => thing.is_new == *is_new,
        Asked::N(op, n) => compared(*op, &thing.n?, n),
        Asked::NBetween(low, high) => thing.n? >= *low && thing.n? <= *high,
        Asked::NAgainstM(op) => compared(*op, &thing.n?, &thing.m?),
        Asked::NIsNone => thing.n.is_none(),
        Asked::NIsSome => thing.n.is_some(),
        Asked::Code(code) => thing.code.as_ref()? == code,
        Asked::CodeStarts(start) => thing.code.as_ref()?.starts_with(start),
        Asked::CodeEnds(end) => thing.code.as_ref()?.ends_with(end),
        Asked::CodeContains(part) => thing.code.as_ref()?.contains(part),
        // `^c.?` and a number
        Asked::CodeMatches(pattern) => {
            let (number, code) = (&pattern[4..], thing.code.as_ref()?);
            code[1..].starts_with(number)
                || code.get(2..).is_some_and(|rest| rest.starts_with(number))
        }
        Asked::Score(op, score) => compared(*op, &thing.score, score),
        Asked::Tag(tag) => thing.tags.contains(tag),
        Asked::AnyTag(least) => thing.tags.iter().any(|tag| tag >= least),
        Asked::AllTags(least) => thing.tags.iter().all(|tag| tag >= least),
        Asked::Mark(mark) => thing.marks.as_ref()?.contains(mark),
        Asked::AnyMark(least) => thing.marks.as_ref()?.iter().any(|mark| mark >= least),
        Asked::AllMarks(least) => thing.marks.as_ref()?.iter().all(|mark| mark >= least),
        Asked::ByRow(rest) => thing.id % 3 == *rest,
        Asked::And(left, right) => match (holds(left, thing), holds(right, thing)) {
            (Some(false), _) | (_, Some(false)) => false,
            (left, right) => left? && right?,
        },
        Asked::Or(left, right) => match (holds(left, thing), holds(right, thing)) {
            (Some(true), _) | (_, Some(true)) => true,
            (left, right) => left? || right?,
        },
        Asked::Not(inner) => !holds(inner, thing)?,
    })
}

fn compared<T: PartialOrd>(op: Op, left: &T, right: &T) -> bool {
    match op {
        Op::Eq => left == right,
        Op::Ne => left != right,
        Op::Lt => left < right,
        Op::Le => left <= right,
        Op::Gt => left > right,
        Op::Ge => left >= right,
    }
}

fn found<'a>(asked: &'a Asked, things: &'a [Thing]) -> impl Iterator<Item = &'a Thing> {
    things
        .iter()
        .filter(|thing| holds(asked, thing) == Some(true))
}

fn ids<'a>(things: impl IntoIterator<Item = &'a Thing>) -> Vec<u32> {
    things.into_iter().map(|thing| thing.id).collect()
}

/// One of the orders asked for.
#[derive(Clone, Copy, Debug)]
enum Order {
    N,
    NDescNullsLast,
    ScoreThenKindDesc,
    NNullsFirstThenIdDesc,
}

fn orders() -> impl Strategy<Value = Order> {
    prop_oneof![
        Just(Order::N),
        Just(Order::NDescNullsLast),
        Just(Order::ScoreThenKindDesc),
        Just(Order::NNullsFirstThenIdDesc),
    ]
}

/// Nulls as the first of a pair: `false` before `true`.
fn order(order: Order, left: &Thing, right: &Thing) -> Ordering {
    let scores = || left.score.partial_cmp(&right.score);
    match order {
        Order::N => (left.n.is_none(), left.n).cmp(&(right.n.is_none(), right.n)),
        Order::NDescNullsLast => {
            let nulls = left.n.is_none().cmp(&right.n.is_none());
            nulls.then(right.n.cmp(&left.n))
        }
        Order::ScoreThenKindDesc => scores()
            .unwrap_or_else(|| left.score.is_nan().cmp(&right.score.is_nan()))
            .then(right.kind.cmp(&left.kind)),
        Order::NNullsFirstThenIdDesc => left.n.cmp(&right.n).then(right.id.cmp(&left.id)),
    }
}

/// What is compared of a row of the tables, and of the joins.
type Pairs = Vec<(u32, Option<u32>)>;

macro_rules! tables_of_things {
    ($($table:ident: $id:meta, $kind:meta, $n:meta, $code:meta, $group:meta;)+) => {$(
        mod $table {
            use super::*;

            #[derive(MemTable, Clone, Debug)]
            #[$group]
            pub(super) struct Row {
                #[$id]
                pub(super) id: u32,
                #[$kind]
                kind: u8,
                is_new: bool,
                #[$n]
                n: Option<i16>,
                m: Option<i16>,
                #[$code]
                code: Option<String>,
                score: f64,
                tags: Vec<u32>,
                marks: Option<Vec<u32>>,
            }

            pub(super) fn table(things: &[Thing]) -> Table<Row> {
                let row = |thing: Thing| {
                    let Thing { id, kind, is_new, n, m, code, score, tags, marks } = thing;
                    Row { id, kind, is_new, n, m, code, score, tags, marks }
                };
                Table::from_rows(things.iter().cloned().map(row)).unwrap()
            }

            pub(super) fn filter(asked: &Asked) -> Filter<Row, Box<dyn Predicate<Row>>> {
                macro_rules! compare {
                    ($op:expr, $column:expr, $value:expr) => {
                        match $op {
                            Op::Eq => $column.eq($value).boxed(),
                            Op::Ne => $column.ne($value).boxed(),
                            Op::Lt => $column.lt($value).boxed(),
                            Op::Le => $column.le($value).boxed(),
                            Op::Gt => $column.gt($value).boxed(),
                            Op::Ge => $column.ge($value).boxed(),
                        }
                    };
                }
                match asked.clone() {
                    Asked::Id(op, id) => compare!(op, Row::ID, id),
                    Asked::IdIn(ids) => Row::ID.is_in(ids).boxed(),
                    Asked::Kind(op, kind) => compare!(op, Row::KIND, kind),
                    Asked::KindIn(kinds) => Row::KIND.is_in(kinds).boxed(),
                    Asked::IsNew(is_new) => Row::IS_NEW.eq(is_new).boxed(),
                    Asked::N(op, n) => compare!(op, Row::N, n),
                    Asked::NBetween(low, high) => Row::N.between(low, high).boxed(),
                    Asked::NAgainstM(op) => compare!(op, Row::N, Row::M),
                    Asked::NIsNone => Row::N.is_none().boxed(),
                    Asked::NIsSome => Row::N.is_some().boxed(),
                    Asked::Code(code) => Row::CODE.eq(&*code).boxed(),
                    Asked::CodeStarts(start) => Row::CODE.starts_with(&start).boxed(),
                    Asked::CodeEnds(end) => Row::CODE.ends_with(&end).boxed(),
                    Asked::CodeContains(part) => Row::CODE.contains(&*part).boxed(),
                    Asked::CodeMatches(pattern) => Row::CODE.matches(&pattern).unwrap().boxed(),
                    Asked::Score(op, score) => compare!(op, Row::SCORE, score),
                    Asked::Tag(tag) => Row::TAGS.contains(tag).boxed(),
                    Asked::AnyTag(least) => Row::TAGS.any(move |tag| *tag >= least).boxed(),
                    Asked::AllTags(least) => Row::TAGS.all(move |tag| *tag >= least).boxed(),
                    Asked::Mark(mark) => Row::MARKS.contains(mark).boxed(),
                    Asked::AnyMark(least) => Row::MARKS.any(move |mark| *mark >= least).boxed(),
                    Asked::AllMarks(least) => Row::MARKS.all(move |mark| *mark >= least).boxed(),
                    Asked::ByRow(rest) => Row::ID.ge(0).and_where(move |row| row.id % 3 == rest).boxed(),
                    Asked::And(left, right) => filter(&left).and(filter(&right)).boxed(),
                    Asked::Or(left, right) => filter(&left).or(filter(&right)).boxed(),
                    Asked::Not(inner) => filter(&inner).not().boxed(),
                }
            }

            pub(super) fn ids<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<u32> {
                rows.into_iter().map(|row| row.id).collect()
            }

            pub(super) fn check_filter(asked: &Asked, things: &[Thing]) {
                let (table, expected) = (table(things), super::ids(found(asked, things)));
                let query = table.filter(filter(asked));
                assert_eq!(ids(&query), expected, "{}", query.explain());
                assert_eq!(ids(query.iter()), expected);
                assert_eq!(ids(query.to_vec()), expected);
                assert_eq!(query.count(), expected.len());
                assert_eq!(query.exists(), !expected.is_empty());
                assert_eq!(query.first().map(|row| row.id), expected.first().copied());
                assert_eq!(query.exactly_one().is_ok(), expected.len() == 1);
                assert!(query.explain().n_looked_at >= expected.len());
                let indexed = table.refuse_scans().filter(filter(asked));
                let indexed = indexed.map(|query| ids(query));
                assert!(indexed.is_err() || indexed.ok() == Some(expected));
            }

            pub(super) fn check_order(asked: &Asked, things: &[Thing], by: Order, page: (usize, usize)) {
                let table = table(things);
                let mut expected: Vec<&Thing> = found(asked, things).collect();
                expected.sort_by(|left, right| order(by, left, right));
                let expected = super::ids(expected.into_iter().skip(page.0).take(page.1));
                let query = table.filter(filter(asked)).offset(page.0).limit(page.1);
                let query = match by {
                    Order::N => query.order_by(Row::N.asc()),
                    Order::NDescNullsLast => query.order_by((Row::N.desc().nulls_last(),)),
                    Order::ScoreThenKindDesc => query.order_by((Row::SCORE.asc(), Row::KIND.desc())),
                    Order::NNullsFirstThenIdDesc => query.order_by((Row::N.asc().nulls_first(), Row::ID.desc())),
                };
                assert_eq!(query.first().map(|row| row.id), expected.first().copied());
                assert_eq!(query.count(), expected.len());
                assert_eq!(ids(query.iter()), expected);
                let selected = query.select((Row::ID, Row::KIND));
                assert_eq!(selected.iter().map(|(id, _)| *id).collect::<Vec<_>>(), expected);
                assert_eq!(selected.into_iter().map(|(id, _)| *id).collect::<Vec<_>>(), expected);
            }

            pub(super) fn check_groups(asked: &Asked, things: &[Thing], page: (usize, usize)) {
                let table = table(things);
                let mut keys: Vec<(Option<i16>, bool)> = Vec::new();
                for thing in found(asked, things) {
                    if !keys.contains(&(thing.n, thing.is_new)) {
                        keys.push((thing.n, thing.is_new));
                    }
                }
                let query = || table.filter(filter(asked));
                let groups = query().group_by((Row::N, Row::IS_NEW));
                let asked_for = (count(), sum(Row::KIND), sum(Row::M), avg(Row::M), min(Row::M), max(Row::CODE));
                let groups: Vec<_> = groups.aggregate(asked_for).into_iter().collect();
                let found_keys: Vec<_> = groups.iter().map(|((n, is_new), _)| (**n, **is_new)).collect();
                assert_eq!(found_keys, keys);
                for ((n, is_new), answer) in groups {
                    let group: Vec<&Thing> = found(asked, things)
                        .filter(|thing| thing.n == *n && thing.is_new == *is_new)
                        .collect();
                    let values: Vec<i64> = group.iter().filter_map(|thing| thing.m).map(i64::from).collect();
                    let total: i64 = values.iter().sum();
                    let average = (!values.is_empty()).then(|| total as f64 / values.len() as f64);
                    let least = group.iter().filter_map(|thing| thing.m.as_ref()).min();
                    let greatest = group.iter().filter_map(|thing| thing.code.as_ref()).max();
                    let kinds = group.iter().map(|thing| u64::from(thing.kind)).sum::<u64>();
                    assert_eq!(answer, (group.len(), kinds, total, average, least, greatest));
                }
                let distinct = query().select((Row::N, Row::IS_NEW)).distinct().offset(page.0).limit(page.1);
                let distinct: Vec<_> = distinct.into_iter().map(|(n, is_new)| (*n, *is_new)).collect();
                let expected: Vec<_> = keys.iter().skip(page.0).take(page.1).copied().collect();
                assert_eq!(distinct, expected);
            }

            pub(super) fn check_joins(asked: &Asked, things: &[Thing], others: (&Asked, &[Thing])) {
                let (left, right) = (table(things), table(others.1));
                let query = || left.filter(filter(asked));
                let expected = |joins: fn(&Thing, &Thing) -> bool, others: Vec<&Thing>| -> Pairs {
                    let pairs = found(asked, things).flat_map(|thing| {
                        let partners: Vec<_> = others.iter().filter(|other| joins(thing, other)).collect();
                        let none = partners.is_empty().then_some((thing.id, None));
                        let some = partners.into_iter().map(|other| (thing.id, Some(other.id)));
                        none.into_iter().chain(some).collect::<Vec<_>>()
                    });
                    pairs.collect()
                };
                let pairs_of_left = |pairs: Vec<(&Row, Option<&Row>)>| -> Pairs {
                    pairs.into_iter().map(|(left, right)| (left.id, right.map(|right| right.id))).collect()
                };
                let same_n = |left: &Thing, right: &Thing| left.n.is_some() && left.n == right.n;
                let joined = query().left_join_on(&right, Row::N, Row::N);
                let all = expected(same_n, others.1.iter().collect());
                assert_eq!(pairs_of_left(joined.to_vec()), all);
                assert_eq!(pairs_of_left(joined.into_iter().collect()), all);

                let inner = query().join_on(&right, Row::N, Row::N);
                let matched: Vec<_> = all.into_iter().filter_map(|(left, right)| Some((left, right?))).collect();
                assert_eq!(inner.count(), matched.len());
                assert_eq!(inner.into_iter().map(|(left, right)| (left.id, right.id)).collect::<Vec<_>>(), matched);

                let of_code = |left: &Thing, right: &Thing| left.code.is_some() && left.code == right.code;
                let joined = query().left_join_on(right.filter(filter(others.0)), Row::CODE, Row::CODE);
                let all = expected(of_code, found(others.0, others.1).collect());
                assert_eq!(pairs_of_left(joined.to_vec()), all);

                // The least three of the other table.
                let some = right.order_by(Row::N.desc()).limit(3);
                let joined = query().left_join_on(some, Row::KIND, Row::KIND);
                let mut least: Vec<&Thing> = others.1.iter().collect();
                least.sort_by_key(|thing| (thing.n.is_some(), std::cmp::Reverse(thing.n)));
                least.truncate(3);
                let all = expected(|left, right| left.kind == right.kind, least);
                assert_eq!(pairs_of_left(joined.to_vec()), all);
            }

            pub(super) fn check_writes(asked: &Asked, things: &[Thing], also: &Asked) {
                let mut table = table(things);
                let mut expected = things.to_vec();

                let written = table.update_where(filter(asked)).set(Row::KIND, 3).set_with(Row::N, |row| row.m).run();
                let n_found = found(asked, things).count();
                for thing in expected.iter_mut().filter(|thing| holds(asked, thing) == Some(true)) {
                    (thing.kind, thing.n) = (3, thing.m);
                }
                let written = written.unwrap();
                assert_eq!(written.rows_in, n_found);
                assert_eq!(written.updated + written.unchanged, n_found);
                table.verify().unwrap();
                assert_eq!(ids(table.filter(filter(also))), super::ids(found(also, &expected)));

                let deleted = table.delete_where(filter(also)).unwrap().deleted;
                let n_before = expected.len();
                expected.retain(|thing| holds(also, thing) != Some(true));
                assert_eq!(deleted, n_before - expected.len());
                table.verify().unwrap();
                assert_eq!(ids(&table), super::ids(&expected));
                assert_eq!(ids(table.filter(filter(asked))), super::ids(found(asked, &expected)));
            }
        }
    )+};
}

tables_of_things! {
    bare: doc = "plain", doc = "plain", doc = "plain", doc = "plain", doc = "plain";
    keyed: memtable(primary_key), doc = "plain", doc = "plain", doc = "plain", doc = "plain";
    indexed: doc = "plain", memtable(index), doc = "plain", doc = "plain", doc = "plain";
    ordered: doc = "plain", doc = "plain", memtable(index(ordered)), doc = "plain", doc = "plain";
    unique: doc = "plain", doc = "plain", doc = "plain", memtable(unique), doc = "plain";
    grouped: doc = "plain", doc = "plain", doc = "plain", doc = "plain", memtable(index(kind, is_new));
    whole: memtable(primary_key), memtable(index), memtable(index(ordered)), memtable(unique), memtable(index(kind, is_new));
}

/// The same check of every kind of table.
macro_rules! check_each {
    ($check:ident($($arg:expr),*)) => {
        bare::$check($($arg),*);
        keyed::$check($($arg),*);
        indexed::$check($($arg),*);
        ordered::$check($($arg),*);
        unique::$check($($arg),*);
        grouped::$check($($arg),*);
        whole::$check($($arg),*);
    };
}

proptest! {
    // Each case runs on seven tables.
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_condition_finds_what_a_naive_evaluation_finds(asked in asked(), things in things()) {
        check_each!(check_filter(&asked, &things));
    }

    #[test]
    fn rows_come_in_the_order_and_on_the_page_asked_for(
        asked in asked(), things in things(), by in orders(), page in (0..5_usize, 0..30_usize),
    ) {
        check_each!(check_order(&asked, &things, by, page));
    }

    #[test]
    fn groups_and_their_sums_are_those_of_a_naive_evaluation(
        asked in asked(), things in things(), page in (0..3_usize, 0..9_usize),
    ) {
        check_each!(check_groups(&asked, &things, page));
    }

    #[test]
    fn joins_are_nested_loops(asked in asked(), things in things(), also in asked(), others in things()) {
        check_each!(check_joins(&asked, &things, (&also, &others)));
    }

    #[test]
    fn writes_by_query_change_what_it_finds(asked in asked(), things in things(), also in asked()) {
        check_each!(check_writes(&asked, &things, &also));
    }
}
