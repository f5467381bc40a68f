//! One client: connects, joins, steers, strikes, reads its view.

use crate::bytes::{put_blob_field, put_varint, put_zigzag, Reader};
use crate::channel::{Channel, Heard};
use crate::histogram::Histogram;
use crate::job::Job;
use crate::netcode::{Netcode, State, DISCONNECT, KEEP_ALIVE, PAYLOAD};
use crate::view::View;
use std::cell::RefCell;
use std::rc::Rc;

const RING: usize = 256;
/// The command goes to somebody in reach of a blow, if there is one, metres.
const REACH_M: f64 = 6.0;

/// What all bots add to.
pub struct Tally {
    pub counting: bool,
    pub counting_from_ms: f64,
    pub age: Histogram,
    pub round_trip: Histogram,
    /// Ticks that bots got whole.
    pub ticks: u64,
    pub packets_in: u64,
    pub bytes_in: u64,
    pub packets_out: u64,
    pub bytes_out: u64,
    pub malformed: u64,
    pub unauthentic: u64,
    pub resets: u64,
    pub ended: u64,
    pub send_fails: u64,
    pub goodbyes: Vec<String>,
}

pub struct Bot {
    pub socket: i32,
    pub netcode: Netcode,
    pub view: View,
    pub avatar: u64,
    pub acknowledged: u64,
    pub commands: u64,
    /// Ids of all bots' avatars, 0 while unknown.
    avatars: Rc<RefCell<Vec<u64>>>,
    index: usize,
    channel: Channel,
    welcome: bool,
    sent_ms: [f64; RING],
    input_sequence: u64,
    heading_left: u32,
    velocity: (i32, i32),
    random: u64,
    next_reset_ms: f64,
    begun_ms: f64,
    /// When its connection's state changed last.
    pub changed_ms: f64,
}

impl Bot {
    pub fn new(index: usize, job: &Job, seed: u64, avatars: Rc<RefCell<Vec<u64>>>) -> Bot {
        let mut random = seed ^ (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for _ in 0..8 {
            next_random(&mut random);
        }
        Bot {
            socket: -1,
            netcode: Netcode::new(&job.tokens[index], job.protocol_id, random),
            view: View::new(job),
            avatar: 0,
            acknowledged: 0,
            commands: 0,
            avatars,
            index,
            channel: Channel::default(),
            welcome: false,
            sent_ms: [0.0; RING],
            input_sequence: 0,
            heading_left: 0,
            velocity: (0, 0),
            random,
            next_reset_ms: 0.0,
            begun_ms: 0.0,
            changed_ms: 0.0,
        }
    }

    pub fn begin(&mut self, now: f64) {
        self.netcode.state = State::Requesting;
        (self.begun_ms, self.changed_ms) = (now, now);
    }

    pub fn avatar_of(&self, bot: usize) -> Option<u64> {
        let id = self.avatars.borrow()[bot];
        (id != 0).then_some(id)
    }

    pub fn is_playing(&self) -> bool {
        self.avatar != 0 && self.netcode.state == State::Connected
    }

    /// How far it came, for a report of one that did not get in.
    pub fn describe(&self) -> String {
        let stage = match self.netcode.state {
            State::Waiting => "not begun",
            State::Requesting => "requesting",
            State::Responding => "answering the challenge",
            State::Connected => "connected",
            State::Ended => "ended by the server",
        };
        format!(
            "bot {} {stage} {:.1} s after its first request, welcome {}, avatar {}, {}",
            self.index,
            (self.changed_ms - self.begun_ms) / 1000.0,
            self.welcome,
            self.avatar,
            self.channel.describe()
        )
    }

    pub fn resent(&self) -> u64 {
        self.channel.resent
    }

    /// Takes a datagram; the tick that it makes whole, if it does.
    pub fn receive(
        &mut self,
        job: &Job,
        packet: &mut [u8],
        now: f64,
        heard: &mut Heard,
        tally: &mut Tally,
    ) -> Option<i64> {
        if tally.counting {
            tally.packets_in += 1;
            tally.bytes_in += packet.len() as u64;
        }
        let Some((kind, data)) = self.netcode.open(packet) else {
            tally.unauthentic += 1;
            return None;
        };
        if self.netcode.state == State::Responding && (kind == KEEP_ALIVE || kind == PAYLOAD) {
            self.netcode.state = State::Connected;
            self.join(job);
        }
        if kind == DISCONNECT && self.netcode.state != State::Ended {
            self.netcode.state = State::Ended;
            tally.ended += 1;
        }
        if kind != PAYLOAD {
            return None;
        }
        if self.channel.read(data, now, heard).is_err() {
            tally.malformed += 1;
            return None;
        }
        let mut whole = None;
        for &(start, end) in &heard.views {
            match self.view.read(job, &data[start..end]) {
                Ok(Some(tick)) => whole = Some(tick),
                Ok(None) => {}
                Err(_) => tally.malformed += 1,
            }
        }
        for message in &heard.messages {
            if self.hear(message, now, tally).is_none() {
                tally.malformed += 1;
            }
        }
        if self.view.lost_track && now > self.next_reset_ms {
            self.view.lost_track = false;
            self.next_reset_ms = now + 1000.0;
            tally.resets += 1;
            let mut message = Vec::new();
            put_blob_field(&mut message, 5, &[]);
            self.channel.say(message);
        }
        whole
    }

    fn join(&mut self, job: &Job) {
        let mut join = Vec::new();
        put_varint(&mut join, 1 << 3);
        put_varint(&mut join, u64::from(job.client_protocol));
        put_varint(&mut join, 2 << 3 | 5);
        join.extend_from_slice(&job.schema_hash.to_le_bytes());
        put_varint(&mut join, 4 << 3 | 1);
        join.extend_from_slice(&job.view_radius_m.to_le_bytes());
        let mut message = Vec::new();
        put_blob_field(&mut message, 1, &join);
        self.channel.say(message);
    }

    /// A ServerMessage of client.proto; None when it is malformed.
    fn hear(&mut self, message: &[u8], now: f64, tally: &mut Tally) -> Option<()> {
        let mut reader = Reader::new(message);
        let field = reader.varint().ok()? >> 3;
        let length = reader.varint().ok()? as usize;
        let body = reader.take(length).ok()?;
        match field {
            1 => self.welcome = true,
            2 => self.hear_acknowledged(first_number(body)?, now, tally),
            3 => tally
                .goodbyes
                .push(String::from_utf8_lossy(body).into_owned()),
            5 => {
                self.avatar = first_number(body)?;
                self.avatars.borrow_mut()[self.index] = self.avatar;
            }
            _ => {}
        }
        Some(())
    }

    fn hear_acknowledged(&mut self, number: u64, now: f64, tally: &mut Tally) {
        for each in self.acknowledged + 1..=number {
            let sent = self.sent_ms[each as usize % RING];
            if tally.counting && sent >= tally.counting_from_ms {
                tally.round_trip.add(now - sent);
            }
        }
        self.acknowledged = self.acknowledged.max(number);
    }

    /// Commands that were sent in the window and have waited longer than the limit already.
    pub fn count_unanswered(&self, now: f64, limit_ms: f64, tally: &mut Tally) -> u64 {
        let mut late = 0;
        for each in self.acknowledged + 1..=self.commands {
            let sent = self.sent_ms[each as usize % RING];
            if sent >= tally.counting_from_ms && now - sent > limit_ms {
                tally.round_trip.add(now - sent);
                late += 1;
            }
        }
        late
    }

    /// Its turn, ten times a second: handshake, or input, command and acknowledgements.
    pub fn speak(
        &mut self,
        job: &Job,
        input: bool,
        command: bool,
        now: f64,
        out: &mut Vec<u8>,
    ) -> bool {
        out.clear();
        if self.netcode.state != State::Connected {
            self.netcode.handshake(out);
            return !out.is_empty();
        }
        let mut body = Vec::new();
        if input && self.avatar != 0 {
            self.steer(job);
            self.input_sequence += 1;
            put_varint(&mut body, self.input_sequence);
            put_varint(&mut body, self.commands);
            put_varint(&mut body, u64::from(job.steer_kind));
            for lane in [self.velocity.0, self.velocity.1] {
                put_varint(&mut body, 1);
                put_zigzag(&mut body, lane);
            }
        }
        if command && self.avatar != 0 {
            self.strike(job, now);
        }
        if body.is_empty() && !self.channel.is_due(now) {
            self.netcode.seal(KEEP_ALIVE, &[0; 8], out);
            return true;
        }
        let mut payload = Vec::with_capacity(128);
        self.channel.write(&body, now, &mut payload);
        self.netcode.seal(PAYLOAD, &payload, out);
        true
    }

    fn steer(&mut self, job: &Job) {
        if self.heading_left == 0 {
            let angle = next_random(&mut self.random) * std::f64::consts::TAU;
            let speed = job.speed_mps / job.steer_quantum;
            self.velocity = (
                (angle.cos() * speed).round() as i32,
                (angle.sin() * speed).round() as i32,
            );
            self.heading_left = 7 + (next_random(&mut self.random) * 7.0) as u32;
        }
        self.heading_left -= 1;
    }

    /// Strikes whoever is in reach; with nobody there the blow is refused, and answered as well.
    fn strike(&mut self, job: &Job, now: f64) {
        let reach = (REACH_M / job.position_quantum_m) as i64;
        let mut target = self.avatar;
        if let Some(own) = self.view.lanes_of(self.avatar) {
            for (id, lanes) in self.view.entities() {
                let (dx, dy) = (i64::from(lanes[0] - own[0]), i64::from(lanes[1] - own[1]));
                if id != self.avatar && dx * dx + dy * dy < reach * reach {
                    target = id;
                }
            }
        }
        self.commands += 1;
        self.sent_ms[self.commands as usize % RING] = now;
        let mut payload = vec![1];
        put_zigzag(&mut payload, (target >> 32) as i32);
        put_zigzag(&mut payload, target as u32 as i32);
        let mut command = Vec::new();
        put_varint(&mut command, 1 << 3);
        put_varint(&mut command, self.commands);
        put_varint(&mut command, 2 << 3);
        put_varint(&mut command, u64::from(job.hit_kind));
        put_blob_field(&mut command, 3, &payload);
        let mut message = Vec::new();
        put_blob_field(&mut message, 2, &command);
        self.channel.say(message);
    }
}

/// Field 1 of a message, a number; 0 when it is left out.
fn first_number(body: &[u8]) -> Option<u64> {
    let mut reader = Reader::new(body);
    if reader.left() == 0 || reader.varint().ok()? != 1 << 3 {
        return Some(0);
    }
    reader.varint().ok()
}

/// Uniform in [0, 1): xorshift64.
fn next_random(state: &mut u64) -> f64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 11) as f64 / 9_007_199_254_740_992.0
}
