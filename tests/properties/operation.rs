//! What can be done to a table, at random: small domains, so that keys meet and rules are broken often.

use memtable::write::{
    self, OnDuplicate, OnViolation, Strategy as MergeStrategy, TouchesMatched, Updates, Write,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::piece::{Piece, Slot};

#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) mode: Mode,
    pub(crate) rows: Vec<Piece>,
    pub(crate) quarantine: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    Append,
    Replace,
    Merge(Merge),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Merge {
    pub(crate) key: Key,
    pub(crate) strategy: MergeStrategy,
    pub(crate) duplicates: Duplicates,
    pub(crate) columns: Columns,
    pub(crate) mark: Option<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Key {
    Id,
    Slot,
    Place,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Duplicates {
    Refuse,
    KeepFirst,
    KeepLast,
    KeepHeaviest,
    KeepLightest,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Columns {
    All,
    Rank,
    KindAndSlot,
    IdShelfAndWeight,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark {
    Gone,
    Rank,
}

/// What an update does to its row.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Nothing,
    Id(String),
    Slot(Option<u8>),
    Place(u8, Option<u8>),
    KindAndRank(u8, Option<i32>),
    Weight(f64),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    Commit,
    Fail,
    Panic,
}

#[derive(Clone, Debug)]
pub(crate) enum Operation {
    Write(Request),
    /// A merge of rows that are stored, found by their places and edited.
    MergeStored(Merge, Vec<(usize, Edit)>),
    Insert(Piece),
    Update(String, Edit),
    Remove(String),
    Retain(u8),
    Clear,
    Compact,
    Snapshot,
    Restore,
    Transaction(Vec<Operation>, End),
}

/// An operation, and how many calls of user code go well in it.
pub(crate) fn operations(n: usize) -> impl Strategy<Value = Vec<(Operation, Option<u32>)>> {
    vec((operation(), option::weighted(0.3, 0_u32..60)), 1..n)
}

fn operation() -> impl Strategy<Value = Operation> {
    let transaction =
        (vec(single(), 0..4), end()).prop_map(|(work, end)| Operation::Transaction(work, end));
    prop_oneof![8 => single(), 1 => transaction]
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![Just(End::Commit), Just(End::Fail), Just(End::Panic)]
}

fn single() -> impl Strategy<Value = Operation> {
    prop_oneof![
        8 => request().prop_map(Operation::Write),
        6 => (merge(), vec((0_usize..8, edit()), 1..5)).prop_map(|(merge, edits)| Operation::MergeStored(merge, edits)),
        2 => piece().prop_map(Operation::Insert),
        4 => (id(), edit()).prop_map(|(id, edit)| Operation::Update(id, edit)),
        2 => id().prop_map(Operation::Remove),
        1 => (0_u8..4).prop_map(Operation::Retain),
        1 => prop_oneof![
            1 => Just(Operation::Clear),
            6 => Just(Operation::Compact),
            2 => Just(Operation::Restore),
        ],
        2 => Just(Operation::Snapshot),
    ]
}

fn request() -> impl Strategy<Value = Request> {
    (mode(), vec(piece(), 0..6), any::<bool>()).prop_map(|(mode, rows, quarantine)| Request {
        mode,
        rows,
        quarantine,
    })
}

fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![
        6 => Just(Mode::Append),
        1 => Just(Mode::Replace),
        12 => merge().prop_map(Mode::Merge),
    ]
}

fn merge() -> impl Strategy<Value = Merge> {
    let key = prop_oneof![4 => Just(Key::Id), 1 => Just(Key::Slot), 1 => Just(Key::Place)];
    let strategy = prop_oneof![
        4 => Just(MergeStrategy::Upsert),
        1 => Just(MergeStrategy::InsertOnly),
        1 => Just(MergeStrategy::UpdateOnly),
        1 => Just(MergeStrategy::DeleteInsert),
    ];
    let duplicates = prop_oneof![
        Just(Duplicates::Refuse),
        Just(Duplicates::KeepFirst),
        Just(Duplicates::KeepLast),
        Just(Duplicates::KeepHeaviest),
        Just(Duplicates::KeepLightest),
    ];
    let columns = prop_oneof![
        3 => Just(Columns::All),
        1 => Just(Columns::Rank),
        1 => Just(Columns::KindAndSlot),
        1 => Just(Columns::IdShelfAndWeight),
    ];
    let mark = option::weighted(0.3, prop_oneof![Just(Mark::Gone), Just(Mark::Rank)]);
    (key, strategy, duplicates, columns, mark).prop_map(
        |(key, strategy, duplicates, columns, mark)| {
            let updates = matches!(strategy, MergeStrategy::Upsert | MergeStrategy::UpdateOnly);
            Merge {
                key,
                strategy,
                duplicates,
                columns: if updates { columns } else { Columns::All },
                mark: mark.filter(|_| strategy != MergeStrategy::InsertOnly),
            }
        },
    )
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        Just(Edit::Nothing),
        id().prop_map(Edit::Id),
        option::of(0_u8..6).prop_map(Edit::Slot),
        (0_u8..3, option::of(0_u8..3)).prop_map(|(shelf, place)| Edit::Place(shelf, place)),
        (0_u8..4, rank()).prop_map(|(kind, rank)| Edit::KindAndRank(kind, rank)),
        weight().prop_map(Edit::Weight),
    ]
}

fn id() -> impl Strategy<Value = String> {
    (0_u8..8).prop_map(|n| format!("p{n}"))
}

fn rank() -> impl Strategy<Value = Option<i32>> {
    option::of(prop_oneof![19 => -2_i32..=5, 1 => Just(9)])
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => Just(1.5),
        6 => Just(-0.5),
        2 => Just(0.0),
        2 => Just(-0.0),
        4 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
    ]
}

pub(crate) fn piece() -> impl Strategy<Value = Piece> {
    let slot = option::weighted(0.4, (0_u8..6).prop_map(Slot));
    let place = option::weighted(0.4, 0_u8..3);
    let gone = prop::bool::weighted(0.2);
    let columns = (id(), slot, 0_u8..3, place, 0_u8..4, rank(), weight(), gone);
    columns.prop_map(|(id, slot, shelf, place, kind, rank, weight, gone)| Piece {
        id,
        slot,
        shelf,
        place,
        kind,
        rank,
        weight,
        gone,
    })
}

impl Edit {
    pub(crate) fn apply(&self, row: &mut Piece) {
        match self {
            Edit::Nothing => {}
            Edit::Id(id) => row.id.clone_from(id),
            Edit::Slot(slot) => row.slot = slot.map(Slot),
            Edit::Place(shelf, place) => (row.shelf, row.place) = (*shelf, *place),
            Edit::KindAndRank(kind, rank) => (row.kind, row.rank) = (*kind, *rank),
            Edit::Weight(weight) => row.weight = *weight,
        }
    }
}

impl Request {
    pub(crate) fn write(&self) -> Write<Piece> {
        let on_violation = if self.quarantine {
            OnViolation::Quarantine
        } else {
            OnViolation::Reject
        };
        let request = match &self.mode {
            Mode::Append => Write::append(),
            Mode::Replace => Write::replace(),
            Mode::Merge(merge) => merge.write(),
        };
        request.on_violation(on_violation)
    }
}

impl Merge {
    fn write(self) -> Write<Piece> {
        let merge = match self.key {
            Key::Id => Write::merge(),
            Key::Slot => Write::merge_on(Piece::SLOT),
            Key::Place => Write::merge_on((Piece::SHELF, Piece::PLACE)),
        };
        let merge = match self.duplicates {
            Duplicates::Refuse => merge,
            Duplicates::KeepFirst => merge.on_duplicate(OnDuplicate::KEEP_FIRST),
            Duplicates::KeepLast => merge.on_duplicate(OnDuplicate::KEEP_LAST),
            Duplicates::KeepHeaviest => merge.on_duplicate(OnDuplicate::keep_max_by(Piece::WEIGHT)),
            Duplicates::KeepLightest => merge.on_duplicate(OnDuplicate::keep_min_by(Piece::WEIGHT)),
        };
        match self.strategy {
            MergeStrategy::Upsert => self.deleting(self.updating(merge)).into(),
            MergeStrategy::InsertOnly => merge.insert_only().into(),
            MergeStrategy::UpdateOnly => self.deleting(self.updating(merge.update_only())).into(),
            MergeStrategy::DeleteInsert => self.deleting(merge.delete_insert()).into(),
        }
    }

    fn updating<S: Updates>(self, merge: write::Merge<Piece, S>) -> write::Merge<Piece, S> {
        match self.columns {
            Columns::All => merge,
            Columns::Rank => merge.updating(Piece::RANK),
            Columns::KindAndSlot => merge.updating((Piece::KIND, Piece::SLOT)),
            Columns::IdShelfAndWeight => merge.updating((Piece::WEIGHT, Piece::ID, Piece::SHELF)),
        }
    }

    fn deleting<S: TouchesMatched>(self, merge: write::Merge<Piece, S>) -> write::Merge<Piece, S> {
        match self.mark {
            None => merge,
            Some(Mark::Gone) => merge.hard_delete(Piece::GONE),
            Some(Mark::Rank) => merge.hard_delete(Piece::RANK),
        }
    }
}
