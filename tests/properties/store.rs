//! Transactions over tables that reference each other, beside maps of which the whole is checked each time.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use memtable::{Error, MemTable, Store};
use proptest::prelude::*;

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "teams")]
struct Team {
    #[memtable(primary_key)]
    id: u8,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users")]
struct User {
    #[memtable(primary_key)]
    id: u8,
    #[memtable(references = Team::ID, on_delete = set_null, index)]
    team: Option<u8>,
    #[memtable(references = User::ID)]
    boss: Option<u8>,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "notes")]
struct Note {
    #[memtable(primary_key)]
    id: u8,
    #[memtable(references = User::ID, on_delete = cascade)]
    user: u8,
}

#[derive(Clone, Debug)]
enum Step {
    AddTeam(u8),
    RemoveTeam(u8),
    AddUser(u8, Option<u8>, Option<u8>),
    MoveUser(u8, Option<u8>),
    RemoveUser(u8),
    PutNote(u8, u8),
    RemoveNote(u8),
    ClearTeams,
    Panic,
}

#[expect(
    clippy::zero_sized_map_values,
    reason = "the tables of the model are of one kind"
)]
#[derive(Clone, Debug, Default, PartialEq)]
struct Model {
    teams: BTreeMap<u8, ()>,
    users: BTreeMap<u8, (Option<u8>, Option<u8>)>,
    notes: BTreeMap<u8, u8>,
}

impl Model {
    /// The model after the steps, where all of them can be done.
    fn after(&self, steps: &[Step]) -> Option<Model> {
        let mut after = self.clone();
        for step in steps {
            after.step(step)?;
        }
        after.follow_deletes(self);
        after.keeps_references().then_some(after)
    }

    fn step(&mut self, step: &Step) -> Option<()> {
        let is_new = match *step {
            Step::AddTeam(id) => self.teams.insert(id, ()).is_none(),
            Step::AddUser(id, team, boss) => self.users.insert(id, (team, boss)).is_none(),
            Step::RemoveTeam(id) => self.teams.remove(&id).is_none_or(|()| true),
            Step::MoveUser(id, team) => {
                self.users.entry(id).and_modify(|user| user.0 = team);
                true
            }
            Step::RemoveUser(id) => self.users.remove(&id).is_none_or(|_| true),
            Step::PutNote(id, user) => self.notes.insert(id, user).is_none_or(|_| true),
            Step::RemoveNote(id) => self.notes.remove(&id).is_none_or(|_| true),
            Step::ClearTeams => {
                self.teams.clear();
                true
            }
            Step::Panic => false,
        };
        is_new.then_some(())
    }

    fn follow_deletes(&mut self, before: &Model) {
        for team in before
            .teams
            .keys()
            .filter(|id| !self.teams.contains_key(id))
        {
            for user in self.users.values_mut().filter(|user| user.0 == Some(*team)) {
                user.0 = None;
            }
        }
        let users = &self.users;
        let is_gone = |id: &u8| before.users.contains_key(id) && !users.contains_key(id);
        self.notes.retain(|_, user| !is_gone(user));
    }

    fn keeps_references(&self) -> bool {
        let users = self.users.values().all(|(team, boss)| {
            team.is_none_or(|id| self.teams.contains_key(&id))
                && boss.is_none_or(|id| self.users.contains_key(&id))
        });
        users
            && self
                .notes
                .values()
                .all(|user| self.users.contains_key(user))
    }

    fn of(store: &Store) -> Result<Model, Error> {
        let tables = store.snapshot();
        let teams = tables.table::<Team>("teams")?;
        let users = tables.table::<User>("users")?;
        let notes = tables.table::<Note>("notes")?;
        teams.verify().unwrap();
        users.verify().unwrap();
        notes.verify().unwrap();
        Ok(Model {
            teams: teams.iter().map(|team| (team.id, ())).collect(),
            users: users
                .iter()
                .map(|user| (user.id, (user.team, user.boss)))
                .collect(),
            notes: notes.iter().map(|note| (note.id, note.user)).collect(),
        })
    }
}

/// Runs the steps as one transaction, and tells whether it landed.
fn run(store: &Store, steps: &[Step]) -> bool {
    let transaction = || {
        store.transaction(|tx| {
            for step in steps {
                match *step {
                    Step::AddTeam(id) => tx.table("teams")?.insert(Team { id })?,
                    Step::RemoveTeam(id) => {
                        tx.table::<Team>("teams")?.remove(&id)?;
                    }
                    Step::AddUser(id, team, boss) => {
                        tx.table("users")?.insert(User { id, team, boss })?;
                    }
                    Step::MoveUser(id, team) => {
                        tx.table::<User>("users")?
                            .update(&id, |user| user.team = team)?;
                    }
                    Step::RemoveUser(id) => {
                        tx.table::<User>("users")?.remove(&id)?;
                    }
                    Step::PutNote(id, user) => {
                        tx.table::<Note>("notes")?.merge([Note { id, user }])?;
                    }
                    Step::RemoveNote(id) => {
                        tx.table::<Note>("notes")?.remove(&id)?;
                    }
                    Step::ClearTeams => tx.table::<Team>("teams")?.clear(),
                    Step::Panic => std::panic::resume_unwind(Box::new("on the way")),
                }
            }
            Ok::<_, Error>(())
        })
    };
    matches!(catch_unwind(AssertUnwindSafe(transaction)), Ok(Ok(())))
}

fn step() -> impl Strategy<Value = Step> {
    let id = || 0_u8..5;
    let maybe = || prop::option::of(0_u8..5);
    prop_oneof![
        4 => id().prop_map(Step::AddTeam),
        2 => id().prop_map(Step::RemoveTeam),
        6 => (id(), maybe(), maybe()).prop_map(|(id, team, boss)| Step::AddUser(id, team, boss)),
        3 => (id(), maybe()).prop_map(|(id, team)| Step::MoveUser(id, team)),
        3 => id().prop_map(Step::RemoveUser),
        4 => (id(), id()).prop_map(|(id, user)| Step::PutNote(id, user)),
        1 => id().prop_map(Step::RemoveNote),
        1 => Just(Step::ClearTeams),
        1 => Just(Step::Panic),
    ]
}

proptest! {
    #[test]
    fn transactions_land_whole_with_their_references_or_not_at_all(
        transactions in prop::collection::vec(prop::collection::vec(step(), 1..6), 1..25),
    ) {
        let (store, mut model) = (Store::new(), Model::default());
        store.create::<Team>("teams").unwrap();
        store.create::<User>("users").unwrap();
        store.create::<Note>("notes").unwrap();
        for steps in &transactions {
            let after = model.after(steps);
            prop_assert_eq!(run(&store, steps), after.is_some(), "{:?}", steps);
            model = after.unwrap_or(model);
            prop_assert_eq!(&Model::of(&store).unwrap(), &model);
        }
    }
}
