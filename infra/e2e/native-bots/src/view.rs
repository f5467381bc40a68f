//! Views, read as a client must: docs/protocol.md, "Views".

use crate::bytes::{Malformed, Reader};
use crate::job::{Job, Kind, LANES_MAX};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::hint::black_box;

pub type Lanes = [i32; LANES_MAX];

/// States kept of an entity: the proxy counts from none that is older than sixteen changes.
const KEPT: usize = 20;

/// An entity's change of a group: by how much, and from which place of its ring.
struct Change {
    handle: usize,
    by: Lanes,
    from: Option<usize>,
}

/// What is known of an entity but its states' lanes, in two lines of a cache: a thousand views of a thousand entities
/// fit none, and each line that is asked for is waited for.
#[derive(Clone)]
#[repr(align(128))]
pub struct Entity {
    /// 0: nobody has this handle.
    pub id: u64,
    pub born: i32,
    /// The tick as of which it is shown.
    tick: i32,
    /// The states are a ring: the newest is before `next`.
    next: u32,
    count: u32,
    ticks: [i32; KEPT],
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
    by_handle: Vec<Entity>,
    /// By handle and place in its ring, as many numbers as an entity has lanes.
    states: Vec<i32>,
    lane_count: usize,
    /// Of the group at hand.
    changes: Vec<Change>,
    by_id: IdMap<u32>,
    gone: HashMap<u32, i64>,
}

impl Entity {
    const NOBODY: Entity = Entity {
        id: 0,
        born: 0,
        tick: 0,
        next: 0,
        count: 0,
        ticks: [0; KEPT],
    };

    /// Where the newest state is, or the one so many before it.
    fn place(&self, back: u32) -> usize {
        (self.next + KEPT as u32 - 1 - back) as usize % KEPT
    }

    /// Where the state as of a tick is: the newest that is not younger.
    fn place_at(&self, tick: i32) -> Option<usize> {
        (0..self.count)
            .map(|back| self.place(back))
            .find(|&place| self.ticks[place] <= tick)
    }
}

impl View {
    pub fn new(job: &Job) -> View {
        View {
            tick: -1,
            whole_tick: -1,
            lane_count: job.lanes,
            ..View::default()
        }
    }

    fn entity(&self, handle: u32) -> Option<&Entity> {
        self.by_handle
            .get(handle as usize)
            .filter(|entity| entity.id != 0)
    }

    /// Everybody shown, with the newest state's lanes.
    pub fn entities(&self) -> impl Iterator<Item = (u64, &[i32])> {
        let shown = self.by_handle.iter().enumerate();
        shown
            .filter(|(_, entity)| entity.id != 0)
            .map(|(handle, entity)| (entity.id, self.state(handle, entity.place(0))))
    }

    /// The newest state of an entity.
    pub fn lanes_of(&self, id: u64) -> Option<&[i32]> {
        let handle = *self.by_id.get(&id)? as usize;
        Some(self.state(handle, self.by_handle[handle].place(0)))
    }

    /// An entity's state as of a tick, the newest that is not younger, and the tick in which it changed.
    pub fn state_at(&self, id: u64, tick: i64) -> Option<(i64, &[i32])> {
        let handle = *self.by_id.get(&id)? as usize;
        let entity = &self.by_handle[handle];
        let place = entity.place_at(tick as i32)?;
        Some((i64::from(entity.ticks[place]), self.state(handle, place)))
    }

    fn state(&self, handle: usize, place: usize) -> &[i32] {
        let at = (handle * KEPT + place) * self.lane_count;
        &self.states[at..at + self.lane_count]
    }

    fn remember(&mut self, handle: usize, tick: i32, lanes: &Lanes) {
        let count = self.lane_count;
        let first = handle * KEPT * count;
        let entity = &mut self.by_handle[handle];
        let mut at = entity.next as usize;
        for back in 0..entity.count.min(KEPT as u32 - 1) {
            let before = entity.place(back);
            if entity.ticks[before] <= tick {
                break;
            }
            entity.ticks[at] = entity.ticks[before];
            let from = first + before * count;
            self.states
                .copy_within(from..from + count, first + at * count);
            at = before;
        }
        entity.ticks[at] = tick;
        self.states[first + at * count..][..count].copy_from_slice(&lanes[..count]);
        entity.next = (entity.next + 1) % KEPT as u32;
        entity.count = (entity.count + 1).min(KEPT as u32);
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
            if self
                .entity(at)
                .is_some_and(|entity| i64::from(entity.born) > tick)
            {
                continue;
            }
            let gone = self.gone.entry(at).or_insert(0);
            *gone = tick.max(*gone);
            self.drop(at);
        }
    }

    fn drop(&mut self, handle: u32) {
        let Some(entity) = self.by_handle.get_mut(handle as usize) else {
            return;
        };
        let id = std::mem::take(&mut entity.id);
        if id != 0 && self.by_id.get(&id) == Some(&handle) {
            self.by_id.remove(&id);
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
            let lanes = read_lanes(job, reader, present)?;
            self.spawns += 1;
            self.spawn(handle as u32, id, tick, lanes);
        }
    }

    fn spawn(&mut self, handle: u32, id: u64, tick: i64, lanes: Lanes) {
        let born = tick as i32;
        match self.entity(handle) {
            Some(before) if born < before.born => return,
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
        let at = handle as usize;
        if self.by_handle.len() <= at {
            self.by_handle.resize(at + 1, Entity::NOBODY);
            self.states.resize((at + 1) * KEPT * self.lane_count, 0);
        }
        self.by_handle[at] = Entity {
            id,
            born,
            tick: shown.unwrap_or(born).max(born),
            ..Entity::NOBODY
        };
        self.remember(at, born, &lanes);
        self.by_id.insert(id, handle);
    }

    /// A group's changes: read, then looked up all at once, since each waits long for memory, then taken.
    fn read_group(&mut self, job: &Job, reader: &mut Reader, tick: i64) -> Result<(), Malformed> {
        let head = reader.varint()?;
        let (baseline, exact) = (tick - (head >> 1) as i64, head & 1 == 1);
        let (mut handle, mut mask, mut other) = (-1i64, 0u64, 0u64);
        self.changes.clear();
        while reader.left() > 0 {
            let reference = reader.varint()?;
            if reference == 0 {
                break;
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
            let by = read_lanes(job, reader, mask)?;
            let handle = handle as usize;
            self.changes.push(Change {
                handle,
                by,
                from: None,
            });
        }
        self.updates += self.changes.len() as u64;
        let mut changes = std::mem::take(&mut self.changes);
        self.look_up(&mut changes, tick as i32, baseline as i32, exact);
        for change in &changes {
            self.take(job, change, tick as i32, exact);
        }
        self.changes = changes;
        Ok(())
    }

    fn look_up(&self, changes: &mut [Change], tick: i32, baseline: i32, exact: bool) {
        // Loads that wait for nothing but memory: many are under way at once.
        let heads = changes
            .iter()
            .filter_map(|change| self.by_handle.get(change.handle));
        black_box(heads.fold(0, |sum, entity| sum ^ entity.born ^ entity.ticks[KEPT - 1]));
        let mut sum = 0;
        for change in changes.iter_mut() {
            let entity = self.entity(change.handle as u32);
            let Some(entity) = entity.filter(|entity| tick > entity.born) else {
                continue;
            };
            let place = entity.place_at(baseline);
            change.from = place.filter(|&place| !exact || entity.ticks[place] == baseline);
            let first = change.handle * KEPT * self.lane_count;
            sum ^= self.states[first + change.from.unwrap_or(0) * self.lane_count];
            sum ^= self.states[first + entity.next as usize * self.lane_count];
        }
        black_box(sum);
    }

    fn take(&mut self, job: &Job, change: &Change, tick: i32, exact: bool) {
        let handle = change.handle;
        let entity = self.entity(handle as u32);
        let Some(shown) = entity
            .filter(|entity| tick > entity.born)
            .map(|entity| entity.tick)
        else {
            return;
        };
        let Some(place) = change.from else {
            self.lost_track |= !exact && tick > shown;
            return;
        };
        let mut lanes = change.by;
        for (lane, before) in lanes.iter_mut().zip(self.state(handle, place)) {
            *lane = lane.wrapping_add(*before);
        }
        for component in job
            .components
            .iter()
            .filter(|each| each.kind == Kind::Angle)
        {
            lanes[component.first_lane] &= 0xff;
        }
        self.remember(handle, tick, &lanes);
        self.by_handle[handle].tick = shown.max(tick);
    }
}

/// The values of a mask's components, or by how much they differ.
fn read_lanes(job: &Job, reader: &mut Reader, mask: u64) -> Result<Lanes, Malformed> {
    let mut lanes: Lanes = [0; LANES_MAX];
    for (bit, component) in job.components.iter().enumerate() {
        if mask >> bit & 1 == 0 {
            continue;
        }
        if component.heap {
            let length = reader.varint()? as usize;
            reader.take(length)?;
        }
        for lane in component.first_lane..component.first_lane + component.lanes {
            lanes[lane] = reader.zigzag()?;
        }
    }
    Ok(lanes)
}
