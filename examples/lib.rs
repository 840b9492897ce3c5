//! One program per use of memtable: the programs stand beside this file.
