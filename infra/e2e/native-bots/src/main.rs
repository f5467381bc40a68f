//! Thousands of clients of an AtlasNet world in one thread: `native-bots JOB_FILE`.
//!
//! Prints JOINED, W0 and W1 (the window's start and end), and one line `R {…}` with what was measured.

use native_bots::bot::{Bot, Tally};
use native_bots::channel::Heard;
use native_bots::histogram::Histogram;
use native_bots::job::Job;
use native_bots::measure::Truth;
use native_bots::netcode::State;
use native_bots::system::{clock_ms, cpu_ms, now_ms, open_socket, raise_file_limit, report, say};
use std::cell::RefCell;
use std::rc::Rc;

/// A bot has its turn this often, ms.
const TURN_MS: u64 = 100;
/// Between two looks at the sockets.
const SLEEP: std::time::Duration = std::time::Duration::from_micros(500);
/// A command unanswered for longer at the end counts with the time that it has waited, ms.
const LATE_MS: f64 = 150.0;
/// All must be in after so long, ms.
const JOIN_LIMIT_MS: f64 = 120_000.0;

struct Load {
    job: Job,
    bots: Vec<Bot>,
    truth: Truth,
    tally: Tally,
    epoll: i32,
    out: Vec<u8>,
    heard: Heard,
    started: usize,
    turns: u64,
}

fn main() {
    let path = std::env::args()
        .nth(1)
        .expect("usage: native-bots JOB_FILE");
    raise_file_limit();
    let job = Job::read(&path);
    let count = job.tokens.len();
    let avatars = Rc::new(RefCell::new(vec![0; count]));
    let seed = clock_ms(libc::CLOCK_REALTIME).to_bits() ^ u64::from(std::process::id());
    let bots = (0..count)
        .map(|i| Bot::new(i, &job, seed, avatars.clone()))
        .collect();
    let mut load = Load {
        job,
        bots,
        truth: Truth::new(count),
        tally: Tally {
            counting: false,
            counting_from_ms: 0.0,
            age: Histogram::new(),
            round_trip: Histogram::new(),
            ticks: 0,
            packets_in: 0,
            bytes_in: 0,
            packets_out: 0,
            bytes_out: 0,
            malformed: 0,
            unauthentic: 0,
            resets: 0,
            ended: 0,
            send_fails: 0,
            goodbyes: Vec::new(),
        },
        epoll: unsafe { libc::epoll_create1(0) },
        out: Vec::with_capacity(2048),
        heard: Heard::default(),
        started: 0,
        turns: 0,
    };
    std::process::exit(load.run());
}

impl Load {
    fn run(&mut self) -> i32 {
        let start = now_ms();
        let mut joined_ms = None;
        let mut turn = 0u64;
        let (mut before, mut updates_before) = ((0, 0), 0);
        loop {
            self.receive_all();
            let now = now_ms();
            let due = (now - start) as u64;
            self.start_bots((now - start) / 1000.0);
            while turn < due {
                turn += 1;
                self.take_turns(turn);
            }
            self.truth.judge(&self.job, &self.bots, self.tally.counting);
            match joined_ms {
                None => {
                    let playing = self.bots.iter().filter(|bot| bot.is_playing()).count();
                    if playing == self.bots.len() {
                        say(&format!("JOINED {playing} {:.1}", (now - start) / 1000.0));
                        joined_ms = Some(now);
                    } else if now - start > JOIN_LIMIT_MS {
                        // The first line is what the one who started this says; the rest is for a closer look.
                        eprintln!(
                            "{playing} of {} joined within {:.0} s",
                            self.bots.len(),
                            JOIN_LIMIT_MS / 1000.0
                        );
                        if let Some(goodbye) = self.tally.goodbyes.first() {
                            eprintln!("sent away: {goodbye}");
                        }
                        let absent = self.bots.iter().filter(|bot| !bot.is_playing());
                        for bot in absent.take(3) {
                            eprintln!("not in: {}", bot.describe());
                        }
                        return 2;
                    }
                }
                Some(joined) if !self.tally.counting && now > joined + self.job.warm_s * 1000.0 => {
                    self.tally.counting = true;
                    self.tally.counting_from_ms = now;
                    before = cpu_ms();
                    updates_before = self.updates();
                    say("W0");
                }
                Some(joined) if now > joined + (self.job.warm_s + self.job.seconds) * 1000.0 => {
                    say("W1");
                    let updates = self.updates() - updates_before;
                    self.report(now, before, updates);
                    return 0;
                }
                _ => {}
            }
        }
    }

    /// Changes and spawns that were read, of the entities of all bots.
    fn updates(&self) -> u64 {
        self.bots
            .iter()
            .map(|bot| bot.view.updates + bot.view.spawns)
            .sum()
    }

    fn start_bots(&mut self, seconds: f64) {
        let until = ((seconds * self.job.connects_per_s) as usize + 1).min(self.bots.len());
        while self.started < until {
            let bot = &mut self.bots[self.started];
            bot.socket = open_socket(bot.netcode.server, None);
            bot.begin(now_ms());
            let mut event = libc::epoll_event {
                events: libc::EPOLLIN as u32,
                u64: self.started as u64,
            };
            unsafe { libc::epoll_ctl(self.epoll, libc::EPOLL_CTL_ADD, bot.socket, &mut event) };
            self.speak(self.started, false, false);
            self.started += 1;
        }
    }

    /// The bots whose turn a millisecond is: they are spread evenly over the turn's length.
    fn take_turns(&mut self, millisecond: u64) {
        let slot = millisecond % TURN_MS;
        let count = self.started as u64;
        let (from, to) = (
            (slot * count).div_ceil(TURN_MS),
            ((slot + 1) * count).div_ceil(TURN_MS),
        );
        let round = millisecond / TURN_MS;
        for bot in from..to.min(count) {
            self.turns += 1;
            let input = is_due(self.job.input_hz, round, bot);
            let command = is_due(self.job.command_hz, round, bot);
            self.speak(bot as usize, input, command);
        }
    }

    fn speak(&mut self, index: usize, input: bool, command: bool) {
        let bot = &mut self.bots[index];
        if !bot.speak(&self.job, input, command, now_ms(), &mut self.out) {
            return;
        }
        let sent = unsafe { libc::send(bot.socket, self.out.as_ptr().cast(), self.out.len(), 0) };
        if self.tally.counting {
            self.tally.packets_out += 1;
            self.tally.bytes_out += self.out.len() as u64;
            self.tally.send_fails += u64::from(sent < 0);
        }
    }

    fn receive_all(&mut self) {
        let mut events: [libc::epoll_event; 1024] = unsafe { std::mem::zeroed() };
        let count = unsafe { libc::epoll_wait(self.epoll, events.as_mut_ptr(), 1024, 0) };
        let mut buffer = [0u8; 2048];
        for event in &events[..count.max(0) as usize] {
            let index = event.u64 as usize;
            let socket = self.bots[index].socket;
            let length = unsafe { libc::recv(socket, buffer.as_mut_ptr().cast(), buffer.len(), 0) };
            if length > 0 {
                self.receive(index, &mut buffer[..length as usize]);
            }
        }
        // Asleep by the clock, not on the sockets: else every datagram that the proxy sends pays for
        // waking this process, which no client on another machine costs it. Ages count the sleep.
        if count < 1024 {
            std::thread::sleep(SLEEP);
        }
    }

    fn receive(&mut self, index: usize, packet: &mut [u8]) {
        let now = now_ms();
        let bot = &mut self.bots[index];
        let was = bot.netcode.state;
        let whole = bot.receive(&self.job, packet, now, &mut self.heard, &mut self.tally);
        if let Some(tick) = whole {
            let age = clock_ms(libc::CLOCK_REALTIME)
                - self.job.origin_ms
                - tick as f64 * 1000.0 / self.job.tick_hz;
            if self.tally.counting {
                self.tally.ticks += 1;
                self.tally.age.add(age);
            }
            if let Some((changed, lanes)) = bot.view.state_at(bot.avatar, tick) {
                self.truth.tell(index, tick, changed, lanes);
            }
        }
        if bot.netcode.state != was {
            bot.changed_ms = now;
            // Answers of the handshake go at once.
            if was != State::Connected {
                self.speak(index, false, false);
            }
        }
    }

    fn report(&mut self, now: f64, before: (u64, u64), updates: u64) {
        let seconds = (now - self.tally.counting_from_ms) / 1000.0;
        let mut late = 0;
        for bot in &self.bots {
            late += bot.count_unanswered(now, LATE_MS, &mut self.tally);
        }
        let resent: u64 = self.bots.iter().map(|bot| bot.resent()).sum();
        let after = cpu_ms();
        let (tally, truth) = (&self.tally, &self.truth);
        let expected = self.bots.len() as f64 * self.job.tick_hz * seconds;
        let share = |part: u64, of: u64| {
            if of == 0 {
                0.0
            } else {
                part as f64 / of as f64
            }
        };
        let values = [
            ("bots", self.bots.len() as f64),
            ("seconds", seconds),
            ("ticksShare", tally.ticks as f64 / expected),
            ("completeShare", share(truth.complete, truth.judged)),
            ("judged", truth.judged as f64),
            ("missing", truth.missing as f64),
            ("outdated", truth.outdated as f64),
            ("wrong", truth.wrong as f64),
            ("inRange", share(truth.in_range, truth.judged)),
            ("freshSelf", share(truth.fresh[0], truth.ranked[0])),
            ("freshTo10", share(truth.fresh[1], truth.ranked[1])),
            ("freshTo100", share(truth.fresh[2], truth.ranked[2])),
            ("freshTo300", share(truth.fresh[3], truth.ranked[3])),
            ("freshRest", share(truth.fresh[4], truth.ranked[4])),
            ("stalenessMsP99", truth.staleness.quantile(0.99)),
            ("stalenessMsMax", truth.staleness.quantile(1.0)),
            ("ageMsP50", tally.age.quantile(0.5)),
            ("ageMsP99", tally.age.quantile(0.99)),
            ("roundTripMsP50", tally.round_trip.quantile(0.5)),
            ("roundTripMsP99", tally.round_trip.quantile(0.99)),
            ("roundTrips", tally.round_trip.count as f64),
            ("lateCommands", late as f64),
            ("updates", updates as f64),
            ("packetsIn", tally.packets_in as f64),
            ("bytesIn", tally.bytes_in as f64),
            ("packetsOut", tally.packets_out as f64),
            ("bytesOut", tally.bytes_out as f64),
            ("malformed", tally.malformed as f64),
            ("unauthentic", tally.unauthentic as f64),
            ("resets", tally.resets as f64),
            ("ended", tally.ended as f64),
            ("sendFails", tally.send_fails as f64),
            ("resent", resent as f64),
            ("cpuUserMs", (after.0 - before.0) as f64),
            ("cpuSystemMs", (after.1 - before.1) as f64),
        ];
        report(&values);
    }
}

/// Whether something of this rate happens in a bot's turn of this round; ten turns are a second.
fn is_due(hz: f64, round: u64, bot: u64) -> bool {
    if hz <= 0.0 {
        return false;
    }
    let every = (1000.0 / TURN_MS as f64 / hz).round().max(1.0) as u64;
    // Spread by bot, so that those of neighbouring turns do not speak in the same round.
    (round + bot.wrapping_mul(7)) % every == 0
}
