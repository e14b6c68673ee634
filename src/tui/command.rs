//! The one table of commands: identifiers, keys, names, where they work. Keymap, key bar, help,
//! palette and the drawers of prefixes are made from it, and no key is handled anywhere else.

pub use super::commands::COMMANDS;
use crate::domain::checklist::Answer;
use crate::settings::Bindable;
use crate::words::Lang;

/// Where a command works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Home.
    Home,
    /// A queue's list.
    Queue,
    /// A case.
    Case,
    /// The checklist of a case.
    Check,
    /// Two rounds of a case side by side.
    Rounds,
    /// Cases by seats.
    Matrix,
    /// Cases by money and results.
    Quadrant,
    /// Departments of a re-evaluation.
    Units,
    /// The log of the whole database.
    Log,
    /// The settings.
    Form,
    /// Text entry.
    Entry,
    /// A prompt of one line that narrows what stands above it.
    Prompt,
    /// A drawer that asks before signing.
    Sign,
    /// A drawer that asks before a wide act.
    Bulk,
    /// A verdict met a newer version.
    Conflict,
    /// Text was pasted where none is entered.
    Pasted,
    /// A text to read.
    Text,
    /// What could not be stored.
    Failure,
    /// How far files are read in.
    Intake,
}

impl Place {
    /// All places.
    pub const ALL: [Self; 19] = [
        Self::Home,
        Self::Queue,
        Self::Case,
        Self::Check,
        Self::Rounds,
        Self::Matrix,
        Self::Quadrant,
        Self::Units,
        Self::Log,
        Self::Form,
        Self::Entry,
        Self::Prompt,
        Self::Sign,
        Self::Bulk,
        Self::Conflict,
        Self::Pasted,
        Self::Text,
        Self::Failure,
        Self::Intake,
    ];
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Do {
    /// Rows down, or up.
    Step(i8),
    /// Half pages down, or up.
    Half(i8),
    /// Pages down, or up.
    Page(i8),
    /// The window scrolled, the cursor staying where it can.
    Scroll(i8),
    /// First row.
    First,
    /// Last row.
    Last,
    /// Columns scrolled sideways.
    Shift(i8),
    /// Cells to the right, or left.
    Cell(i8),
    /// Open, run the marked.
    Open,
    /// Leave the innermost thing.
    Back,
    /// One screen back.
    Up,
    /// Leave the program.
    Quit,
    /// The tab so many further.
    Tab(i8),
    /// The neighbouring case.
    Neighbour(i8),
    /// Next case that waits for me.
    NextWaiting,
    /// Next thing of note, or the previous.
    Thing(i8),
    /// Verdict by its place, 0 first.
    Verdict(u8),
    /// Verdict by its letter.
    Letter(char),
    /// The verdict that is suggested, on all that was found.
    Suggested,
    /// To each of all marked the verdict that is suggested for it.
    BulkSuggested,
    /// A later day or more money, or the other way.
    Alter(i8),
    /// The lead's decision by a verdict's letter.
    Closing(char),
    /// Adopt a finding.
    Adopt,
    /// Adopt all errors and warnings.
    AdoptAll,
    /// Set a finding aside for the reason of that number; 0 begins with an error's.
    Waive(u8),
    /// One's own opinion.
    Own,
    /// A note to colleagues.
    Note,
    /// A minute of a discussion.
    Minute,
    /// A grade entered from an expert's sheet of paper.
    Proxy,
    /// Who stepped back is let in again.
    Readmit,
    /// Edit the opinion under the cursor.
    Edit,
    /// Edit it in the editor of the environment.
    Editor,
    /// Drop the opinion under the cursor.
    Drop,
    /// Next grade of an item of the sheet.
    Grade,
    /// Answers the row of the checklist.
    Answer(Answer),
    /// The row of the checklist differs.
    Differs,
    /// Sets the score of the row.
    SetScore,
    /// A remark on the row.
    Remark,
    /// Where the evidence of the row is.
    Proof,
    /// Another total.
    Total,
    /// The department's reply.
    Reply,
    /// The case is chosen to be looked at.
    Draw,
    /// Go to what the finding speaks of.
    Locate,
    /// Explain the rule.
    Explain,
    /// What changed since the last round.
    Rounds,
    /// All fields or changed ones.
    Unchanged,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Step back from the case for the reason of that number.
    Recuse(u8),
    /// Mark and step down.
    Mark,
    /// Mark from here.
    Range,
    /// Mark all shown, or none.
    MarkAll,
    /// Mark by an expression.
    MarkBy,
    /// Mark what is nearly the same.
    Alike,
    /// One's own opinions into the drafts of all marked.
    Share,
    /// A verdict on all marked.
    Bulk(char),
    /// Adopt everything found in all marked.
    BulkAdopt,
    /// Search.
    Search,
    /// A filter from a menu.
    FilterMenu,
    /// All, or what waits for me.
    Scope,
    /// Sort.
    Sort(crate::store::Order),
    /// Reload.
    Reload,
    /// Save the view.
    KeepView,
    /// A saved view by its letter.
    Views,
    /// The lists of the queue that have a name.
    Named,
    /// Commands by name.
    Palette,
    /// Help.
    Help,
    /// A queue by its place on home, 0 first.
    Queue(u8),
    /// Home.
    GoHome,
    /// The queue of that kind.
    GoQueue(&'static str),
    /// Cases by seats.
    GoMatrix,
    /// The meeting, a case a screen.
    GoMeeting,
    /// Cases by money and results.
    GoQuadrant,
    /// Departments of a re-evaluation.
    GoUnits,
    /// Choose cases of the department.
    DrawUnit,
    /// Write the report on the department.
    Paper,
    /// Cells up, or down.
    Rise(i8),
    /// To the next of the four parts, or the one before.
    Part(i8),
    /// The line of the money moved.
    CutExec(i8),
    /// The line of the results moved.
    CutGoal(i8),
    /// Money instead of counts, or back.
    Money,
    /// Dots instead of counts, or back.
    Scatter,
    /// The log.
    GoLog,
    /// What others changed since the last login.
    GoNews,
    /// Settings.
    GoSettings,
    /// Preview on, off.
    Preview,
    /// This pane over the whole screen, and back.
    Whole,
    /// The cursor on the code or on the row.
    Highlight,
    /// Copy.
    Copy(Copied),
    /// Show the plain screen for selecting.
    Plain,
    /// Repaint.
    Repaint,
    /// Suspend.
    Suspend,
    /// Stop what is running.
    Stop,
    /// Done with the text.
    Done,
    /// Done with the text, and on to the verdict.
    DoneDecide,
    /// Stock phrases.
    Phrases,
    /// Sign.
    Sign,
    /// List what a wide act would do.
    Listed,
    /// Keep as a draft.
    Keep,
    /// What was pasted becomes an opinion.
    PasteOpinion,
    /// What was pasted is searched for.
    PasteSearch,
    /// The next choice of a setting.
    Choose,
    /// Save the settings.
    SaveForm,
    /// Try again.
    Again,
    /// Read files in.
    Intake,
    /// The work that goes on.
    GoWork,
    /// Leave the work to itself.
    Behind,
    /// Goes on with the path by the choice under the cursor.
    Take,
}

/// What is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Copied {
    /// The code.
    Code,
    /// The name.
    Name,
    /// The opinions.
    Opinions,
    /// The row as text.
    Row,
}

/// Where help lists a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Verdicts.
    Verdict,
    /// Opinions.
    Opinion,
    /// Moving.
    Move,
    /// Lists.
    List,
    /// Going places.
    Go,
    /// All else.
    Other,
}

/// A command.
#[derive(Debug)]
pub struct Command {
    /// Identifier, by which settings bind keys: `verdict.pass`.
    pub id: &'static str,
    /// What.
    pub act: Do,
    /// Keys; a blank stands between those pressed one after another.
    pub keys: &'static [&'static str],
    /// Chinese name, short enough for the key bar.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// Where.
    pub places: &'static [Place],
    /// Place in the key bar from 1; 0: not shown there.
    pub bar: u8,
    /// Where help lists it.
    pub group: Group,
}

impl Command {
    /// The name in a language.
    pub const fn name(&self, l: Lang) -> &'static str {
        match l {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
    /// True when it writes to the database.
    pub const fn writes(&self) -> bool {
        matches!(
            self.act,
            Do::Verdict(_)
                | Do::Letter(_)
                | Do::Suggested
                | Do::BulkSuggested
                | Do::Closing(_)
                | Do::Undo
                | Do::Redo
                | Do::Recuse(_)
                | Do::Bulk(_)
                | Do::Sign
                | Do::Reply
                | Do::Minute
                | Do::Proxy
                | Do::Readmit
                | Do::Draw
        )
    }
}

/// The keys in force: those of the table, or those that settings put in their place.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    bound: std::collections::BTreeMap<String, Vec<String>>,
}

impl Keymap {
    /// With other keys for some commands, by identifier.
    pub const fn new(bound: std::collections::BTreeMap<String, Vec<String>>) -> Self {
        Self { bound }
    }
    /// The keys of a command.
    pub fn keys<'a>(&'a self, c: &'a Command) -> Vec<&'a str> {
        match self.bound.get(c.id) {
            Some(keys) => keys.iter().map(String::as_str).collect(),
            None => c.keys.to_vec(),
        }
    }
    /// The first key of a command as it is shown: `g h` as `gh`, `Ctrl-s` as it is.
    pub fn shown(&self, c: &Command) -> String {
        shown(self.keys(c).first().copied().unwrap_or(""))
    }
    /// The command of keys at a place.
    pub fn find(&self, place: Place, keys: &str) -> Option<&'static Command> {
        of(place).find(|c| self.keys(c).contains(&keys))
    }
    /// True when a command of the place begins with these keys.
    pub fn begins(&self, place: Place, keys: &str) -> bool {
        self.under(place, keys).next().is_some()
    }
    /// The commands of the place that begin with these keys, with the rest of theirs.
    pub fn under<'a>(
        &'a self,
        place: Place,
        keys: &'a str,
    ) -> impl Iterator<Item = (&'static Command, String)> + 'a {
        of(place).filter_map(move |c| {
            let rest = |k: &str| Some(k.strip_prefix(keys)?.strip_prefix(' ')?.to_owned());
            self.keys(c).iter().find_map(|k| rest(k)).map(|r| (c, r))
        })
    }
}

/// Keys as shown: those of one character stand together, `Ctrl-s` is `Ctrl-S`.
pub fn shown(keys: &str) -> String {
    if let Some(letter) = keys.strip_prefix("Ctrl-") {
        return format!("Ctrl-{}", letter.to_uppercase());
    }
    if keys.split(' ').all(|k| k.chars().count() == 1) {
        keys.replace(' ', "")
    } else {
        keys.to_owned()
    }
}

/// The commands of a place.
pub fn of(place: Place) -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().filter(move |c| c.places.contains(&place))
}

/// The commands as settings bind keys to them.
pub fn bindable() -> Vec<Bindable<'static>> {
    let number = |p: &Place| Place::ALL.iter().position(|a| a == p);
    COMMANDS
        .iter()
        .map(|c| Bindable {
            id: c.id,
            keys: c.keys.to_vec(),
            places: c.places.iter().filter_map(number).collect(),
            typing: c
                .places
                .iter()
                .any(|p| matches!(p, Place::Entry | Place::Prompt)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_of_a_place_share_a_key() {
        for place in Place::ALL {
            let mut seen = std::collections::HashSet::new();
            for c in of(place) {
                for key in c.keys {
                    assert!(seen.insert(*key), "{place:?} {key}");
                }
            }
            // A key alone and the same key before others would make the first wait.
            for key in &seen {
                let longer = format!("{key} ");
                let first = seen.iter().find(|k| k.starts_with(&longer));
                assert!(first.is_none(), "{place:?} {key} and {first:?}");
            }
        }
    }

    #[test]
    fn every_command_is_named_in_both_languages_and_can_be_reached() {
        let mut ids = std::collections::HashSet::new();
        for c in COMMANDS {
            assert!(!c.zh.is_empty() && !c.en.is_empty() && !c.keys.is_empty());
            assert!(!c.places.is_empty());
            assert!(ids.insert(c.id), "{}", c.id);
        }
    }

    #[test]
    fn no_command_needs_a_key_that_plain_terminals_cannot_send() {
        for c in COMMANDS {
            for key in c.keys.iter().flat_map(|k| k.split(' ')) {
                assert!(!key.contains("Alt-"), "{key}");
                assert!(!key.starts_with("Ctrl-Shift"), "{key}");
                assert_ne!(key, "Ctrl-Enter");
            }
        }
    }
}
