//! Conditions: the columns that they name.

use super::Scope;
use crate::ctxt::Ctxt;
use crate::model::{Condition, Operand, Place};
use crate::parse;

/// The condition with its columns by position.
pub(super) fn condition(
    ctxt: &Ctxt,
    scope: &Scope<'_>,
    written: &parse::Condition,
) -> Option<Condition> {
    let both = |left: &parse::Condition, right: &parse::Condition| {
        let (left, right) = (condition(ctxt, scope, left), condition(ctxt, scope, right));
        Some((Box::new(left?), Box::new(right?)))
    };
    Some(match written {
        parse::Condition::Compare { op, left, right } => {
            let (left, right) = (operand(ctxt, scope, left), operand(ctxt, scope, right));
            Condition::Compare {
                op,
                left: left?,
                right: right?,
            }
        }
        parse::Condition::Column(at) => Condition::Column(place(ctxt, scope, at)?),
        parse::Condition::IsNull(at) => Condition::IsNull(place(ctxt, scope, at)?),
        parse::Condition::Not(part) => Condition::Not(Box::new(condition(ctxt, scope, part)?)),
        parse::Condition::And(left, right) => {
            both(left, right).map(|(left, right)| Condition::And(left, right))?
        }
        parse::Condition::Or(left, right) => {
            both(left, right).map(|(left, right)| Condition::Or(left, right))?
        }
    })
}

fn operand(ctxt: &Ctxt, scope: &Scope<'_>, written: &parse::Operand) -> Option<Operand> {
    match written {
        parse::Operand::Column(at) => place(ctxt, scope, at).map(Operand::Column),
        parse::Operand::Literal(literal) => Some(Operand::Literal(literal.clone())),
    }
}

fn place(ctxt: &Ctxt, scope: &Scope<'_>, at: &proc_macro2::Ident) -> Option<Place> {
    let column = ctxt.ok(scope.column(at))?;
    Some(Place {
        column,
        at: at.clone(),
    })
}
