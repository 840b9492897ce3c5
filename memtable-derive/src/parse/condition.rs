//! The expressions of `check(..)`.

use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprBinary, ExprMethodCall, ExprUnary, UnOp};

const GRAMMAR: &str = "`check` knows columns, literals, `== != < <= > >=`, `&& || !`, parentheses, `column.is_some()` and `column.is_none()`; \
     for all else write a function and `table_check`, or `custom` on the field [MT0061]";

/// A condition over one row.
#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "a struct has a handful of them")]
pub(crate) enum Condition {
    Compare {
        op: &'static str,
        left: Operand,
        right: Operand,
    },
    Column(Ident),
    IsNull(Ident),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
}

/// One side of a comparison.
#[derive(Clone)]
pub(crate) enum Operand {
    Column(Ident),
    /// A literal, or a negative one.
    Literal(Expr),
}

impl TryFrom<Expr> for Condition {
    type Error = syn::Error;

    fn try_from(expr: Expr) -> syn::Result<Self> {
        match expr {
            Expr::Binary(binary) => binary_condition(binary),
            Expr::Unary(ExprUnary {
                op: UnOp::Not(_),
                expr,
                ..
            }) => Ok(Condition::Not(nested(*expr)?)),
            Expr::Paren(paren) => Condition::try_from(*paren.expr),
            Expr::Group(group) => Condition::try_from(*group.expr),
            Expr::MethodCall(call) => null_condition(&call),
            Expr::Path(path) => column(&path).map(Condition::Column),
            other => Err(syn::Error::new_spanned(other, GRAMMAR)),
        }
    }
}

fn nested(expr: Expr) -> syn::Result<Box<Condition>> {
    Condition::try_from(expr).map(Box::new)
}

fn binary_condition(binary: ExprBinary) -> syn::Result<Condition> {
    let op = match binary.op {
        BinOp::And(_) => {
            return Ok(Condition::And(
                nested(*binary.left)?,
                nested(*binary.right)?,
            ));
        }
        BinOp::Or(_) => return Ok(Condition::Or(nested(*binary.left)?, nested(*binary.right)?)),
        BinOp::Eq(_) => "Eq",
        BinOp::Ne(_) => "Ne",
        BinOp::Lt(_) => "Lt",
        BinOp::Le(_) => "Le",
        BinOp::Gt(_) => "Gt",
        BinOp::Ge(_) => "Ge",
        other => return Err(syn::Error::new_spanned(other, GRAMMAR)),
    };
    let span = binary.span();
    let (left, right) = (operand(*binary.left)?, operand(*binary.right)?);
    if matches!((&left, &right), (Operand::Literal(_), Operand::Literal(_))) {
        return Err(syn::Error::new(
            span,
            "this compares two constants: name a column [MT0062]",
        ));
    }
    Ok(Condition::Compare { op, left, right })
}

fn operand(expr: Expr) -> syn::Result<Operand> {
    match expr {
        Expr::Paren(paren) => operand(*paren.expr),
        Expr::Group(group) => operand(*group.expr),
        Expr::Path(path) => column(&path).map(Operand::Column),
        Expr::Lit(_) => Ok(Operand::Literal(expr)),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr: ref number,
            ..
        }) if matches!(**number, Expr::Lit(_)) => Ok(Operand::Literal(expr)),
        other => Err(syn::Error::new_spanned(other, GRAMMAR)),
    }
}

fn null_condition(call: &ExprMethodCall) -> syn::Result<Condition> {
    let Expr::Path(path) = &*call.receiver else {
        return Err(syn::Error::new_spanned(&call.receiver, GRAMMAR));
    };
    let column = column(path)?;
    match call.method.to_string().as_str() {
        "is_none" if call.args.is_empty() => Ok(Condition::IsNull(column)),
        "is_some" if call.args.is_empty() => {
            Ok(Condition::Not(Box::new(Condition::IsNull(column))))
        }
        _ => Err(syn::Error::new_spanned(&call.method, GRAMMAR)),
    }
}

fn column(path: &syn::ExprPath) -> syn::Result<Ident> {
    let ident = path.path.get_ident().filter(|_| path.qself.is_none());
    ident
        .cloned()
        .ok_or_else(|| syn::Error::new_spanned(path, GRAMMAR))
}
