use crate::schema::CompareOp;

/// Compares two values; unknown where one is missing. `NaN` compares as false, but for `Ne`.
#[inline]
pub fn compare<T: PartialOrd>(op: CompareOp, left: Option<T>, right: Option<T>) -> Option<bool> {
    let (left, right) = (left?, right?);
    Some(match op {
        CompareOp::Eq => left == right,
        CompareOp::Ne => left != right,
        CompareOp::Lt => left < right,
        CompareOp::Le => left <= right,
        CompareOp::Gt => left > right,
        CompareOp::Ge => left >= right,
    })
}

/// False where one is false, else unknown where one is unknown.
#[inline]
pub fn and(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// True where one is true, else unknown where one is unknown.
#[inline]
pub fn or(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// The opposite; unknown stays unknown.
#[inline]
pub fn not(value: Option<bool>) -> Option<bool> {
    value.map(|value| !value)
}
