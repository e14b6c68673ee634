//! Inputs that nobody meant: bytes of real ones changed, cut, doubled and joined. Nothing panics,
//! nothing hangs, and what is told is told in words. `JIXIAO_FUZZ=N` tries N of each kind.

#![allow(clippy::unwrap_used, clippy::panic)]

use jixiao::domain::day::Day;
use jixiao::domain::entry::{Entry, Payload};
use jixiao::domain::filter::Filter;
use jixiao::domain::id::{CaseId, PersonId, Seq};
use jixiao::domain::office::Office;
use jixiao::domain::procedure::builtin;
use jixiao::domain::standing::fold;
use jixiao::exchange::read::{Wanted, parse};
use std::path::{Path, PathBuf};

/// How many of each kind.
fn many(usual: u64) -> u64 {
    std::env::var("JIXIAO_FUZZ").map_or(usual, |n| n.parse().unwrap())
}

/// Numbers from a count, the same each time.
struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap()
    }
}

/// What was meant, changed in a few places.
fn changed(lot: &mut Lot, seeds: &[Vec<u8>], odd: &[&str]) -> Vec<u8> {
    let mut out = seeds[lot.below(seeds.len())].clone();
    for _ in 0..=lot.below(6) {
        let at = lot.below(out.len() + 1);
        match lot.below(7) {
            0 if at < out.len() => out[at] ^= 1 << lot.below(8),
            1 if at < out.len() => {
                let to = (at + lot.below(40)).min(out.len());
                out.drain(at..to);
            }
            2 => {
                let to = (at + lot.below(200)).min(out.len());
                let part = out[at..to].to_vec();
                out.splice(at..at, part);
            }
            3 => {
                let other = &seeds[lot.below(seeds.len())];
                let from = lot.below(other.len());
                let to = (from + lot.below(300)).min(other.len());
                out.splice(at..at, other[from..to].to_vec());
            }
            4 => out.truncate(at),
            5 => {
                let what = odd[lot.below(odd.len())];
                out.splice(at..at, what.bytes());
            }
            _ if at < out.len() => out[at] = u8::try_from(lot.below(256)).unwrap(),
            _ => {}
        }
    }
    out
}

fn files(dir: &Path, ends: &[&str], out: &mut Vec<PathBuf>) {
    for e in std::fs::read_dir(dir).unwrap() {
        let path = e.unwrap().path();
        if path.is_dir() {
            files(&path, ends, out);
        } else if path
            .extension()
            .is_some_and(|x| ends.iter().any(|e| x == *e))
        {
            out.push(path);
        }
    }
    out.sort();
}

#[test]
fn any_filter_is_a_filter_or_a_mistake_with_its_place() {
    let seeds: Vec<Vec<u8>> = [
        "区:徐汇 额>100万 错>0",
        "state:pending mine due<2020-10-01",
        "(规则:T27 | 规则:T08) -名:供水",
        "exec:<80 goal:>100 额:1000..5000",
        "declared:>95 computed:<90 单位:\"教育局 \"",
        "!避 期限:本周 级:A",
    ]
    .iter()
    .map(|s| s.as_bytes().to_vec())
    .collect();
    let odd = [
        "(",
        ")",
        "|",
        "\"",
        ":",
        "..",
        "<",
        ">",
        "-",
        "!",
        "万",
        "\u{202e}",
        "\0",
        "９９",
        "99999999999999999999",
    ];
    let today = Day::new(2020, 10, 10).unwrap();
    let mut lot = Lot(1);
    let mut right = 0;
    for _ in 0..many(50_000) {
        let bytes = changed(&mut lot, &seeds, &odd);
        let text = String::from_utf8_lossy(&bytes);
        right += u64::from(Filter::parse(&text, today).is_ok());
    }
    assert!(right > 100, "{right}");
}

#[test]
fn any_entry_is_read_or_refused() {
    let mut seeds: Vec<Vec<u8>> = [
        r#"{"kind":"founded","practice":false,"year":2026,"house":true}"#,
        r#"{"kind":"person-added","id":2,"account":"a","name":"甲","roles":["lead"],"units":[]}"#,
        r#"{"kind":"proposed","change":{"kind":"roles-set","id":2,"roles":["lead"]}}"#,
        r#"{"kind":"confirmed","proposed":3,"change":{"kind":"keys-set","id":2,"keys":["k"]}}"#,
        r#"{"kind":"withdrawn","seq":4}"#,
        r#"{"kind":"decided","verdict":"pass","seat":1,"closing":false,"second":false,"opinions":[],"waived":[],"items":{},"salt":"00"}"#,
        r#"{"kind":"declared","round":1,"facts":"0000000000000000000000000000000000000000000000000000000000000000","due":20201010}"#,
        r#"{"kind":"recused","reason":"kin"}"#,
        r#"{"kind":"noted","text":"x"}"#,
        r#"{"kind":"noted","text":"x","to":[2,3]}"#,
        r#"{"kind":"noted","text":"x","answers":5,"minute":true}"#,
        r#"{"kind":"readmitted","person":2,"reason":"x"}"#,
        r#"{"kind":"decided","verdict":"pass","seat":2,"closing":false,"second":false,"opinions":[],"waived":[],"items":{},"proxy":{"person":2,"sheet":"9"},"salt":"00"}"#,
        r#"{"kind":"signed","spans":[{"first":1,"last":3}],"signature":"x"}"#,
        r#"{"kind":"seated","seats":[1,2],"pools":[[{"person":1,"of":["310104"]}],[{"person":2}]]}"#,
    ]
    .iter()
    .map(|s| s.as_bytes().to_vec())
    .collect();
    let (p, hash, _) = &builtin()[0];
    let opened = format!(
        r#"{{"kind":"opened","code":"c","procedure":"{hash}","profile":"{hash}","seats":[1,2,3],"unaided":[2]}}"#
    );
    seeds.push(opened.clone().into_bytes());
    let odd = [
        "null",
        "-1",
        "18446744073709551616",
        "[]",
        "{}",
        "\"\\ud800\"",
        "\"kind\":",
        "1e999",
    ];
    let mut lot = Lot(2);
    let entry = |n: usize, payload: Payload, who: u64| Entry {
        seq: Seq::new(i64::try_from(n).unwrap()),
        at: jixiao::domain::day::Instant::new(1),
        person: PersonId::new(i64::try_from(who % 5).unwrap()),
        role: "reviewer".into(),
        case: CaseId::new(1),
        version: 0,
        payload,
    };
    let mut read = 0;
    for _ in 0..many(20_000) / 8 {
        // A history of things that no gate let through is folded all the same.
        let mut log = vec![entry(1, serde_json::from_str(&opened).unwrap(), 1)];
        let mut office = Office::default();
        for n in 2..10 {
            let bytes = changed(&mut lot, &seeds, &odd);
            if let Ok(payload) = serde_json::from_slice::<Payload>(&bytes) {
                read += 1;
                office
                    .apply(Seq::new(n), PersonId::new(n % 3), &payload)
                    .ok();
                log.push(entry(usize::try_from(n).unwrap(), payload, lot.next()));
            }
        }
        let s = fold(p, &log);
        assert!(s.count > 0);
    }
    assert!(read > 100, "{read}");
}

#[test]
fn any_table_is_read_or_refused_with_a_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for dir in [
        "data/sample/forms",
        "tests/data/real",
        "data/sample/monitoring",
    ] {
        files(&root.join(dir), &["csv", "xlsx"], &mut paths);
    }
    let mut seeds: Vec<Vec<u8>> = paths.iter().map(|p| std::fs::read(p).unwrap()).collect();
    seeds.retain(|s| s.len() < 200_000);
    assert!(seeds.len() > 20, "{}", seeds.len());
    let odd = [
        "\"",
        ",",
        "\n",
        "\r",
        "万元",
        "合计",
        "\u{0}",
        "=1+1",
        "\u{feff}",
        "99999999999999999999999",
    ];
    let wanted = Wanted {
        kind: None,
        year: 2020,
    };
    let mut lot = Lot(3);
    let (mut good, mut bad) = (0, 0);
    for _ in 0..many(1_500) {
        let bytes = changed(&mut lot, &seeds, &odd);
        let read = parse("表", &bytes, &wanted);
        if read.is_good() {
            good += 1;
        } else {
            bad += 1;
            assert!(read.failure.is_some() || !read.refused.is_empty());
        }
    }
    println!("{good} read, {bad} refused");
    assert!(good > 0 && bad > 0);
}

/// What comes from elsewhere to be checked: checkpoints, signatures, lines of a bundle.
#[test]
fn any_proof_is_read_or_refused() {
    use jixiao::domain::checkpoint::Checkpoint;
    use jixiao::domain::entry::Cell;
    use jixiao::domain::history::{Columns, History};
    use jixiao::domain::signature::{NAMESPACE, check, key_of};
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAII+eoiSNdnLpjQOvjp5GDqgIpdXarRvhWWWPTcNcVo9C";
    let signature = "-----BEGIN SSH SIGNATURE-----\n\
        U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgnNCdG5dRghSee4z2Dscx5rI5sP\n\
        +wP+mWgxcwtoKAjy8AAAAMaml4aWFvQGF1ZGl0AAAAAAAAAAZzaGE1MTIAAABTAAAAC3Nz\n\
        aC1lZDI1NTE5AAAAQO+AKKYj+p6cgLvo7lpbrpUkGK0nm/mz0lVlpoIPWbwvTYBBuE2NZH\n\
        6MoHhS6NzqTyEUpPYlteE9anUM03UD6g4=\n-----END SSH SIGNATURE-----\n";
    let note = "jixiao/12ca66358a47166a157d1da2f0b010cc\n1236\n\
        4+gEe6CjCLq7crLhc6DwknLbhVaDzLuvKcoX/aXHcvQ=\n\n\u{2014} root A8ds+VNTSFNJRwAAAAEAAAAzAAAAC3NzaA==\n";
    let line = format!("1236 {}", "0f".repeat(32));
    let entry = format!(
        "{{\"seq\":1,\"at\":0,\"uid\":0,\"login_uid\":-1,\"person\":1,\"role\":\"\",\"command\":\"init\",\"queue\":\"\",\"kase\":0,\"version\":0,\"rules\":\"\",\"payload\":\"{{\\\"kind\\\":\\\"signed\\\",\\\"spans\\\":[{{\\\"first\\\":1,\\\"last\\\":9}}],\\\"signature\\\":\\\"x\\\"}}\",\"alg\":\"sha256\",\"prev\":\"{z}\",\"hash\":\"{z}\"}}",
        z = "00".repeat(32)
    );
    let seeds: Vec<Vec<u8>> = [key, signature, note, &line, &entry]
        .map(|s| s.as_bytes().to_vec())
        .to_vec();
    let odd = [
        "9223372036854775807",
        "-1",
        "====",
        "\u{2014} ",
        "AAAA",
        "18446744073709551615",
    ];
    let mut lot = Lot(11);
    let (mut good, n) = (0, many(20_000));
    for _ in 0..n {
        let bytes = changed(&mut lot, &seeds, &odd);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((point, signed)) = Checkpoint::read(&text) {
            good += 1;
            let note = point.note();
            for s in signed {
                assert_ne!(s.holds(&[key.to_owned()], &note), Some(true));
                assert!(s.line().ends_with('\n'));
            }
        }
        // Nothing that was changed is a signature over this.
        assert!(check(NAMESPACE, &[key.to_owned()], "text", &text).is_err());
        if let Some(k) = key_of(&text) {
            assert_eq!(key_of(&k), Some(k.clone()));
            check(NAMESPACE, &[k], "text", signature).unwrap_err();
        }
        if let Ok(c) = serde_json::from_str::<Columns>(&text) {
            let mut h = History::default();
            assert!(h.pass(&c.cells(), Cell::Blob(&c.hash.0)).is_err());
        }
    }
    println!("{n} proofs, {good} of them checkpoints");
}
