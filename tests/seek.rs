//! Search, filters and orders over the store, and a database of the schema before them.

#[cfg(test)]
mod common;

#[cfg(test)]
mod lists {

    use crate::common::{Bureau, declaration, today};
    use jixiao::domain::declaration::Declaration;
    use jixiao::domain::filter::{Filter, Subject};
    use jixiao::domain::id::CaseId;
    use jixiao::sample::{many, projects::projects};
    use jixiao::store::sqlite::{SCHEMA, SqliteReader, SqliteStore};
    use jixiao::store::{Order, Query, Reader as _, Row, Scope, StoreError};
    use std::path::{Path, PathBuf};

    const ORDERS: [Order; 6] = [
        Order::Due,
        Order::Amount,
        Order::Code,
        Order::Findings,
        Order::Name,
        Order::Unit,
    ];

    fn query(filter: &str) -> Query {
        let f = Filter::parse(filter, today()).unwrap_or_else(|e| panic!("{filter}: {e:?}"));
        Query {
            queue: "joint-review".into(),
            filter: (!f.is_empty()).then_some(f),
            limit: 7,
            ..Query::default()
        }
    }

    /// All rows of a list, page by page.
    fn walk(r: &mut SqliteReader, q: &Query) -> Vec<Row> {
        let (mut out, mut after) = (Vec::new(), None);
        for _ in 0..1000 {
            let page = r.page(&Query { after, ..q.clone() }).unwrap();
            if q.back {
                out.extend(page.rows.into_iter().rev());
            } else {
                out.extend(page.rows);
            }
            after = page.next;
            if after.is_none() {
                return out;
            }
        }
        panic!("a list without end");
    }

    fn names(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|r| r.name.as_str()).collect()
    }

    /// Names that stand for themselves.
    const OWN: [&str; 5] = ["东明家园", "重庆路管网", "长宁养老院", "银行街改造", "绿地"];

    /// A bureau with cases of these names and [`OWN`].
    fn named<'a>(names: impl Iterator<Item = &'a str>, more: Vec<Declaration>) -> Bureau {
        let mut b = Bureau::new();
        let own = OWN.iter().zip("ABCDE".chars());
        let mut all: Vec<_> = own
            .map(|(name, c)| declaration(&format!("31010420ZZ00{c}"), name))
            .collect();
        all.extend(
            names
                .enumerate()
                .map(|(n, name)| declaration(&format!("31010520KY{n:03}"), name)),
        );
        all.extend(more);
        b.file(all);
        b
    }

    /// The seeded cases and [`OWN`].
    fn bureau() -> Bureau {
        named(
            std::iter::empty(),
            (0..60).map(|n| many::declaration(7, n)).collect(),
        )
    }

    fn subject(row: &Row) -> Subject<'_> {
        Subject {
            code: row.code.as_str(),
            name: row.name.as_str(),
            unit: row.unit.as_str(),
            district: &row.district,
            queue: &row.queue,
            amount: row.amount,
            state: &row.state,
            round: row.round,
            due: row.due,
            rules: &row.rules,
            findings: row.findings,
            verdict: row.mine.verdict.as_deref(),
            waiting: row.mine.waiting,
            recused: row.mine.recused,
            draft: false,
            exec: row.gauge.exec,
            goal: row.gauge.goal,
        }
    }

    /// Whatever way the store takes to answer, it answers what the filter says of every row.
    #[test]
    fn lists_hold_what_the_filter_accepts_and_nothing_else() {
        let b = bureau();
        let mut r = b.reader(2);
        let all = walk(&mut r, &query(""));
        assert_eq!(all.len(), 65);
        for text in [
            "养老",
            "dmjy",
            "d",
            "zq",
            "310104",
            "ky",
            "-养老",
            "-dmjy 改造",
            "养老 改造",
            "区:310104",
            "区:徐汇",
            "unit:fgj",
            "name:gaizao",
            "code:31010420*",
            "-code:31010420*",
            "amount>500万",
            "amount:100..900 改造",
            "flag:error",
            "flag:T27|T43",
            "-flag:T*",
            "flag:none 区:310104",
            "due:overdue",
            "due:>1d",
            "status:pending",
            "status:pending 养老",
            "status:mine",
            "status:mine dm",
            "status:done",
            "status:pending|done",
            "-status:mine",
            "status:draft",
            "year:2020 round:1",
            "queue:joint-review",
            "zzzz",
        ] {
            for order in ORDERS {
                for reverse in [false, true] {
                    let q = Query {
                        order,
                        reverse,
                        ..query(text)
                    };
                    let f = q.filter.clone().unwrap();
                    let found = walk(&mut r, &q);
                    let mut ids: Vec<_> = found.iter().map(|x| x.id).collect();
                    let back = Query {
                        back: true,
                        ..q.clone()
                    };
                    let mut turned: Vec<_> = walk(&mut r, &back).iter().map(|x| x.id).collect();
                    turned.reverse();
                    assert_eq!(ids, turned, "{text} {order:?} {reverse}");
                    let ranks: Vec<_> = found.iter().map(|x| f.rank(&subject(x))).collect();
                    assert!(ranks.is_sorted(), "{text} {order:?} {reverse}");
                    assert_eq!(r.ids(&q, 9999).unwrap(), ids, "{text}");
                    ids.sort();
                    let mut wanted: Vec<CaseId> = all
                        .iter()
                        .filter(|x| f.accepts(&subject(x)))
                        .map(|x| x.id)
                        .collect();
                    wanted.sort();
                    assert_eq!(ids, wanted, "{text} {order:?} {reverse}");
                }
            }
        }
    }

    #[test]
    fn words_find_by_all_readings_and_the_best_stands_first() {
        let b = named(projects().iter().map(|p| p.name), Vec::new());
        let mut r = b.reader(2);
        for (typed, first) in [
            ("dmjy", "东明家园"),
            ("DMJY", "东明家园"),
            ("dongming", "东明家园"),
            ("dongmingjia", "东明家园"),
            ("dmjiay", "东明家园"),
            ("东明家园", "东明家园"),
            ("cqlgw", "重庆路管网"),
            ("zqlgw", "重庆路管网"),
            ("zhongqinglu", "重庆路管网"),
            ("cnyly", "长宁养老院"),
            ("znyly", "长宁养老院"),
            ("yhjgz", "银行街改造"),
            ("yinxingjie", "银行街改造"),
            ("lvdi", "绿地"),
            ("31010420zz00d", "银行街改造"),
        ] {
            for order in ORDERS {
                let q = Query {
                    order,
                    ..query(typed)
                };
                let page = r.page(&q).unwrap();
                assert_eq!(names(&page.rows).first(), Some(&first), "{typed} {order:?}");
            }
        }
    }

    #[test]
    fn lists_sort_by_pinyin_and_by_unit() {
        let b = bureau();
        let mut r = b.reader(2);
        let by = |order| Query {
            order,
            ..query("code:31010420ZZ*")
        };
        assert_eq!(
            names(&walk(&mut r, &by(Order::Name))),
            ["长宁养老院", "重庆路管网", "东明家园", "绿地", "银行街改造"]
        );
        let q = Query {
            order: Order::Unit,
            ..query("")
        };
        let units = walk(&mut r, &q);
        let mut groups: Vec<&str> = units.iter().map(|x| x.unit.as_str()).collect();
        groups.dedup();
        let mut distinct = groups.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(
            groups.len(),
            distinct.len(),
            "a unit's cases stand together"
        );
    }

    #[test]
    fn drafts_are_those_the_desk_names() {
        let b = bureau();
        let mut r = b.reader(2);
        let some = [b.case("31010420ZZ00B"), b.case("31010420ZZ00E")];
        let q = Query {
            drafts: some.into(),
            ..query("status:draft")
        };
        assert_eq!(names(&walk(&mut r, &q)).len(), 2);
        let q = Query {
            filter: query("has:draft cq").filter,
            ..q
        };
        assert_eq!(names(&walk(&mut r, &q)), ["重庆路管网"]);
    }

    #[test]
    fn a_case_knows_its_place_in_a_list() {
        let b = bureau();
        let mut r = b.reader(2);
        for text in ["", "养老", "status:mine", "d"] {
            for reverse in [false, true] {
                let q = Query {
                    order: Order::Amount,
                    reverse,
                    ..query(text)
                };
                let all = walk(&mut r, &q);
                for (n, row) in all.iter().enumerate().step_by(5) {
                    let at = r.mark(&q, row.id).unwrap().unwrap();
                    assert_eq!(Some(&at), row.mark.as_ref(), "{text}");
                    if let Some(before) = r.ordinal(&q, &at).unwrap() {
                        assert_eq!(before, u64::try_from(n).unwrap(), "{text} {reverse}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_newer_question_ends_an_older_one() {
        let b = bureau();
        let mut r = b.reader(2);
        let newer = r.interrupter();
        r.arm();
        newer.supersede();
        for text in ["养老", "", "status:mine", "amount>1"] {
            assert!(
                matches!(r.page(&query(text)), Err(StoreError::Superseded)),
                "{text}"
            );
        }
        // Whoever does not take part is not cut off.
        r.disarm();
        assert!(!r.page(&query("养老")).unwrap().rows.is_empty());
    }

    #[test]
    fn what_a_form_says_anew_is_found_anew() {
        let mut b = bureau();
        b.file(vec![declaration("31010420ZZ00A", "西郊花苑")]);
        let mut r = b.reader(2);
        let found = walk(&mut r, &query("xjhy"));
        assert_eq!(names(&found).first(), Some(&"西郊花苑"));
        assert!(!names(&walk(&mut r, &query("dmjy"))).contains(&"东明家园"));
        b.verified();
    }

    /// The file as the program before wrote it: its tables, its lines, its schema.
    fn older(b: &Bureau) -> PathBuf {
        let path = b.dir().join("older.db");
        b.store().settle().unwrap();
        let c = rusqlite::Connection::open(&path).unwrap();
        c.execute_batch(include_str!("../src/store/sqlite/upgrade/0001.sql"))
            .unwrap();
        let from = b.dir().join("t.db");
        c.execute("ATTACH ? AS new", [from.to_str().unwrap()])
            .unwrap();
        let tables: Vec<String> = c
            .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'")
            .unwrap()
            .query_map([], |r| r.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for t in tables {
            let columns: Vec<String> = c
                .prepare("SELECT name FROM pragma_table_info(?)")
                .unwrap()
                .query_map([&t], |r| r.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let columns = columns.join(", ");
            c.execute_batch(&format!(
                "INSERT INTO main.{t} ({columns}) SELECT {columns} FROM new.{t}"
            ))
            .unwrap();
        }
        c.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA user_version = 1; PRAGMA application_id = 1786276193;",
    )
    .unwrap();
        drop(c);
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    fn schema(path: &Path) -> i64 {
        rusqlite::Connection::open(path)
            .unwrap()
            .pragma_query_value(None, "user_version", |r| r.get(0))
            .unwrap()
    }

    #[test]
    fn an_older_database_is_copied_and_brought_up() {
        let b = bureau();
        let path = older(&b);
        assert!(matches!(
            SqliteStore::open(&path),
            Err(StoreError::Older {
                found: 1,
                known: SCHEMA,
                ..
            })
        ));
        let head = b.store().database().unwrap();
        let (store, copy) = SqliteStore::open_upgrading(&path).unwrap();
        let copy = copy.unwrap();
        assert_eq!((schema(&path), schema(&copy)), (SCHEMA, 1));
        assert_eq!(store.database().unwrap(), head);
        let v = store.verify().unwrap();
        assert_eq!(v.first_bad, None);
        let mut r = store.reader(&b.actor(2).person).unwrap();
        for text in ["dmjy", "养老", ""] {
            for order in ORDERS {
                let q = Query {
                    order,
                    scope: Scope::All,
                    ..query(text)
                };
                assert_eq!(walk(&mut r, &q), walk(&mut b.reader(2), &q), "{text}");
            }
        }
        // Once is enough.
        assert_eq!(SqliteStore::open_upgrading(&path).unwrap().1, None);
    }

    #[test]
    fn an_upgrade_that_fails_changes_nothing() {
        let b = bureau();
        let path = older(&b);
        let c = rusqlite::Connection::open(&path).unwrap();
        // A gap: lines of cases are numbered without.
        c.execute("DELETE FROM kase WHERE id = 3", []).unwrap();
        drop(c);
        assert!(matches!(
            SqliteStore::open_upgrading(&path),
            Err(StoreError::Broken(_))
        ));
        assert_eq!(schema(&path), 1);
        let c = rusqlite::Connection::open(&path).unwrap();
        let left: i64 = c
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'seek'",
                [],
                |r| r.get(0),
            )
            .unwrap();
        assert_eq!(left, 0);
    }

    #[test]
    fn several_who_upgrade_at_once_all_get_in() {
        let b = bureau();
        let path = older(&b);
        let all: Vec<_> = (0..4)
            .map(|_| {
                let path = path.clone();
                std::thread::spawn(move || SqliteStore::open_upgrading(&path).map(|_| ()))
            })
            .collect();
        for t in all {
            t.join().unwrap().unwrap();
        }
        assert_eq!(schema(&path), SCHEMA);
        let v = SqliteStore::open(&path).unwrap().verify().unwrap();
        assert_eq!(v.first_bad, None);
    }

    #[test]
    fn a_person_sees_their_own_day_and_what_others_did() {
        use jixiao::domain::gate::Verdictum;
        let mut b = bureau();
        let head = b.entries();
        let since = b.now();
        let verdict = || Verdictum {
            verdict: "pass".into(),
            ..Verdictum::default()
        };
        for n in ['A', 'B', 'C'] {
            let case = b.case(&format!("31010420ZZ00{n}"));
            b.decide(2, case, None, verdict()).unwrap();
        }
        let undone = b.case("31010420ZZ00C");
        b.undo(2, undone).unwrap();
        let done = b.reader(2).done_since(since).unwrap();
        assert_eq!((done.decided, done.withdrawn), (3, 1));
        assert_eq!(b.reader(3).done_since(since).unwrap().decided, 0);
        assert_eq!(b.reader(3).news_since(head).unwrap(), 3);
        assert_eq!(b.reader(2).news_since(head).unwrap(), 0);
        let later = b.now();
        assert_eq!(b.reader(2).done_since(later).unwrap().decided, 0);
    }
}
