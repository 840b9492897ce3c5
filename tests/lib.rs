//! Everything that memtable promises: the tests are in the one test binary of this package.
