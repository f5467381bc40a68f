//! Whether an update held every changed entity in range.

use crate::bot::Bot;
use crate::histogram::Histogram;
use crate::job::{Job, LANES_MAX};
use crate::view::Lanes;

/// Ticks of which the truth is remembered.
const REMEMBERED: usize = 64;
/// An update is judged so many ticks later, when everybody has told where he was.
const LATER: i64 = 8;
/// Of so many updates one is judged at most …
const JUDGED: usize = 8;
/// … and so many a tick, or looking up who should be shown costs a crowd's bots as much as reading what is; over a run
/// that is thousands.
const JUDGED_A_TICK: usize = 20;
/// Where ranks by distance are parted: oneself, the nearest ten, the nearest hundred …
pub const RANKS: [usize; 4] = [1, 10, 100, 300];

/// Where every avatar was, as its own client saw it, and with it what others should have seen.
pub struct Truth {
    /// By tick modulo REMEMBERED and bot.
    lanes: Vec<Lanes>,
    ticks: Vec<i64>,
    /// The ticks in which these states came to be, as far as their clients know.
    changed: Vec<i64>,
    newest: i64,
    judged_to: i64,
    bots: usize,
    cell_starts: Vec<u32>,
    cells: Vec<u32>,
    near: Vec<(i64, u32)>,
    pub judged: u64,
    pub complete: u64,
    pub missing: u64,
    pub outdated: u64,
    /// Told of for this very tick, and not what it was: never, unless something is broken. (Of one proxy, that is: a region
    /// whose frame is late at one of two is shown there as it was a tick before.)
    pub wrong: u64,
    /// Entities in range in judged updates.
    pub in_range: u64,
    /// The same by rank, as RANKS parts them, and how many of these were fresh.
    pub ranked: [u64; RANKS.len() + 1],
    pub fresh: [u64; RANKS.len() + 1],
    /// How old what was shown was, in ticks × 50 ms, by quantile.
    pub staleness: Histogram,
}

impl Truth {
    pub fn new(bots: usize) -> Truth {
        Truth {
            lanes: vec![[0; LANES_MAX]; REMEMBERED * bots],
            ticks: vec![-1; REMEMBERED * bots],
            changed: vec![-1; REMEMBERED * bots],
            newest: -1,
            judged_to: -1,
            bots,
            cell_starts: Vec::new(),
            cells: Vec::new(),
            near: Vec::new(),
            judged: 0,
            complete: 0,
            missing: 0,
            outdated: 0,
            wrong: 0,
            in_range: 0,
            ranked: [0; RANKS.len() + 1],
            fresh: [0; RANKS.len() + 1],
            staleness: Histogram::new(),
        }
    }

    /// A bot knows of all of this tick; its own avatar is in it, as it has been since `changed`.
    pub fn tell(&mut self, bot: usize, tick: i64, changed: i64, avatar: &[i32]) {
        let at = self.place(bot, tick);
        self.lanes[at][..avatar.len()].copy_from_slice(avatar);
        self.ticks[at] = tick;
        self.changed[at] = changed;
        self.newest = self.newest.max(tick);
    }

    fn place(&self, bot: usize, tick: i64) -> usize {
        tick as usize % REMEMBERED * self.bots + bot
    }

    fn of(&self, bot: usize, tick: i64) -> Option<&Lanes> {
        let at = self.place(bot, tick);
        (self.ticks[at] == tick).then(|| &self.lanes[at])
    }

    /// Judges what has become old enough.
    pub fn judge(&mut self, job: &Job, bots: &[Bot], counting: bool) {
        if self.newest < 0 {
            return;
        }
        if self.judged_to < self.newest - LATER - 20 {
            self.judged_to = self.newest - LATER;
        }
        while self.judged_to < self.newest - LATER {
            self.judged_to += 1;
            if counting {
                self.judge_tick(job, bots, self.judged_to);
            }
        }
    }

    fn judge_tick(&mut self, job: &Job, bots: &[Bot], tick: i64) {
        let reach = (job.radius_m / job.position_quantum_m) as i64;
        let side = self.sort_by_cell(reach, tick);
        let every = JUDGED.max(self.bots / JUDGED_A_TICK);
        for bot in (tick as usize % every..self.bots).step_by(every) {
            let Some(own) = self.of(bot, tick) else {
                continue;
            };
            let own = *own;
            self.find_near(&own, reach, side, tick);
            self.judge_bot(job, &bots[bot], tick);
        }
    }

    /// Lists the bots by square cells of the radius's size; returns cells a side.
    fn sort_by_cell(&mut self, reach: i64, tick: i64) -> i64 {
        let mut side = 1;
        for bot in 0..self.bots {
            if let Some(lanes) = self.of(bot, tick) {
                side = side.max(i64::from(lanes[0].max(lanes[1])) / reach + 1);
            }
        }
        let cell = |lanes: &Lanes| {
            (i64::from(lanes[1]).max(0) / reach * side + i64::from(lanes[0]).max(0) / reach)
                as usize
        };
        let mut starts = vec![0u32; (side * side) as usize + 1];
        for bot in 0..self.bots {
            if let Some(lanes) = self.of(bot, tick) {
                starts[cell(lanes) + 1] += 1;
            }
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut cells = vec![0u32; *starts.last().unwrap() as usize];
        let mut fill = starts.clone();
        for bot in 0..self.bots {
            if let Some(lanes) = self.of(bot, tick) {
                let at = &mut fill[cell(lanes)];
                cells[*at as usize] = bot as u32;
                *at += 1;
            }
        }
        (self.cell_starts, self.cells) = (starts, cells);
        side
    }

    fn find_near(&mut self, own: &Lanes, reach: i64, side: i64, tick: i64) {
        let (x, y) = (i64::from(own[0]), i64::from(own[1]));
        let mut near = std::mem::take(&mut self.near);
        near.clear();
        for row in (y / reach - 1).max(0)..=(y / reach + 1).min(side - 1) {
            for column in (x / reach - 1).max(0)..=(x / reach + 1).min(side - 1) {
                let cell = (row * side + column) as usize;
                for &other in &self.cells
                    [self.cell_starts[cell] as usize..self.cell_starts[cell + 1] as usize]
                {
                    let lanes = self
                        .of(other as usize, tick)
                        .expect("it was listed for this tick");
                    let (dx, dy) = (i64::from(lanes[0]) - x, i64::from(lanes[1]) - y);
                    if dx * dx + dy * dy <= reach * reach {
                        near.push((dx * dx + dy * dy, other));
                    }
                }
            }
        }
        self.near = near;
    }

    /// Every avatar in range must be shown exactly as its own client saw it in that tick.
    fn judge_bot(&mut self, job: &Job, bot: &Bot, tick: i64) {
        self.near.sort_unstable();
        let (mut missing, mut outdated) = (0, 0);
        for k in 0..self.near.len() {
            let other = self.near[k].1 as usize;
            let truth = *self.of(other, tick).expect("it was listed for this tick");
            let shown = bot
                .avatar_of(other)
                .and_then(|id| bot.view.state_at(id, tick));
            self.in_range += 1;
            let band = RANKS.iter().filter(|&&rank| k >= rank).count();
            self.ranked[band] += 1;
            let Some(shown) = shown else {
                missing += 1;
                continue;
            };
            // Where a frame is late at the proxy of its own client, others know more than that.
            let told = self.changed[self.place(other, tick)];
            let fresh = shown.0 > told || shown.1[..job.lanes] == truth[..job.lanes];
            if !fresh {
                outdated += 1;
                self.wrong += u64::from(shown.0 == tick);
            }
            self.fresh[band] += u64::from(fresh);
            self.staleness.add(if fresh {
                0.0
            } else {
                (tick - shown.0) as f64 * 1000.0 / job.tick_hz
            });
        }
        self.judged += 1;
        self.missing += missing;
        self.outdated += outdated;
        self.complete += u64::from(missing + outdated == 0);
    }
}
