use crate::schema::Value;

/// What is written at one place of the file.
#[derive(Clone, Debug)]
pub(super) struct Spanned<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// A place of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The line, counted from 1.
    pub(super) line: usize,
    /// The character of the line, counted from 1.
    pub(super) column: usize,
    /// How many characters are meant.
    pub(super) len: usize,
}

/// A value of the file with where it stands.
pub(super) type Placed = Spanned<Node>;

/// A value of the file, as it is written.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Int(i128),
    Float(f64),
    Text(String),
    List(Vec<Placed>),
    Map(Vec<(Spanned<String>, Placed)>),
}

impl<T> Spanned<T> {
    /// Another value at the same place.
    pub(super) const fn with<U>(&self, value: U) -> Spanned<U> {
        Spanned {
            value,
            place: self.place,
        }
    }
}

impl Node {
    /// What it is, for people.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Node::Null => "nothing",
            Node::Bool(_) => "a boolean",
            Node::Int(_) => "an integer",
            Node::Float(_) => "a number",
            Node::Text(_) => "text",
            Node::List(_) => "a list",
            Node::Map(_) => "a map",
        }
    }

    /// A lone value as a cell; none of a list or a map.
    pub(super) fn to_value(&self) -> Option<Value> {
        Some(match self {
            Node::Null => Value::Null,
            Node::Bool(value) => Value::Bool(*value),
            Node::Int(value) => Value::Int(*value),
            Node::Float(value) => Value::Float64(*value),
            Node::Text(text) => Value::from(text.clone()),
            Node::List(_) | Node::Map(_) => return None,
        })
    }

    /// Text that came from a variable: what it would be in the file.
    pub(super) fn of_variable(text: String) -> Node {
        if let Ok(int) = text.parse() {
            return Node::Int(int);
        }
        match (text.as_str(), text.parse()) {
            ("true", _) => Node::Bool(true),
            ("false", _) => Node::Bool(false),
            (_, Ok(float)) => Node::Float(float),
            _ => Node::Text(text),
        }
    }

    /// How many values there are, those inside of it included.
    pub(super) fn n_values(&self) -> usize {
        1 + match self {
            Node::List(elements) => elements.iter().map(|part| part.value.n_values()).sum(),
            Node::Map(pairs) => pairs.iter().map(|(_, part)| part.value.n_values()).sum(),
            _ => 0,
        }
    }
}
