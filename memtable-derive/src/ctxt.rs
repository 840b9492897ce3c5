//! Collects the errors of every stage, so that one compile shows all mistakes.

use std::cell::RefCell;
use std::fmt::Display;
use std::thread;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// The errors so far. Must be read with [`Ctxt::finish`]: dropping it unread is a bug of the macro.
#[derive(Debug)]
pub(crate) struct Ctxt {
    errors: RefCell<Option<Vec<syn::Error>>>,
}

impl Ctxt {
    pub(crate) fn new() -> Self {
        Ctxt {
            errors: RefCell::new(Some(Vec::new())),
        }
    }

    /// Notes an error on these tokens.
    pub(crate) fn error_at(&self, tokens: impl ToTokens, message: impl Display) {
        self.error(syn::Error::new_spanned(tokens, message));
    }

    /// Notes an error.
    pub(crate) fn error(&self, error: syn::Error) {
        if let Some(errors) = self.errors.borrow_mut().as_mut() {
            errors.push(error);
        }
    }

    /// The value, or `None` with its error noted.
    pub(crate) fn ok<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.error(error)).ok()
    }

    /// Notes an error at the second of two places that clash, and one at the first.
    pub(crate) fn clash(
        &self,
        (first, said_first): (impl ToTokens, impl Display),
        (second, said_second): (impl ToTokens, impl Display),
    ) {
        self.error_at(second, said_second);
        self.error_at(first, said_first);
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_sound(&self) -> bool {
        self.n_errors() == 0
    }

    /// What is made, where making it notes no error.
    pub(crate) fn sound<T>(&self, judge: impl FnOnce() -> T) -> Option<T> {
        let n_before = self.n_errors();
        let made = judge();
        (self.n_errors() == n_before).then_some(made)
    }

    fn n_errors(&self) -> usize {
        self.errors.borrow().as_ref().map_or(0, Vec::len)
    }

    /// The errors as tokens, and whether there are any.
    pub(crate) fn finish(self) -> Option<TokenStream> {
        let errors = self.errors.borrow_mut().take().unwrap_or_default();
        let all = errors.iter().map(syn::Error::to_compile_error);
        (!errors.is_empty()).then(|| all.collect())
    }
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        assert!(
            thread::panicking() || self.errors.borrow().is_none(),
            "the errors of a derive were not read"
        );
    }
}
