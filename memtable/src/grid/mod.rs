//! Text grids: how every table of the library looks in a terminal.
