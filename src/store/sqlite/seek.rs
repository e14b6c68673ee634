//! What search looks through: names, codes, places, sums and findings of all cases, 1024 cases a
//! block, so that a million of them are read in a few dozen milliseconds. A cache: each block is
//! built from the lines of its cases, in the transaction that changes one of them.

use crate::domain::gauge::Gauge;
use crate::domain::needle::{folded, key, small};
use crate::domain::procedure::Digest;
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// Cases of a block.
pub(super) const BLOCK: i64 = 1024;
/// Distance of the parts' numbers.
const PARTS: i64 = 1 << 32;
/// Places that are remembered while blocks are read.
const PLACES: usize = 50_000;
/// A change of the layout below is a new edition.
const EDITION: &str = "2";

/// A part of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Queue, unit, district; which characters the codes have.
    Places,
    /// Names.
    Names,
    /// Codes.
    Codes,
    /// Deadlines.
    Dues,
    /// Amounts.
    Amounts,
    /// Findings.
    Findings,
    /// Money, results, what is at stake; empty where none of the cases is watched.
    Gauges,
}

const ALL: [Part; 7] = [
    Part::Places,
    Part::Names,
    Part::Codes,
    Part::Dues,
    Part::Amounts,
    Part::Findings,
    Part::Gauges,
];

impl Part {
    const fn id(self, block: i64) -> i64 {
        let n = match self {
            Self::Places => 0,
            Self::Names => 1,
            Self::Codes => 2,
            Self::Dues => 3,
            Self::Amounts => 4,
            Self::Findings => 5,
            Self::Gauges => 6,
        };
        n * PARTS + block
    }
}

/// The block a case is in.
pub(super) const fn block_of(case: i64) -> i64 {
    (case - 1) / BLOCK
}

/// What the sort keys and blocks were made with: other data of pinyin would sort otherwise.
fn stamp() -> Vec<u8> {
    let all = (0x20..=u16::MAX).map(|u| key(std::iter::once(u)));
    let mut text = String::from(EDITION);
    for k in all {
        text.extend(k.iter().map(|b| char::from(*b)));
    }
    Digest::of(&text).0.to_vec()
}

/// True when blocks and keys were made by a program that makes them as this one does.
pub(super) fn is_fresh(c: &Connection) -> Result<bool, StoreError> {
    let found: Option<Vec<u8>> = c
        .prepare_cached("SELECT data FROM seek WHERE id = -1")?
        .query_row([], |r| r.get(0))
        .optional()?;
    Ok(found.is_some_and(|s| s == stamp()))
}

/// Makes everything anew: after an upgrade, or when the data of pinyin has changed.
pub(super) fn rebuild(c: &Connection) -> Result<(), StoreError> {
    let mut all = c.prepare("SELECT id, name, unit FROM kase ORDER BY id")?;
    let mut rows = all.query([])?;
    let mut set = c.prepare("UPDATE kase SET name_key = ?2, unit_key = ?3 WHERE id = ?1")?;
    let mut last = 0;
    while let Some(r) = rows.next()? {
        last = r.get(0)?;
        let (name, unit): (String, String) = (r.get(1)?, r.get(2)?);
        set.execute(params![last, name_key(&name), name_key(&unit)])?;
    }
    drop(rows);
    c.execute("DELETE FROM seek", [])?;
    if last > 0 {
        for block in 0..=block_of(last) {
            write(c, block)?;
        }
    }
    c.execute(
        "INSERT INTO seek (id, data) VALUES (-1, ?)",
        params![stamp()],
    )?;
    Ok(())
}

/// The sort key of a name or unit.
pub(super) fn name_key(text: &str) -> Vec<u8> {
    key(folded(text).map(|(_, u)| u))
}

/// Blocks with cases that an import has changed.
#[derive(Debug, Default)]
pub(super) struct Dirty(BTreeSet<i64>);

impl Dirty {
    /// A case was changed.
    pub(super) fn touch(&mut self, case: i64) {
        self.0.insert(block_of(case));
    }
    /// Writes the blocks; before the transaction ends.
    pub(super) fn write(self, c: &Connection) -> Result<(), StoreError> {
        self.0.into_iter().try_for_each(|b| write(c, b))
    }
}

fn write(c: &Connection, block: i64) -> Result<(), StoreError> {
    let mut put = c.prepare_cached(
        "INSERT INTO seek (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data",
    )?;
    for (part, data) in build(c, block)? {
        put.execute(params![part.id(block), data])?;
    }
    Ok(())
}

/// True when the stored blocks are what the lines of the cases make, and nothing else is there.
pub(super) fn compare(c: &Connection) -> Result<Option<i64>, StoreError> {
    let last: i64 = c.query_row("SELECT coalesce(max(id), 0) FROM kase", [], |r| r.get(0))?;
    let blocks = if last > 0 { block_of(last) + 1 } else { 0 };
    let mut get = c.prepare("SELECT data FROM seek WHERE id = ?")?;
    let mut parts = 0;
    for block in 0..blocks {
        for (part, data) in build(c, block)? {
            let found: Option<Vec<u8>> =
                get.query_row([part.id(block)], |r| r.get(0)).optional()?;
            if found.as_ref() != Some(&data) {
                return Ok(Some(block * BLOCK + 1));
            }
            parts += 1;
        }
    }
    let all: i64 = c.query_row("SELECT count(*) FROM seek WHERE id >= 0", [], |r| r.get(0))?;
    Ok((all != parts || !is_fresh(c)?).then_some(0))
}

/// A list of different things and, for each case, its place in the list.
struct Listed<T> {
    known: HashMap<T, u16>,
    list: Vec<u8>,
    of: Vec<u16>,
}

impl<T: std::hash::Hash + Eq> Listed<T> {
    fn new() -> Self {
        Self {
            known: HashMap::new(),
            list: Vec::new(),
            of: Vec::new(),
        }
    }
    fn add(&mut self, thing: T, bytes: impl FnOnce(&T, &mut Vec<u8>)) {
        let next = u16::try_from(self.known.len()).unwrap_or(u16::MAX);
        let n = match self.known.get(&thing) {
            Some(n) => *n,
            None => {
                bytes(&thing, &mut self.list);
                self.known.insert(thing, next);
                next
            }
        };
        self.of.push(n);
    }
    /// How many, the list, then the places.
    fn finish(self, out: &mut Vec<u8>) {
        out.extend(
            u16::try_from(self.known.len())
                .unwrap_or(u16::MAX)
                .to_le_bytes(),
        );
        out.extend(self.list);
        out.extend(self.of.iter().flat_map(|n| n.to_le_bytes()));
    }
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    let n = text.len();
    out.extend(u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(text.as_bytes());
}

/// Texts: lengths, then units.
fn put_texts(texts: &[Vec<u16>]) -> Vec<u8> {
    let mut out = Vec::new();
    let cut = |t: &[u16]| u16::try_from(t.len()).unwrap_or(u16::MAX);
    for t in texts {
        out.extend(cut(t).to_le_bytes());
    }
    for t in texts {
        let units = t.iter().take(usize::from(cut(t)));
        out.extend(units.flat_map(|u| u.to_le_bytes()));
    }
    out
}

/// The parts of a block as they must be.
fn build(c: &Connection, block: i64) -> Result<Vec<(Part, Vec<u8>)>, StoreError> {
    let mut s = c.prepare_cached(
        "SELECT id, queue, code, name, unit, district, amount, due, errors, warnings, notes, rules, weight, exec, goal, stake FROM kase WHERE id > ?1 AND id <= ?1 + ?2 ORDER BY id",
    )?;
    let mut rows = s.query([block * BLOCK, BLOCK])?;
    let mut places = Listed::new();
    let mut findings = Listed::new();
    let (mut names, mut codes) = (Vec::new(), Vec::new());
    let (mut dues, mut amounts) = (Vec::new(), Vec::new());
    let (mut gauges, mut watched) = (Vec::new(), false);
    let mut ascii = 0u128;
    let mut expected = block * BLOCK;
    while let Some(r) = rows.next()? {
        expected += 1;
        if r.get::<_, i64>(0)? != expected {
            return Err(StoreError::Broken(format!("case {expected}")));
        }
        let text = |i: usize| r.get::<_, String>(i);
        places.add((text(1)?, text(4)?, text(5)?), |(q, u, d), out| {
            put_text(out, q);
            put_text(out, u);
            put_text(out, d);
        });
        let code: Vec<u16> = text(2)?.encode_utf16().collect();
        for u in code.iter().map(|u| small(*u)) {
            ascii |= if u < 128 {
                1 << u32::from(u)
            } else {
                u128::MAX
            };
        }
        codes.push(code);
        names.push(folded(&text(3)?).map(|(_, u)| u).collect());
        amounts.extend(r.get::<_, i64>(6)?.to_le_bytes());
        dues.extend(r.get::<_, i32>(7)?.to_le_bytes());
        let (exec, goal, stake): (i32, i32, i64) = (r.get(13)?, r.get(14)?, r.get(15)?);
        watched |= (exec, goal, stake) != (-1, -1, 0);
        gauges.extend(exec.to_le_bytes());
        gauges.extend(goal.to_le_bytes());
        gauges.extend(stake.to_le_bytes());
        let n: [u32; 3] = [r.get(8)?, r.get(9)?, r.get(10)?];
        let weight: i64 = r.get(12)?;
        findings.add((n, weight, text(11)?), |(n, weight, rules), out| {
            out.extend(n.iter().flat_map(|n| n.to_le_bytes()));
            out.extend(weight.to_le_bytes());
            put_text(out, rules);
        });
    }
    let mut placed = ascii.to_le_bytes().to_vec();
    places.finish(&mut placed);
    let mut found = Vec::new();
    findings.finish(&mut found);
    let data = [
        placed,
        put_texts(&names),
        put_texts(&codes),
        dues,
        amounts,
        found,
        if watched { gauges } else { Vec::new() },
    ];
    Ok(ALL.into_iter().zip(data).collect())
}

/// A place of a block.
pub(super) struct Place {
    pub(super) queue: String,
    pub(super) unit: String,
    pub(super) district: String,
}

/// Findings of a block.
pub(super) struct Found {
    pub(super) numbers: [u32; 3],
    pub(super) weight: i64,
    pub(super) rules: String,
}

/// Reads the bytes of a part.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], StoreError> {
        let (a, b) = self
            .0
            .split_at_checked(n)
            .ok_or_else(|| StoreError::Broken("a block of the search cache".to_owned()))?;
        self.0 = b;
        Ok(a)
    }
    fn number<const N: usize>(&mut self) -> Result<[u8; N], StoreError> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }
    fn text(&mut self) -> Result<String, StoreError> {
        let n = u32::from_le_bytes(self.number()?);
        let bytes = self.take(usize::try_from(n).unwrap_or(usize::MAX))?;
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
    fn rest16(&self) -> impl Iterator<Item = u16> + use<'a> {
        let (pairs, _) = self.0.as_chunks::<2>();
        pairs.iter().map(|b| u16::from_le_bytes(*b))
    }
}

/// The parts of a block, opened.
#[derive(Default)]
pub(super) struct Block {
    /// Characters of the codes; all when there are others than ASCII.
    pub(super) ascii: u128,
    /// Places of all blocks read so far; when they are very many it begins anew.
    pub(super) places: Vec<Place>,
    known: HashMap<Box<[u8]>, usize>,
    pub(super) place: Vec<usize>,
    names: Units,
    codes: Units,
    pub(super) dues: Vec<i32>,
    pub(super) amounts: Vec<i64>,
    pub(super) findings: Vec<Found>,
    pub(super) finding: Vec<u16>,
    pub(super) gauges: Vec<Gauge>,
}

#[derive(Default)]
struct Units {
    ends: Vec<usize>,
    units: Vec<u16>,
}

impl Units {
    fn read(&mut self, data: &[u8], cases: usize) {
        let mut all = Bytes(data).rest16();
        self.ends.clear();
        let mut end = 0;
        self.ends.extend(all.by_ref().take(cases).map(|n| {
            end += usize::from(n);
            end
        }));
        self.units.clear();
        self.units.extend(all);
    }
    fn get(&self, i: usize) -> &[u16] {
        let at = |i: usize| self.ends.get(i).copied().unwrap_or(0);
        let range: Range<usize> = i.checked_sub(1).map_or(0, at)..at(i);
        self.units.get(range).unwrap_or(&[])
    }
}

impl Block {
    pub(super) fn name(&self, i: usize) -> &[u16] {
        self.names.get(i)
    }
    pub(super) fn code(&self, i: usize) -> &[u16] {
        self.codes.get(i)
    }

    /// A place of a list: units repeat from block to block, so each is made once.
    fn known_place(&mut self, b: &mut Bytes<'_>) -> Result<usize, StoreError> {
        let from = b.0;
        for _ in 0..3 {
            let n = u32::from_le_bytes(b.number()?);
            b.take(usize::try_from(n).unwrap_or(usize::MAX))?;
        }
        let raw = from.get(..from.len() - b.0.len()).unwrap_or(&[]);
        if let Some(n) = self.known.get(raw) {
            return Ok(*n);
        }
        let mut b = Bytes(raw);
        self.places.push(Place {
            queue: b.text()?,
            unit: b.text()?,
            district: b.text()?,
        });
        let n = self.places.len() - 1;
        self.known.insert(raw.into(), n);
        Ok(n)
    }

    /// Reads a part; places first, they say how many cases there are.
    pub(super) fn read(
        &mut self,
        c: &Connection,
        part: Part,
        block: i64,
    ) -> Result<bool, StoreError> {
        let mut s = c.prepare_cached("SELECT data FROM seek WHERE id = ?")?;
        let mut rows = s.query([part.id(block)])?;
        let Some(r) = rows.next()? else {
            return Ok(false);
        };
        let data = r.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        let cases = self.place.len();
        let mut b = Bytes(data);
        match part {
            Part::Places => {
                self.ascii = u128::from_le_bytes(b.number()?);
                if self.places.len() > PLACES {
                    self.places.clear();
                    self.known.clear();
                }
                let mut here = Vec::new();
                for _ in 0..u16::from_le_bytes(b.number()?) {
                    here.push(self.known_place(&mut b)?);
                }
                self.place.clear();
                let of = |n: u16| here.get(usize::from(n)).copied().unwrap_or(usize::MAX);
                self.place.extend(b.rest16().map(of));
            }
            Part::Names => self.names.read(data, cases),
            Part::Codes => self.codes.read(data, cases),
            Part::Dues => {
                self.dues.clear();
                let (n, _) = data.as_chunks::<4>();
                self.dues.extend(n.iter().map(|b| i32::from_le_bytes(*b)));
            }
            Part::Amounts => {
                self.amounts.clear();
                let (n, _) = data.as_chunks::<8>();
                self.amounts
                    .extend(n.iter().map(|b| i64::from_le_bytes(*b)));
            }
            Part::Findings => {
                self.findings.clear();
                for _ in 0..u16::from_le_bytes(b.number()?) {
                    let mut numbers = [0; 3];
                    for n in &mut numbers {
                        *n = u32::from_le_bytes(b.number()?);
                    }
                    self.findings.push(Found {
                        numbers,
                        weight: i64::from_le_bytes(b.number()?),
                        rules: b.text()?,
                    });
                }
                self.finding.clear();
                self.finding.extend(b.rest16());
            }
            Part::Gauges => {
                self.gauges.clear();
                while !b.0.is_empty() {
                    self.gauges.push(super::gauges::read(
                        i32::from_le_bytes(b.number()?),
                        i32::from_le_bytes(b.number()?),
                        i64::from_le_bytes(b.number()?),
                    ));
                }
            }
        }
        Ok(true)
    }
}
