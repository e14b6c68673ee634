//! The screens over a real store without threads, and their rows as text.

use super::{Bureau, today};
use jixiao::domain::declaration::Declaration;
use jixiao::domain::entry::Opinion;
use jixiao::domain::gate::Verdictum;
use jixiao::exchange::read::{Wanted, parse};
use jixiao::sample::embedded::FILES;
use jixiao::store::Reader as _;
use jixiao::tui::draft::{Draft, Drafts};
use jixiao::tui::model::{Effect, Model, Msg};
use jixiao::tui::terminal::Wishes;
use jixiao::tui::text::Ambiguous;
use jixiao::tui::theme::Look;
use jixiao::tui::{Start, bulk, fresh, screen, today as day, update};
use jixiao::words::Lang;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::time::{Duration, Instant};

/// A case of the sample with two rounds.
pub(crate) const TWICE: &str = "31010420KY010";

pub(crate) fn forms(dir: &str) -> Vec<Declaration> {
    let wanted = Wanted {
        kind: None,
        year: 2020,
    };
    FILES
        .iter()
        .filter(|(path, _)| path.starts_with(dir))
        .flat_map(|(path, bytes)| parse(path, bytes, &wanted).declarations)
        .collect()
}

/// The sample's forms with five seats, of which some have judged some.
pub(crate) fn bureau() -> Bureau {
    let mut b = Bureau::new();
    b.file(forms("forms/"));
    let case = b.case(TWICE);
    let file = b.reader(2).case(case).unwrap();
    let opinions: Vec<Opinion> = file
        .findings()
        .iter()
        .take(2)
        .map(|f| Opinion {
            field: f.field.clone(),
            text: f.message.clone(),
            rule: Some(f.rule.clone()),
        })
        .collect();
    let back = Verdictum {
        verdict: "return".into(),
        opinions,
        ..Verdictum::default()
    };
    b.decide(2, case, Some(file.row.version), back).unwrap();
    b.file(forms("second-round/"));
    b
}

/// The sample's reports of a year, the plans and the execution beside them.
pub(crate) fn watched() -> Bureau {
    let mut b = Bureau::new();
    let wanted = Wanted {
        kind: None,
        year: 2020,
    };
    for (path, bytes) in FILES.iter().filter(|(p, _)| p.starts_with("monitoring/")) {
        let read = parse(path, bytes, &wanted);
        b.take(&read.kind.unwrap(), read.declarations, read.companions);
    }
    b
}

/// The sample's self-evaluations, with what is known beside them.
pub(crate) fn evaluated() -> Bureau {
    let mut b = Bureau::new();
    let wanted = Wanted {
        kind: None,
        year: 2020,
    };
    for (path, bytes) in FILES.iter().filter(|(p, _)| p.starts_with("evaluation/")) {
        let read = parse(path, bytes, &wanted);
        b.take(&read.kind.unwrap(), read.declarations, read.companions);
    }
    b
}

/// The screens over a store, without threads: what they ask for is answered at once.
pub(crate) struct Stage<'a> {
    pub(crate) b: &'a Bureau,
    pub(crate) who: usize,
    pub(crate) m: Model,
    pub(crate) now: Instant,
    /// Effects that no store answers: what the terminal, the writer, the editor would do.
    pub(crate) passed: Vec<Effect>,
    begun: tempfile::TempDir,
}

impl<'a> Stage<'a> {
    pub(crate) fn open(b: &'a Bureau, who: usize, size: (u16, u16)) -> Self {
        let own = jixiao::settings::Settings::default();
        let s = Start {
            practice: true,
            lang: Lang::Zh,
            colour: false,
            today: today(),
            drafts: b.dir(),
            terminal: Wishes::default(),
            own: &own,
            mistakes: &[],
            kept: None,
            printer: None,
            confined: None,
        };
        let m = fresh(b.store(), &b.actor(who), &s, size);
        let mut stage = Self {
            b,
            who,
            m,
            now: Instant::now(),
            passed: Vec::new(),
            begun: tempfile::tempdir().unwrap(),
        };
        stage.m.look = Look::new(false);
        let day = Effect::Today(stage.m.seen);
        stage.ask(vec![Effect::Queues, day, Effect::Covered]);
        stage
    }
    /// With lines, as most terminals have them.
    pub(crate) fn lines(mut self) -> Self {
        self.m.look = self.m.look.measured(Ambiguous::One, true);
        self
    }
    pub(crate) fn drafts(&self) -> Drafts {
        Drafts::new(self.begun.path())
    }
    pub(crate) fn ask(&mut self, effects: Vec<Effect>) {
        let mut waiting = effects;
        while let Some(e) = waiting.pop() {
            let mut r = self.b.reader(self.who);
            let msg = match e {
                Effect::Queues => Msg::Queues(r.queues(today()).unwrap()),
                Effect::Evaluated(queue) => {
                    let all = r.evaluated(&queue, None, usize::MAX).unwrap();
                    Msg::Evaluated(all, "7f3a".to_owned())
                }
                Effect::Page(n, q) => Msg::Page(n, Box::new(r.page(&q).unwrap())),
                Effect::Case(n, id) => {
                    let file = r.case(id).unwrap();
                    let draft: Draft = self.drafts().load(&file.row.queue, id.get());
                    Msg::Case(n, Box::new((file, draft)))
                }
                Effect::Draft(queue, case, draft) => {
                    Msg::DraftKept(self.drafts().save(&queue, case.get(), &draft).is_ok())
                }
                Effect::Drafts => {
                    let all = self.drafts().dated();
                    Msg::Drafts(all.into_iter().map(|(id, _)| id).collect())
                }
                Effect::Today(seen) => {
                    // Whatever was written when the test ran was written just now.
                    let now = jixiao::domain::day::Instant::new(0);
                    let read = day::read(&mut r, &self.drafts(), seen, today(), now);
                    Msg::Today(Box::new(read.unwrap()))
                }
                Effect::Covered => day::covered(&mut r).unwrap(),
                Effect::Plan(asked) => {
                    let plan = bulk::judge(&mut r, &self.drafts(), self.m.lang, *asked);
                    Msg::Planned(Box::new(plan.unwrap()))
                }
                Effect::Ids(q) => {
                    let rows = r.page(&q).unwrap().rows;
                    Msg::Ids(rows.iter().map(|x| (x.id, x.version)).collect(), false)
                }
                Effect::Alike(case) => {
                    let found = r.alike(case).unwrap();
                    Msg::Alike(found.cases, found.more)
                }
                Effect::Count(letter, q) => day::counted(letter, &r.page(&q).unwrap()),
                Effect::Matrix(queue, most) => {
                    Msg::Matrix(Box::new(r.matrix(&queue, most).unwrap()))
                }
                Effect::Grid(n, q) => Msg::Grid(n, Box::new(r.grid(&q).unwrap())),
                Effect::Standing(queue, cell, narrowed) => {
                    let rows = match narrowed {
                        Some(q) => r.page(&q).unwrap().rows,
                        None => r.standing_in(&queue, cell, 14).unwrap(),
                    };
                    Msg::Standing(cell, rows)
                }
                Effect::Dots(n, q) => Msg::Dots(n, jixiao::tui::scatter::read(&mut r, &q).unwrap()),
                Effect::Missing => {
                    Msg::Missing(Box::new(r.coverage(u64::MAX).unwrap().unwrap_or_default()))
                }
                Effect::Next(queue, after) => {
                    let next = r.next_waiting(queue.as_deref(), after).unwrap();
                    Msg::Next(next.filter(|id| Some(*id) != after))
                }
                Effect::Log(n, _) => {
                    let mut all = r.log(jixiao::domain::id::Seq::new(0), 200).unwrap();
                    all.reverse();
                    Msg::Log(n, all)
                }
                other => {
                    self.passed.push(other);
                    continue;
                }
            };
            waiting.extend(update::update(&mut self.m, self.now, msg));
        }
    }
    pub(crate) fn press(mut self, keys: &[&str]) -> Self {
        for key in keys {
            self.now += Duration::from_secs(1);
            let e = update::update(&mut self.m, self.now, Msg::Key((*key).to_owned()));
            self.ask(e);
            self = self.rest();
        }
        self
    }
    /// Nothing is pressed for a while.
    pub(crate) fn rest(mut self) -> Self {
        for _ in 0..3 {
            self.now += Duration::from_millis(500);
            let e = update::update(&mut self.m, self.now, Msg::Tick);
            self.ask(e);
            let e = update::update(&mut self.m, self.now, Msg::Drawn);
            self.ask(e);
        }
        self
    }
    /// The list, with the case of two rounds under the cursor.
    pub(crate) fn at_case(self) -> Self {
        let mut stage = self.press(&["1"]);
        let id = stage.b.case(TWICE);
        let at = stage.m.list.rows.iter().position(|r| r.id == id).unwrap();
        let downs = vec!["j"; at];
        stage = stage.press(&downs);
        assert_eq!(stage.m.list.cursor, Some(id));
        stage
    }
    pub(crate) fn buffer(&self) -> Buffer {
        let (w, h) = self.m.size;
        let mut b = Buffer::empty(Rect::new(0, 0, w, h));
        screen::paint(&self.m, &mut b);
        whole(&b);
        b
    }
    pub(crate) fn text(&self) -> String {
        let rows = screen::rows(&self.buffer());
        let rows: Vec<&str> = rows.iter().map(|r| r.trim_end()).collect();
        rows.join("\n")
    }
}

/// No cell of the buffer is half of a wide character, and none shows what must not be shown.
pub(crate) fn whole(b: &Buffer) {
    for y in 0..b.area.height {
        let mut x = 0;
        while x < b.area.width {
            let cell = b.cell((x, y)).unwrap();
            let n = u16::try_from(screen::canvas::breadth(cell)).unwrap();
            assert!(n > 0, "{x},{y}: {:?}", cell.symbol());
            assert!(x + n <= b.area.width, "{x},{y}: {:?}", cell.symbol());
            assert!(!cell.symbol().chars().any(jixiao::domain::clean::hidden));
            for k in 1..n {
                assert_eq!(b.cell((x + k, y)).unwrap().symbol(), " ", "{x},{y}");
            }
            x += n;
        }
    }
}

/// The cells of a row without the second halves of wide characters.
pub(crate) fn whole_cells(b: &Buffer, y: u16) -> Vec<&ratatui::buffer::Cell> {
    let mut out = Vec::new();
    let mut x = 0;
    while x < b.area.width {
        let cell = b.cell((x, y)).unwrap();
        x += u16::try_from(screen::canvas::breadth(cell)).unwrap().max(1);
        out.push(cell);
    }
    out
}

pub(crate) const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (160, 48)];

pub(crate) fn shows(name: &str, size: (u16, u16), stage: &Stage<'_>) {
    let name = format!("{name}-{}x{}", size.0, size.1);
    insta::with_settings!({snapshot_path => "../snapshots", omit_expression => true, prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(name, stage.text());
    });
}
