//! Load for a netcode server alone: `edge-load JOB_FILE`, then one order a line on standard input:
//!
//! - `connect COUNT WINDOW stay|leave`: the next so many tokens, so many handshakes under way at most;
//!   whoever is connected stays, or leaves at once
//! - `relay RATE SECONDS BYTES`: payloads to each other, so many a second in all
//! - `junk RATE SECONDS SOURCES`: half requests with forged tokens, half noise, from many addresses
//!
//! Each is answered by a line `R {…}`. The job file has lines `protocol_id N`, `server A.B.C.D PORT`
//! and `token HEX`. It sends to loopback only.

use native_bots::histogram::Histogram;
use native_bots::job::hex;
use native_bots::netcode::{Netcode, State, DISCONNECT, KEEP_ALIVE, PAYLOAD};
use native_bots::system::{clock_ms, now_ms, open_socket, raise_file_limit, report};
use std::collections::VecDeque;

const VERSION: &[u8; 13] = b"NETCODE 1.02\0";
/// What is not answered is said again after so long, ms.
const REPEAT_MS: f64 = 100.0;
const CONNECT_LIMIT_MS: f64 = 60_000.0;
/// After a step the last packets are waited for, ms.
const SETTLE_MS: f64 = 1000.0;
/// At a rate that is not kept no more is sent at once than this: so answers are read in between.
const BURST: u64 = 64;
const REQUEST_BYTES: usize = 1078;

#[derive(Default)]
struct Job {
    protocol_id: u64,
    server: (u32, u16),
    tokens: Vec<Vec<u8>>,
}

struct Client {
    netcode: Netcode,
    socket: i32,
    slot: u32,
    said_ms: f64,
}

struct Load {
    job: Job,
    clients: Vec<Client>,
    epoll: i32,
    random: u64,
    out: Vec<u8>,
    connected: usize,
    leave: bool,
    received: u64,
    ended: u64,
    /// None while nobody measures.
    latency: Option<Histogram>,
}

fn main() {
    let path = std::env::args().nth(1).expect("usage: edge-load JOB_FILE");
    raise_file_limit();
    let seed = clock_ms(libc::CLOCK_REALTIME).to_bits() ^ u64::from(std::process::id());
    let mut load = Load {
        job: read_job(&path),
        clients: Vec::new(),
        epoll: unsafe { libc::epoll_create1(0) },
        random: seed | 1,
        out: Vec::with_capacity(2048),
        connected: 0,
        leave: false,
        received: 0,
        ended: 0,
        latency: None,
    };
    for line in std::io::stdin().lines() {
        let line = line.expect("orders are text");
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| words[at].parse::<f64>().expect("a number");
        match words.first() {
            Some(&"connect") => {
                load.connect(number(1) as usize, number(2) as usize, words[3] == "leave");
            }
            Some(&"relay") => load.relay(number(1), number(2), number(3) as usize),
            Some(&"junk") => load.junk(number(1), number(2), number(3) as usize),
            _ => panic!("an unknown order: {line}"),
        }
    }
}

fn read_job(path: &str) -> Job {
    let text = std::fs::read_to_string(path).expect("the job file can be read");
    let mut job = Job::default();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[0] {
            "protocol_id" => job.protocol_id = words[1].parse().expect("a number"),
            "server" => {
                let host: std::net::Ipv4Addr = words[1].parse().expect("an address");
                assert!(host.is_loopback(), "load goes to loopback only");
                job.server = (u32::from(host), words[2].parse().expect("a port"));
            }
            "token" => job.tokens.push(hex(words[1])),
            _ => panic!("the job file has an unknown line"),
        }
    }
    job
}

/// The address of a client: so many of them that limits per address are as they are with players.
fn source(index: usize) -> u32 {
    0x7f01_0000 + (index / 250 * 256 + index % 250 + 1) as u32
}

impl Load {
    fn connect(&mut self, count: usize, window: usize, leave: bool) {
        let (start, before) = (now_ms(), self.connected);
        let (mut next, end) = (self.clients.len(), self.clients.len() + count);
        let mut waiting: VecDeque<usize> = VecDeque::new();
        let mut repeats = 0u64;
        self.leave = leave;
        while self.connected < end && now_ms() < start + CONNECT_LIMIT_MS {
            while next < end && next - self.connected < window {
                let number = self.next_random();
                let netcode = Netcode::new(&self.job.tokens[next], self.job.protocol_id, number);
                self.add(netcode, next);
                waiting.push_back(next);
                next += 1;
            }
            // Those that were asked first are at the front; each goes to the end when asked again.
            while let Some(&index) = waiting.front() {
                let client = &self.clients[index];
                let state = client.netcode.state;
                let done = state == State::Connected || state == State::Ended;
                if !done && now_ms() - client.said_ms < REPEAT_MS {
                    break;
                }
                waiting.pop_front();
                if !done {
                    repeats += 1;
                    self.shake_hands(index);
                    waiting.push_back(index);
                }
            }
            self.receive_all(1);
        }
        report(&[
            ("connected", (self.connected - before) as f64),
            ("seconds", (now_ms() - start) / 1000.0),
            ("repeats", repeats as f64),
        ]);
    }

    fn add(&mut self, mut netcode: Netcode, index: usize) {
        netcode.state = State::Requesting;
        let socket = open_socket(netcode.server, Some(source(index)));
        let mut event = libc::epoll_event {
            events: libc::EPOLLIN as u32,
            u64: index as u64,
        };
        unsafe { libc::epoll_ctl(self.epoll, libc::EPOLL_CTL_ADD, socket, &mut event) };
        self.clients.push(Client {
            netcode,
            socket,
            slot: 0,
            said_ms: 0.0,
        });
        self.shake_hands(index);
    }

    fn shake_hands(&mut self, index: usize) {
        let client = &mut self.clients[index];
        client.said_ms = now_ms();
        client.netcode.handshake(&mut self.out);
        send(client.socket, &self.out);
    }

    /// Everybody speaks in turn, to whoever is half the list away.
    fn relay(&mut self, rate: f64, seconds: f64, bytes: usize) {
        let count = self.clients.len();
        let start = now_ms();
        let mut payload = vec![0x5a; bytes];
        let (mut sent, mut failed) = (0u64, 0u64);
        self.received = 0;
        self.latency = Some(Histogram::new());
        loop {
            let now = now_ms();
            if now > start + seconds * 1000.0 {
                break;
            }
            let due = ((now - start) * rate / 1000.0) as u64;
            for _ in sent..due.min(sent + BURST) {
                let index = sent as usize % count;
                let to = self.clients[(index + count / 2) % count].slot;
                payload[..4].copy_from_slice(&to.to_le_bytes());
                payload[4..12].copy_from_slice(&now_ms().to_bits().to_le_bytes());
                let client = &mut self.clients[index];
                client.netcode.seal(PAYLOAD, &payload, &mut self.out);
                failed += u64::from(!send(client.socket, &self.out));
                sent += 1;
            }
            self.receive_all(0);
        }
        let sent_ms = now_ms();
        while now_ms() < sent_ms + SETTLE_MS {
            self.receive_all(1);
        }
        let latency = self.latency.take().expect("it was set above");
        report(&[
            ("seconds", (sent_ms - start) / 1000.0),
            ("sent", sent as f64),
            ("sendFails", failed as f64),
            ("received", self.received as f64),
            ("ended", self.ended as f64),
            ("latencyMsP50", latency.quantile(0.5)),
            ("latencyMsP99", latency.quantile(0.99)),
            ("latencyMsMax", latency.quantile(1.0)),
        ]);
    }

    fn receive_all(&mut self, wait_ms: i32) {
        let mut events: [libc::epoll_event; 512] = unsafe { std::mem::zeroed() };
        let count = unsafe { libc::epoll_wait(self.epoll, events.as_mut_ptr(), 512, wait_ms) };
        let mut buffer = [0u8; 2048];
        for event in &events[..count.max(0) as usize] {
            let index = event.u64 as usize;
            let socket = self.clients[index].socket;
            let length = unsafe { libc::recv(socket, buffer.as_mut_ptr().cast(), buffer.len(), 0) };
            if length > 0 {
                self.receive(index, &mut buffer[..length as usize]);
            }
        }
    }

    fn receive(&mut self, index: usize, packet: &mut [u8]) {
        let client = &mut self.clients[index];
        let was = client.netcode.state;
        let Some((kind, data)) = client.netcode.open(packet) else {
            return;
        };
        match kind {
            KEEP_ALIVE if was != State::Connected && data.len() == 8 => {
                client.slot = u32::from_le_bytes(data[..4].try_into().unwrap());
                client.netcode.state = State::Connected;
                self.connected += 1;
                // Either way the server knows that its keep-alive came.
                let (kind, data): (u8, &[u8]) = if self.leave {
                    (DISCONNECT, &[])
                } else {
                    (KEEP_ALIVE, &[0; 8])
                };
                client.netcode.seal(kind, data, &mut self.out);
                send(client.socket, &self.out);
                if self.leave {
                    client.netcode.state = State::Ended;
                    unsafe { libc::close(client.socket) };
                }
            }
            PAYLOAD if data.len() >= 12 => {
                self.received += 1;
                let sent = f64::from_bits(u64::from_le_bytes(data[4..12].try_into().unwrap()));
                if let Some(latency) = &mut self.latency {
                    latency.add(now_ms() - sent);
                }
            }
            DISCONNECT if was == State::Connected => {
                client.netcode.state = State::Ended;
                self.ended += 1;
            }
            _ => {}
        }
        if was == State::Requesting && self.clients[index].netcode.state == State::Responding {
            self.shake_hands(index);
        }
    }

    fn junk(&mut self, rate: f64, seconds: f64, sources: usize) {
        let sockets: Vec<i32> = (0..sources)
            .map(|_| {
                // 127.16.0.0 to 127.31.255.255: none of them is a client's.
                let host = 0x7f10_0000 | (self.next_random() as u32 & 0x000f_ffff);
                open_socket(self.job.server, Some(host))
            })
            .collect();
        let mut packet = vec![0u8; REQUEST_BYTES];
        let (start, mut sent, mut failed) = (now_ms(), 0u64, 0u64);
        loop {
            let elapsed = now_ms() - start;
            if elapsed > seconds * 1000.0 {
                break;
            }
            let due = (elapsed * rate / 1000.0) as u64;
            for _ in sent..due.min(sent + BURST) {
                let length = self.make_junk(&mut packet, sent % 2 == 0);
                let socket = sockets[self.next_random() as usize % sockets.len()];
                failed += u64::from(!send(socket, &packet[..length]));
                sent += 1;
            }
            if sent >= due {
                std::thread::sleep(std::time::Duration::from_micros(200));
            }
        }
        let elapsed = (now_ms() - start) / 1000.0;
        for socket in sockets {
            unsafe { libc::close(socket) };
        }
        report(&[
            ("seconds", elapsed),
            ("sent", sent as f64),
            ("sendFails", failed as f64),
        ]);
    }

    /// A request that only its token's seal tells from a good one, or noise that begins like a packet.
    fn make_junk(&mut self, packet: &mut [u8], request: bool) -> usize {
        let length = if request {
            REQUEST_BYTES
        } else {
            18 + self.next_random() as usize % 400
        };
        for chunk in packet[..length].chunks_mut(8) {
            let bytes = self.next_random().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        if request {
            let expires = (clock_ms(libc::CLOCK_REALTIME) / 1000.0) as u64 + 60;
            packet[0] = 0;
            packet[1..14].copy_from_slice(VERSION);
            packet[14..22].copy_from_slice(&self.job.protocol_id.to_le_bytes());
            packet[22..30].copy_from_slice(&expires.to_le_bytes());
        } else {
            packet[0] = 0x10 | (3 + packet[0] % 7);
        }
        length
    }

    /// xorshift64*: noise, not secrets.
    fn next_random(&mut self) -> u64 {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        self.random.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}

fn send(socket: i32, bytes: &[u8]) -> bool {
    unsafe { libc::send(socket, bytes.as_ptr().cast(), bytes.len(), 0) >= 0 }
}
