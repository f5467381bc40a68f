//! Clients of the arena workload for other servers (infra/e2e/peers), in one thread:
//! `peer-load WAY PORT CLIENTS FIRST ALL WARM_S SECONDS RADIUS_M NOTES_FILE`
//!
//! - `udp`: hand-packed datagrams, a socket a client
//! - `room`: a Colyseus room over WebSocket, hand-packed messages
//! - `blind`: a Colyseus room over WebSocket; state patches are counted and not decoded
//!
//! FIRST is the number of the first client, ALL how many the server has. Prints JOINED, W0 and W1 (the
//! window's start and end), and one line `R {…}` with what was measured.

use native_bots::histogram::Histogram;
use native_bots::notes::{Notes, Told};
use native_bots::system::{now_ms, open_socket, raise_file_limit, report, say};
use native_bots::websocket::{first_frame, join_room, put_frame, read_more};
use native_bots::websocket::{BINARY, CLOSE, PING, PONG};
use std::collections::VecDeque;
use std::net::TcpStream;
use std::os::fd::{AsRawFd, IntoRawFd};

const LOOPBACK: u32 = 0x7f00_0001;
/// Each client sends an input this often, ms.
const TURN_MS: u64 = 100;
const TICK_HZ: f64 = 20.0;
const SPEED_MPS: f64 = 5.0;
/// Between two looks at the sockets, as native-bots.
const SLEEP: std::time::Duration = std::time::Duration::from_micros(500);
/// An input unanswered for longer at the end counts with the time that it has waited, ms.
const LATE_MS: f64 = 150.0;
/// The server's first update must come so soon after the last client, ms.
const FIRST_UPDATE_LIMIT_MS: f64 = 60_000.0;
const JOIN_AGAIN_MS: f64 = 500.0;
/// Whoever started it ends it, after a look at the processor time that it took.
const LINGER: std::time::Duration = std::time::Duration::from_secs(60);
/// Of so many updates one is judged, as native-bots do.
const JUDGED: u32 = 8;
/// Of a hand-packed update: u32 tick, u32 ack, u16 part, u16 parts, u16 count, u16 0.
const HEAD_BYTES: usize = 16;
/// Messages of Colyseus' protocol that are told apart.
const JOIN_ROOM: u8 = 10;
const ROOM_DATA: u8 = 13;
const ROOM_STATE_PATCH: u8 = 15;
const ROOM_DATA_BYTES: u8 = 17;

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Udp,
    Room,
    Blind,
}

struct Job {
    way: Way,
    port: u16,
    clients: usize,
    first: usize,
    all: usize,
    warm_ms: f64,
    window_ms: f64,
    radius_m: f64,
    notes: String,
}

#[derive(Default)]
struct Client {
    socket: i32,
    /// Bytes of the stream that are no whole frame yet.
    bytes: Vec<u8>,
    sequence: u32,
    acknowledged: u32,
    /// When the inputs that are not acknowledged were sent, ms.
    sent_ms: VecDeque<f64>,
    tick: u32,
    parts: u16,
    told: Vec<(u32, u16, u16)>,
    velocity: (f32, f32),
    heading_left: u32,
    random: u64,
}

struct Load {
    job: Job,
    clients: Vec<Client>,
    notes: Notes,
    told: Told,
    epoll: i32,
    has_begun: bool,
    /// While not None the window is open since then.
    counting_from_ms: Option<f64>,
    age: Histogram,
    round_trip: Histogram,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    ticks: u64,
    updates: u64,
    bytes_in: u64,
    send_fails: u64,
    judged: u64,
    complete: u64,
    missing: u64,
    in_range: u64,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    assert_eq!(words.len(), 9, "usage: see the top of peer-load.rs");
    let number = |at: usize| words[at].parse::<f64>().expect("a number");
    let way = match words[0].as_str() {
        "udp" => Way::Udp,
        "room" => Way::Room,
        "blind" => Way::Blind,
        other => panic!("no such way: {other}"),
    };
    raise_file_limit();
    let job = Job {
        way,
        port: number(1) as u16,
        clients: number(2) as usize,
        first: number(3) as usize,
        all: number(4) as usize,
        warm_ms: number(5) * 1000.0,
        window_ms: number(6) * 1000.0,
        radius_m: number(7),
        notes: words[8].clone(),
    };
    let mut load = Load::join(job);
    say(&format!("JOINED {}", load.clients.len()));
    let code = load.run();
    if code == 0 {
        std::thread::sleep(LINGER);
    }
    std::process::exit(code);
}

impl Load {
    fn join(job: Job) -> Load {
        let epoll = unsafe { libc::epoll_create1(0) };
        let clients = (0..job.clients)
            .map(|index| {
                let number = (job.first + index) as u64;
                let mut client = Client {
                    random: (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15),
                    ..Client::default()
                };
                if job.way == Way::Udp {
                    client.socket = open_socket((LOOPBACK, job.port), None);
                    send(client.socket, &(number as u32).to_le_bytes());
                } else {
                    (client.socket, client.bytes) = sit_down(job.port);
                }
                let mut event = libc::epoll_event {
                    events: libc::EPOLLIN as u32,
                    u64: index as u64,
                };
                unsafe { libc::epoll_ctl(epoll, libc::EPOLL_CTL_ADD, client.socket, &mut event) };
                client
            })
            .collect();
        Load {
            notes: Notes::open(&job.notes, job.all),
            told: Told::new(job.all),
            job,
            clients,
            epoll,
            has_begun: false,
            counting_from_ms: None,
            age: Histogram::new(),
            round_trip: Histogram::new(),
            counts: Counts::default(),
        }
    }

    fn run(&mut self) -> i32 {
        let (mut start, mut said) = (now_ms(), now_ms());
        while !self.has_begun {
            self.receive_all();
            let now = now_ms();
            if now - start > FIRST_UPDATE_LIMIT_MS {
                eprintln!("no first update");
                return 2;
            }
            // The server begins when all are there; the kernel may have dropped a datagram that says so.
            if self.job.way == Way::Udp && now - said > JOIN_AGAIN_MS {
                said = now;
                for (index, client) in self.clients.iter().enumerate() {
                    send(
                        client.socket,
                        &((self.job.first + index) as u32).to_le_bytes(),
                    );
                }
            }
        }
        start = now_ms();
        let mut turn = 0;
        loop {
            self.receive_all();
            let now = now_ms();
            while turn < (now - start) as u64 {
                turn += 1;
                self.take_turns(turn);
            }
            match self.counting_from_ms {
                None if now > start + self.job.warm_ms => {
                    self.counting_from_ms = Some(now);
                    say("W0");
                }
                Some(from) if now > from + self.job.window_ms => {
                    say("W1");
                    self.report(now, from);
                    return 0;
                }
                _ => {}
            }
        }
    }

    /// The clients whose turn a millisecond is: they are spread evenly over the turn's length.
    fn take_turns(&mut self, millisecond: u64) {
        let (slot, count) = (millisecond % TURN_MS, self.clients.len() as u64);
        let bound = |slot: u64| (slot * count).div_ceil(TURN_MS) as usize;
        for index in bound(slot)..bound(slot + 1) {
            let number = (self.job.first + index) as u32;
            let client = &mut self.clients[index];
            client.steer();
            let message = client.input(self.job.way, number);
            client.sent_ms.push_back(now_ms());
            let failed = !send(client.socket, &message);
            self.counts.send_fails += u64::from(failed && self.counting_from_ms.is_some());
        }
    }

    fn receive_all(&mut self) {
        let mut events: [libc::epoll_event; 1024] = unsafe { std::mem::zeroed() };
        let count = unsafe { libc::epoll_wait(self.epoll, events.as_mut_ptr(), 1024, 0) };
        let mut buffer = [0u8; 65536];
        for event in &events[..count.max(0) as usize] {
            let index = event.u64 as usize;
            let socket = self.clients[index].socket;
            let length = unsafe {
                libc::recv(
                    socket,
                    buffer.as_mut_ptr().cast(),
                    buffer.len(),
                    libc::MSG_DONTWAIT,
                )
            };
            if length > 0 {
                self.receive(index, &buffer[..length as usize]);
            } else {
                assert!(length < 0, "the server closed the connection of {index}");
            }
        }
        if count < 1024 {
            std::thread::sleep(SLEEP);
        }
    }

    fn receive(&mut self, index: usize, bytes: &[u8]) {
        let now = now_ms();
        if self.counting_from_ms.is_some() {
            self.counts.bytes_in += bytes.len() as u64;
        }
        if self.job.way == Way::Udp {
            self.read_update(index, bytes, now);
            return;
        }
        let mut stream = std::mem::take(&mut self.clients[index].bytes);
        stream.extend_from_slice(bytes);
        let mut at = 0;
        while let Some((opcode, from, to)) = first_frame(&stream[at..]) {
            self.read_frame(index, opcode, &stream[at + from..at + to], now);
            at += to;
        }
        stream.drain(..at);
        self.clients[index].bytes = stream;
    }

    fn read_frame(&mut self, index: usize, opcode: u8, payload: &[u8], now: f64) {
        assert!(
            opcode != CLOSE,
            "the server closed the connection of {index}"
        );
        if opcode == PING {
            let mut out = Vec::new();
            put_frame(PONG, payload, &mut out);
            send(self.clients[index].socket, &out);
        }
        if opcode != BINARY || payload.is_empty() {
            return;
        }
        match (self.job.way, payload[0]) {
            // Two bytes of protocol and type lead it.
            (Way::Room, ROOM_DATA_BYTES) => self.read_update(index, &payload[2..], now),
            (Way::Blind, ROOM_STATE_PATCH) => {
                self.has_begun = true;
                self.counts.ticks += u64::from(self.counting_from_ms.is_some());
            }
            _ => {}
        }
    }

    /// A part of a hand-packed update; the last part makes it an update.
    fn read_update(&mut self, index: usize, bytes: &[u8], now: f64) {
        let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four"));
        let half = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        assert!(bytes.len() >= HEAD_BYTES, "a malformed update");
        let (tick, acknowledged) = (word(0), word(4));
        let (parts, count) = (half(10), usize::from(half(12)));
        assert_eq!(bytes.len(), HEAD_BYTES + 8 * count, "a malformed update");
        self.has_begun = true;
        let counting = self.counting_from_ms.is_some();
        let client = &mut self.clients[index];
        if client.tick != tick {
            (client.tick, client.parts) = (tick, 0);
            client.told.clear();
        }
        client.parts += 1;
        for at in (HEAD_BYTES..bytes.len()).step_by(8) {
            client.told.push((word(at), half(at + 4), half(at + 6)));
        }
        if counting {
            self.counts.updates += count as u64;
        }
        if client.parts == parts {
            let since = self.counting_from_ms.unwrap_or(f64::INFINITY);
            client.hear_acknowledged(acknowledged, now, since, &mut self.round_trip);
            if counting {
                self.counts.ticks += 1;
                self.judge(index, tick, now);
            }
        }
    }

    fn judge(&mut self, index: usize, tick: u32, now: f64) {
        let own = self.job.first + index;
        let note = self.notes.of(tick);
        self.age.add(now - note.stamp_ms);
        if (tick + own as u32) % JUDGED != 0 {
            return;
        }
        self.told.clear();
        for &(client, x, y) in &self.clients[index].told {
            self.told.add(client as usize, x, y);
        }
        let (in_range, missing) = self.told.judge(note, own, self.job.radius_m);
        self.counts.judged += 1;
        self.counts.in_range += in_range;
        self.counts.missing += missing;
        self.counts.complete += u64::from(missing == 0);
    }

    fn report(&mut self, now: f64, from: f64) {
        let mut late = 0;
        if self.job.way != Way::Blind {
            for sent in self.clients.iter().flat_map(|client| &client.sent_ms) {
                if *sent >= from && now - sent > LATE_MS {
                    self.round_trip.add(now - sent);
                    late += 1;
                }
            }
        }
        let counts = &self.counts;
        report(&[
            ("bots", self.clients.len() as f64),
            ("seconds", (now - from) / 1000.0),
            ("tickHz", TICK_HZ),
            ("ticks", counts.ticks as f64),
            ("judged", counts.judged as f64),
            ("complete", counts.complete as f64),
            ("missing", counts.missing as f64),
            ("inRange", counts.in_range as f64),
            ("ageMsP50", self.age.quantile(0.5)),
            ("ageMsP99", self.age.quantile(0.99)),
            ("roundTripMsP50", self.round_trip.quantile(0.5)),
            ("roundTripMsP99", self.round_trip.quantile(0.99)),
            ("roundTrips", self.round_trip.count as f64),
            ("lateCommands", late as f64),
            ("updates", counts.updates as f64),
            ("bytesIn", counts.bytes_in as f64),
            ("sendFails", counts.send_fails as f64),
        ]);
    }
}

impl Client {
    fn steer(&mut self) {
        if self.heading_left == 0 {
            let angle = self.next_random() * std::f64::consts::TAU;
            let along = |part: f64| (part * SPEED_MPS) as f32;
            self.velocity = (along(angle.cos()), along(angle.sin()));
            self.heading_left = 7 + (self.next_random() * 7.0) as u32;
        }
        self.heading_left -= 1;
        self.sequence += 1;
    }

    fn input(&self, way: Way, number: u32) -> Vec<u8> {
        let (x, y) = self.velocity;
        let mut message = Vec::with_capacity(48);
        match way {
            Way::Udp => message.extend_from_slice(&number.to_le_bytes()),
            Way::Room => message.extend_from_slice(&[ROOM_DATA_BYTES, 2]),
            // Its type is "i"; then MessagePack: {s: u32, x: f32, y: f32}, as the SDK writes it.
            Way::Blind => {
                message.extend_from_slice(&[ROOM_DATA, 0xa1, b'i', 0x83, 0xa1, b's', 0xce])
            }
        }
        if way == Way::Blind {
            message.extend_from_slice(&self.sequence.to_be_bytes());
            for (name, value) in [(b'x', x), (b'y', y)] {
                message.extend_from_slice(&[0xa1, name, 0xca]);
                message.extend_from_slice(&value.to_be_bytes());
            }
        } else {
            message.extend_from_slice(&self.sequence.to_le_bytes());
            message.extend_from_slice(&x.to_le_bytes());
            message.extend_from_slice(&y.to_le_bytes());
        }
        if way == Way::Udp {
            return message;
        }
        let mut frame = Vec::with_capacity(message.len() + 6);
        put_frame(BINARY, &message, &mut frame);
        frame
    }

    /// `since`: inputs sent before are not counted.
    fn hear_acknowledged(&mut self, number: u32, now: f64, since: f64, into: &mut Histogram) {
        while self.acknowledged < number {
            self.acknowledged += 1;
            let sent = self.sent_ms.pop_front().expect("it was sent");
            if sent >= since {
                into.add(now - sent);
            }
        }
    }

    /// Uniform in [0, 1): xorshift64.
    fn next_random(&mut self) -> f64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 11) as f64 / 9_007_199_254_740_992.0
    }
}

/// Joins the room, and answers its first message; the socket, and what came after.
fn sit_down(port: u16) -> (i32, Vec<u8>) {
    let (mut stream, mut bytes): (TcpStream, Vec<u8>) = join_room(port);
    loop {
        let Some((_, from, to)) = first_frame(&bytes) else {
            read_more(&mut stream, &mut bytes);
            continue;
        };
        let is_join = bytes.get(from) == Some(&JOIN_ROOM);
        bytes.drain(..to);
        if is_join {
            let mut answer = Vec::new();
            put_frame(BINARY, &[JOIN_ROOM], &mut answer);
            send(stream.as_raw_fd(), &answer);
            return (stream.into_raw_fd(), bytes);
        }
    }
}

fn send(socket: i32, bytes: &[u8]) -> bool {
    let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
    unsafe { libc::send(socket, bytes.as_ptr().cast(), bytes.len(), flags) == bytes.len() as isize }
}
