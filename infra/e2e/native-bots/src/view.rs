//! Views, read as a client must: docs/protocol.md, "Views".

use crate::bytes::{Malformed, Reader};
use crate::job::{Job, Kind, LANES_MAX};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

pub type Lanes = [i32; LANES_MAX];

/// States kept of an entity: the proxy counts from none that is older than sixteen changes.
const KEPT: usize = 24;

pub struct Entity {
    pub id: u64,
    pub born: i64,
    /// The tick as of which it is shown.
    pub tick: i64,
    /// A ring: the newest is before `next`. Moving all of them at each change was most of what a crowd's bots took.
    states: [(i64, Lanes); KEPT],
    next: usize,
    count: usize,
}

/// Entity ids are spread already.
#[derive(Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {
        unreachable!("ids are numbers")
    }
    fn write_u64(&mut self, id: u64) {
        self.0 = id.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

pub type IdMap<V> = HashMap<u64, V, BuildHasherDefault<IdHasher>>;

#[derive(Default)]
pub struct View {
    /// Newest tick of any message.
    pub tick: i64,
    /// Newest tick of which all messages came.
    pub whole_tick: i64,
    pub lost_track: bool,
    pub updates: u64,
    pub spawns: u64,
    by_handle: Vec<Option<Box<Entity>>>,
    pub by_id: IdMap<u32>,
    gone: HashMap<u32, i64>,
}

impl Entity {
    /// The state as of a tick: the newest that is not younger.
    pub fn state_at(&self, tick: i64) -> Option<&(i64, Lanes)> {
        (0..self.count)
            .map(|back| &self.states[self.place(back)])
            .find(|state| state.0 <= tick)
    }

    pub fn lanes(&self) -> &Lanes {
        &self.states[self.place(0)].1
    }

    /// Where the newest state is, or the one so many before it.
    fn place(&self, back: usize) -> usize {
        (self.next + KEPT - 1 - back) % KEPT
    }

    fn remember(&mut self, tick: i64, lanes: Lanes) {
        let mut at = self.next;
        for back in 0..self.count.min(KEPT - 1) {
            let before = self.place(back);
            if self.states[before].0 <= tick {
                break;
            }
            self.states[at] = self.states[before];
            at = before;
        }
        self.states[at] = (tick, lanes);
        self.next = (self.next + 1) % KEPT;
        self.count = (self.count + 1).min(KEPT);
    }
}

impl View {
    pub fn new() -> View {
        View {
            tick: -1,
            whole_tick: -1,
            ..View::default()
        }
    }

    pub fn entity(&self, handle: u32) -> Option<&Entity> {
        self.by_handle.get(handle as usize)?.as_deref()
    }

    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.by_handle.iter().filter_map(|entity| entity.as_deref())
    }

    /// Takes one message; the tick that it makes whole, if it does.
    pub fn read(&mut self, job: &Job, bytes: &[u8]) -> Result<Option<i64>, Malformed> {
        let mut reader = Reader::new(bytes);
        let flags = reader.byte()?;
        let tick = if flags & 1 != 0 {
            reader.varint()? as i64
        } else {
            let low = u16::from_le_bytes([reader.byte()?, reader.byte()?]);
            if self.tick < 0 {
                return Err(Malformed);
            }
            self.tick + i64::from(low.wrapping_sub(self.tick as u16) as i16)
        };
        self.tick = self.tick.max(tick);
        if flags & 2 != 0 {
            self.read_despawns(&mut reader, tick)?;
        }
        if flags & 4 != 0 {
            self.read_spawns(job, &mut reader, tick)?;
        }
        while reader.left() > 0 {
            self.read_group(job, &mut reader, tick)?;
        }
        if flags & 8 != 0 || tick <= self.whole_tick {
            return Ok(None);
        }
        self.whole_tick = tick;
        Ok(Some(tick))
    }

    fn read_despawns(&mut self, reader: &mut Reader, tick: i64) -> Result<(), Malformed> {
        let mut handle = -1i64;
        loop {
            let step = reader.varint()?;
            if step == 0 {
                return Ok(());
            }
            handle += step as i64;
            let at = handle as u32;
            if self.entity(at).is_some_and(|entity| entity.born > tick) {
                continue;
            }
            let gone = self.gone.entry(at).or_insert(0);
            *gone = tick.max(*gone);
            self.drop(at);
        }
    }

    fn drop(&mut self, handle: u32) {
        let Some(slot) = self.by_handle.get_mut(handle as usize) else {
            return;
        };
        if let Some(entity) = slot.take() {
            if self.by_id.get(&entity.id) == Some(&handle) {
                self.by_id.remove(&entity.id);
            }
        }
    }

    fn read_spawns(&mut self, job: &Job, reader: &mut Reader, tick: i64) -> Result<(), Malformed> {
        let mut handle = -1i64;
        loop {
            let step = reader.varint()?;
            if step == 0 {
                return Ok(());
            }
            handle += step as i64;
            let id = reader.varint()?;
            let present = reader.varint()?;
            let mut lanes: Lanes = [0; LANES_MAX];
            for (bit, component) in job.components.iter().enumerate() {
                if present >> bit & 1 == 0 {
                    continue;
                }
                if component.heap {
                    let length = reader.varint()? as usize;
                    reader.take(length)?;
                }
                for lane in 0..component.lanes {
                    lanes[component.first_lane + lane] = reader.zigzag()?;
                }
            }
            self.spawns += 1;
            self.spawn(handle as u32, id, tick, lanes);
        }
    }

    fn spawn(&mut self, handle: u32, id: u64, tick: i64, lanes: Lanes) {
        match self.entity(handle) {
            Some(before) if tick < before.born => return,
            None if self.gone.get(&handle).is_some_and(|&gone| tick <= gone) => return,
            _ => {}
        }
        let shown = self
            .entity(handle)
            .filter(|before| before.id == id)
            .map(|before| before.tick);
        if shown.is_none() {
            self.drop(handle);
        }
        let mut entity = Entity {
            id,
            born: tick,
            tick: shown.unwrap_or(tick).max(tick),
            states: [(0, [0; LANES_MAX]); KEPT],
            next: 0,
            count: 0,
        };
        entity.remember(tick, lanes);
        while self.by_handle.len() <= handle as usize {
            self.by_handle.push(None);
        }
        self.by_handle[handle as usize] = Some(Box::new(entity));
        self.by_id.insert(id, handle);
    }

    fn read_group(&mut self, job: &Job, reader: &mut Reader, tick: i64) -> Result<(), Malformed> {
        let head = reader.varint()?;
        let (baseline, exact) = (tick - (head >> 1) as i64, head & 1 == 1);
        let (mut handle, mut mask, mut other) = (-1i64, 0u64, 0u64);
        while reader.left() > 0 {
            let reference = reader.varint()?;
            if reference == 0 {
                return Ok(());
            }
            handle += (reference >> 2) as i64;
            if reference & 3 != 0 {
                let before = mask;
                mask = if reference & 3 == 1 {
                    other
                } else {
                    reader.varint()?
                };
                other = before;
            }
            if mask >> job.components.len() != 0 {
                return Err(Malformed);
            }
            self.read_change(job, reader, (handle as u32, mask), tick, (baseline, exact))?;
        }
        Ok(())
    }

    fn read_change(
        &mut self,
        job: &Job,
        reader: &mut Reader,
        (handle, mask): (u32, u64),
        tick: i64,
        (baseline, exact): (i64, bool),
    ) -> Result<(), Malformed> {
        self.updates += 1;
        let slot = self
            .by_handle
            .get_mut(handle as usize)
            .and_then(|slot| slot.as_deref_mut());
        let from = slot
            .as_ref()
            .filter(|entity| tick > entity.born)
            .and_then(|entity| entity.state_at(baseline))
            .filter(|state| !exact || state.0 == baseline);
        let mut lanes = from.map_or([0; LANES_MAX], |state| state.1);
        let known = from.is_some();
        for (bit, component) in job.components.iter().enumerate() {
            if mask >> bit & 1 == 0 {
                continue;
            }
            if component.heap {
                let length = reader.varint()? as usize;
                reader.take(length)?;
            }
            for lane in component.first_lane..component.first_lane + component.lanes {
                let value = lanes[lane].wrapping_add(reader.zigzag()?);
                lanes[lane] = if component.kind == Kind::Angle {
                    value & 0xff
                } else {
                    value
                };
            }
        }
        let Some(entity) = slot.filter(|entity| tick > entity.born) else {
            return Ok(());
        };
        if !known {
            self.lost_track |= !exact && tick > entity.tick;
            return Ok(());
        }
        entity.remember(tick, lanes);
        entity.tick = entity.tick.max(tick);
        Ok(())
    }
}
