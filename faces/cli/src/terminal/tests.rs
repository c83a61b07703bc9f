mod any_terminal;
mod charts;
mod funnels;
mod references;
mod samples;
mod words;

use super::*;

fn at_width(width: usize) -> TerminalStyle {
    TerminalStyle { width, ..TerminalStyle::default() }
}
