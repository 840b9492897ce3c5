//! Literals among the expressions that people write as limits, defaults and allowed values.

use syn::{Expr, ExprLit, ExprUnary, Lit, UnOp};

/// A literal, or a negative one.
pub(crate) struct Literal<'a> {
    pub(crate) lit: &'a Lit,
    pub(crate) sign: Sign,
}

/// Whether a minus stands before a literal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Plus,
    Minus,
}

impl<'a> Literal<'a> {
    /// The literal that the expression is.
    pub(crate) fn of(expr: &'a Expr) -> Option<Self> {
        match expr {
            Expr::Lit(ExprLit { lit, .. }) => Some(Literal {
                lit,
                sign: Sign::Plus,
            }),
            Expr::Unary(ExprUnary {
                op: UnOp::Neg(_),
                expr,
                ..
            }) => match &**expr {
                Expr::Lit(ExprLit {
                    lit: lit @ (Lit::Int(_) | Lit::Float(_)),
                    ..
                }) => Some(Literal {
                    lit,
                    sign: Sign::Minus,
                }),
                _ => None,
            },
            Expr::Group(group) => Literal::of(&group.expr),
            Expr::Paren(paren) => Literal::of(&paren.expr),
            _ => None,
        }
    }
}

impl Literal<'_> {
    /// Whether it says its type nowhere: `5`, not `5u8`.
    pub(crate) fn is_bare(&self) -> bool {
        match self.lit {
            Lit::Int(int) => int.suffix().is_empty(),
            Lit::Float(float) => float.suffix().is_empty(),
            _ => true,
        }
    }
}

/// The integer that the expression is.
pub(crate) fn int(expr: &Expr) -> Option<i128> {
    let Literal {
        lit: Lit::Int(int),
        sign,
    } = Literal::of(expr)?
    else {
        return None;
    };
    match sign {
        Sign::Plus => int.base10_parse().ok(),
        Sign::Minus => format!("-{}", int.base10_digits()).parse().ok(),
    }
}

/// The number that the expression is, as near as a float comes.
pub(crate) fn number(expr: &Expr) -> Option<f64> {
    let literal = Literal::of(expr)?;
    let number: f64 = match literal.lit {
        Lit::Int(int) => int.base10_parse().ok()?,
        Lit::Float(float) => float.base10_parse().ok()?,
        _ => return None,
    };
    Some(if literal.sign == Sign::Minus {
        -number
    } else {
        number
    })
}
