//! Random operations against a naive model.

mod store;
