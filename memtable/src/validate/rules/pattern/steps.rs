//! Expressions that need no way back: a start, then bytes of one set after those of another, `^SKU-[0-9]{12}$`.

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// Sets of bytes, one after the other. Each takes all that it can: what follows it starts with other bytes.
#[derive(Debug)]
pub(crate) struct Steps {
    steps: Vec<Step>,
    end: End,
}

/// So many bytes of a set.
#[derive(Debug)]
struct Step {
    /// The bytes of ASCII that are in the set; what else is in it the expression knows.
    set: [bool; 128],
    min: usize,
    max: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// Anything may follow.
    Open,
    /// The text ends with the last step.
    Closed,
}

impl Steps {
    /// The steps of an expression; none where it is more than that.
    pub(super) fn new(source: &str) -> Option<Self> {
        let mut found = Steps {
            steps: Vec::new(),
            end: End::Open,
        };
        let hir = regex_syntax::parse(source).ok()?;
        let parts = match hir.kind() {
            HirKind::Concat(parts) => parts.as_slice(),
            _ => std::slice::from_ref(&hir),
        };
        let (start, mut parts) = parts.split_first()?;
        if let Some((last, others)) = parts.split_last()
            && *last.kind() == HirKind::Look(Look::End)
        {
            (found.end, parts) = (End::Closed, others);
        }
        if *start.kind() != HirKind::Look(Look::Start) || !parts.iter().all(|part| found.add(part))
        {
            return None;
        }
        found.never_goes_back().then_some(found)
    }

    /// Adds a part of an expression; false where it is no step.
    fn add(&mut self, part: &Hir) -> bool {
        match part.kind() {
            HirKind::Empty => true,
            HirKind::Literal(literal) => literal.0.iter().all(|byte| {
                let set = single(*byte);
                self.steps.extend(set.map(|set| Step {
                    set,
                    min: 1,
                    max: 1,
                }));
                set.is_some()
            }),
            HirKind::Class(class) => {
                self.steps.push(Step {
                    set: in_ascii(class),
                    min: 1,
                    max: 1,
                });
                true
            }
            HirKind::Repetition(Repetition { min, max, sub, .. }) => {
                let set = match sub.kind() {
                    HirKind::Class(class) => Some(in_ascii(class)),
                    HirKind::Literal(literal) => match *literal.0 {
                        [byte] => single(byte),
                        _ => None,
                    },
                    _ => None,
                };
                let most = |max: &Option<u32>| max.map_or(usize::MAX, |max| max as usize);
                self.steps.extend(set.map(|set| Step {
                    set,
                    min: *min as usize,
                    max: most(max),
                }));
                set.is_some()
            }
            HirKind::Capture(group) => self.add(&group.sub),
            HirKind::Concat(parts) => parts.iter().all(|part| self.add(part)),
            HirKind::Look(_) | HirKind::Alternation(_) => false,
        }
    }

    /// Whether no step takes a byte that one after it needs.
    fn never_goes_back(&self) -> bool {
        self.steps.iter().enumerate().all(|(at, step)| {
            let mut others = self.steps.iter().skip(at + 1);
            let after = others.by_ref().take_while(|other| other.min == 0);
            let mut after: Vec<&Step> = after.collect();
            after.extend(self.steps.get(at + 1 + after.len()));
            step.min == step.max || after.iter().all(|other| are_apart(&step.set, &other.set))
        })
    }

    /// Whether the text matches; unknown where a byte past ASCII decides.
    pub(super) fn is_match(&self, mut text: &[u8]) -> Option<bool> {
        for Step { set, min, max } in &self.steps {
            let mut n = 0;
            while n < *max
                && let Some((byte, rest)) = text.split_first()
            {
                match set.get(usize::from(*byte)) {
                    Some(true) => (n, text) = (n + 1, rest),
                    Some(false) => break,
                    None => return None,
                }
            }
            if n < *min {
                return Some(false);
            }
        }
        Some(self.end == End::Open || text.is_empty())
    }
}

/// The set of one byte of ASCII.
fn single(byte: u8) -> Option<[bool; 128]> {
    let mut set = [false; 128];
    *set.get_mut(usize::from(byte))? = true;
    Some(set)
}

/// What of a class is ASCII.
fn in_ascii(class: &Class) -> [bool; 128] {
    let mut set = [false; 128];
    for (byte, is_in) in (0_u8..).zip(&mut set) {
        *is_in = match class {
            Class::Unicode(class) => {
                let mut ranges = class.ranges().iter();
                ranges.any(|range| (range.start()..=range.end()).contains(&char::from(byte)))
            }
            Class::Bytes(class) => {
                let mut ranges = class.ranges().iter();
                ranges.any(|range| (range.start()..=range.end()).contains(&byte))
            }
        };
    }
    set
}

fn are_apart(left: &[bool; 128], right: &[bool; 128]) -> bool {
    !left.iter().zip(right).any(|(left, right)| *left && *right)
}
