//! Home: what waits, what is begun, saved views with their live counts, when it is due; and every
//! row of it is one that Enter opens.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::Bureau;
use common::stage::{SIZES, Stage, TWICE, bureau, shows};
use jixiao::settings::View;
use jixiao::tui::model::{Effect, Screen};

fn view(letter: &str, name: &str, filter: &str, mine: bool) -> View {
    View {
        letter: letter.into(),
        name: name.into(),
        filter: filter.into(),
        mine,
        ..View::default()
    }
}

/// A reviewer's own views, one opinion begun, and some cases given back that were due at one time.
fn busy(b: &Bureau, size: (u16, u16)) -> Stage<'_> {
    let mut stage = Stage::open(b, 3, size).lines();
    stage.m.settings.own.views = vec![
        view("a", "逾期且未审", "due:overdue", true),
        view("b", "金额前20", "amount>5000w", false),
        view(
            "c",
            "长桥一带的供水与管网改造项目和其他很长的名字",
            "长桥",
            false,
        ),
    ];
    let stage = stage
        .at_case()
        .press(&["Enter", "O", "a", "想", "Ctrl-s", "q", "g", "h"]);
    assert_eq!(stage.m.screen, Screen::Home);
    stage
}

#[test]
fn home_tells_of_views_and_drafts() {
    let b = bureau();
    for size in SIZES {
        shows("home-busy", size, &busy(&b, size));
    }
}

#[test]
fn a_view_counts_what_its_list_has() {
    let b = bureau();
    let stage = busy(&b, (80, 24));
    let counts = stage.m.day.views.clone();
    for (n, letter) in ["a", "b", "c"].iter().enumerate() {
        let downs = vec!["j"; stage.m.queues.len() + n];
        let stage = busy(&b, (80, 24)).press(&downs).press(&["Enter"]);
        assert_eq!(stage.m.screen, Screen::Queue, "{letter}");
        let rows = u64::try_from(stage.m.list.rows.len()).unwrap();
        assert_eq!(counts[*letter], (rows, false), "{letter}");
    }
    assert!(counts["b"].0 > 0 && counts["b"].0 < 47);
}

#[test]
fn a_draft_opens_with_its_list_under_it() {
    let b = bureau();
    let stage = busy(&b, (120, 40)).press(&["G", "Enter"]);
    assert_eq!(stage.m.screen, Screen::Case);
    let w = stage.m.work.as_ref().unwrap();
    assert_eq!(w.file.row.code.as_ref(), TWICE);
    assert!(w.draft.opinions.len() > 1);
    let stage = stage.press(&["Esc"]);
    assert_eq!(stage.m.screen, Screen::Queue);
    assert_eq!(stage.m.list.rows.len(), 47);
}

#[test]
fn a_digit_opens_queues_alone() {
    let b = bureau();
    let stage = busy(&b, (80, 24)).press(&["4"]);
    assert_eq!(stage.m.screen, Screen::Home);
    assert!(!stage.m.message.is_empty());
}

#[test]
fn what_was_done_today_is_ones_own() {
    let b = bureau();
    // The one verdict of the day, by seat 2; nobody's day but theirs.
    let done = |b: &Bureau, who: usize| {
        let mut stage = Stage::open(b, who, (80, 24));
        stage.ask(vec![Effect::Today(stage.m.seen)]);
        (stage.m.day.done.decided, stage.m.day.done.withdrawn)
    };
    assert_eq!((done(&b, 2), done(&b, 3)), ((1, 0), (0, 0)));
}
