use anstyle::{AnsiColor, Style};
use report::Band;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

use super::{TerminalStyle, WIDEST_PROSE};

/// What words look like where colour is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Strong,
    Faint,
    Green,
    Yellow,
    Red,
    Blue,
}

impl Ink {
    fn style(self) -> Style {
        match self {
            Self::Strong => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Green => AnsiColor::Green.on_default(),
            Self::Yellow => AnsiColor::Yellow.on_default(),
            Self::Red => AnsiColor::Red.on_default(),
            Self::Blue => AnsiColor::Cyan.on_default(),
        }
    }

    pub(super) fn of(band: Band) -> Self {
        match band {
            Band::Green => Self::Green,
            Band::Yellow => Self::Yellow,
            Band::Red => Self::Red,
            Band::Unknown => Self::Faint,
        }
    }
}

/// Text from outside without anything a terminal would act upon or that turns other text around.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .filter(|letter| !matches!(letter, '\u{200E}' | '\u{200F}' | '\u{061C}'))
        .map(|letter| match letter {
            '\n' | '\r' | '\t' => ' ',
            letter if is_treacherous(letter) => '\u{FFFD}',
            letter => letter,
        })
        .collect()
}

/// Control characters, direction overrides, line separators and tags.
fn is_treacherous(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || matches!(letter, '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Columns a plain text takes.
pub(super) fn wide(text: &str) -> usize {
    text.width()
}

/// A plain text cut to so many columns.
pub(super) fn cut(text: &str, columns: usize, end: &str) -> String {
    if wide(text) <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        short.push(letter);
        if wide(&short) + wide(end) > columns {
            short.pop();
            break;
        }
    }
    short.trim_end().to_owned() + end
}

/// The text so far.
#[derive(Debug)]
pub(super) struct Sheet {
    out: String,
    style: TerminalStyle,
}

impl Sheet {
    pub(super) fn new(style: TerminalStyle) -> Self {
        Self { out: String::new(), style: TerminalStyle { width: style.width.max(40), ..style } }
    }

    pub(super) fn width(&self) -> usize {
        self.style.width
    }

    pub(super) fn prose_width(&self) -> usize {
        self.style.width.min(WIDEST_PROSE)
    }

    /// A mark of ours, or its stand-in where only ASCII is shown.
    pub(super) fn mark(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.style.unicode { unicode } else { ascii }
    }

    /// The text in an ink, word by word, so that a line may break between any two.
    pub(super) fn inked(&self, ink: Ink, text: &str) -> String {
        if !self.style.colour {
            return text.to_owned();
        }
        let style = ink.style();
        let words = text.split(' ').map(|word| match word {
            "" => String::new(),
            word => format!("{style}{word}{style:#}"),
        });
        words.collect::<Vec<String>>().join(" ")
    }

    /// Adds a line that is known to fit.
    pub(super) fn line(&mut self, text: &str) {
        self.out.push_str(text.replace('\u{A0}', " ").trim_end());
        self.out.push('\n');
    }

    /// Adds a paragraph; the first line begins with `first` and all others with `later`. Returns how many lines.
    pub(super) fn wrapped(&mut self, text: &str, first: &str, later: &str) -> usize {
        let lines = wrap(text, self.prose_width(), (first, later));
        lines.iter().for_each(|line| self.line(line));
        lines.len()
    }

    /// Adds a text to be copied: broken only where it is wider than the terminal.
    pub(super) fn unbroken(&mut self, text: &str, indent: &str) {
        let options = Options::new(self.width())
            .initial_indent(indent)
            .subsequent_indent(indent)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation);
        textwrap::wrap(text, options).iter().for_each(|line| self.line(line));
    }

    /// An empty line, unless there is one already or nothing stands above.
    pub(super) fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    pub(super) fn finish(self) -> String {
        let mut out = self.out;
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }
}

/// Breaks a text into lines of at most so many columns; words too long for a line are broken.
pub(super) fn wrap(text: &str, columns: usize, (first, later): (&str, &str)) -> Vec<String> {
    let options = Options::new(columns)
        .initial_indent(first)
        .subsequent_indent(later)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(true);
    textwrap::wrap(text, options).into_iter().map(|line| line.trim_end_matches(' ').to_owned()).collect()
}
