//! The client's half of netcode 1.02: docs/protocol.md, "Secure connection".

use chacha20poly1305::aead::{AeadInPlace, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce, Tag};

const VERSION: &[u8; 13] = b"NETCODE 1.02\0";
pub const CHALLENGE: u8 = 2;
pub const RESPONSE: u8 = 3;
pub const KEEP_ALIVE: u8 = 4;
pub const PAYLOAD: u8 = 5;
pub const DISCONNECT: u8 = 6;

#[derive(PartialEq, Clone, Copy)]
pub enum State {
    Waiting,
    Requesting,
    Responding,
    Connected,
    Ended,
}

pub struct Netcode {
    pub state: State,
    pub server: (u32, u16),
    request: Vec<u8>,
    challenge: Vec<u8>,
    seal: ChaCha20Poly1305,
    open: ChaCha20Poly1305,
    associated: [u8; 22],
    sequence: u64,
    response_sequence: u64,
}

impl Netcode {
    /// `random`: makes the numbers of responses differ from every other try's of this token (S3).
    pub fn new(token: &[u8], protocol_id: u64, random: u64) -> Netcode {
        let mut request = vec![0u8];
        request.extend_from_slice(&token[0..21]);
        request.extend_from_slice(&token[29..61]);
        request.extend_from_slice(&token[61..1085]);
        assert_eq!(
            token[1093], 1,
            "the first server of a token has an IPv4 address"
        );
        let host = u32::from_be_bytes(token[1094..1098].try_into().unwrap());
        let port = u16::from_le_bytes(token[1098..1100].try_into().unwrap());
        let count = token[1089] as usize;
        let keys = 1093 + 7 * count;
        let mut associated = [0u8; 22];
        associated[..13].copy_from_slice(VERSION);
        associated[13..21].copy_from_slice(&protocol_id.to_le_bytes());
        Netcode {
            state: State::Waiting,
            server: (host, port),
            request,
            challenge: Vec::new(),
            seal: ChaCha20Poly1305::new(Key::from_slice(&token[keys..keys + 32])),
            open: ChaCha20Poly1305::new(Key::from_slice(&token[keys + 32..keys + 64])),
            associated,
            sequence: 0,
            response_sequence: (1 << 63) | (random >> 2),
        }
    }

    /// What is to be said again and again until the server has answered.
    pub fn handshake(&mut self, out: &mut Vec<u8>) {
        out.clear();
        if self.state == State::Requesting {
            out.extend_from_slice(&self.request);
        } else if self.state == State::Responding {
            self.response_sequence += 1;
            let (number, data) = (self.response_sequence, std::mem::take(&mut self.challenge));
            self.seal_as(RESPONSE, number, &data, out);
            self.challenge = data;
        }
    }

    pub fn seal(&mut self, kind: u8, data: &[u8], out: &mut Vec<u8>) {
        let number = self.sequence;
        self.sequence += 1;
        self.seal_as(kind, number, data, out);
    }

    fn seal_as(&mut self, kind: u8, number: u64, data: &[u8], out: &mut Vec<u8>) {
        let bytes = (8 - number.leading_zeros() as usize / 8).max(1);
        out.clear();
        out.push((bytes as u8) << 4 | kind);
        out.extend_from_slice(&number.to_le_bytes()[..bytes]);
        let start = out.len();
        out.extend_from_slice(data);
        self.associated[21] = out[0];
        let mut nonce = [0u8; 12];
        nonce[4..].copy_from_slice(&number.to_le_bytes());
        let tag = self
            .seal
            .encrypt_in_place_detached(
                Nonce::from_slice(&nonce),
                &self.associated,
                &mut out[start..],
            )
            .expect("a packet is short");
        out.extend_from_slice(&tag);
    }

    /// Opens a packet in place; its type and where its data is. None: not authentic.
    pub fn open<'a>(&mut self, packet: &'a mut [u8]) -> Option<(u8, &'a [u8])> {
        let prefix = *packet.first()?;
        let (kind, bytes) = (prefix & 15, (prefix >> 4) as usize);
        if bytes < 1 || bytes > 8 || packet.len() < 1 + bytes + 16 {
            return None;
        }
        let mut nonce = [0u8; 12];
        nonce[4..4 + bytes].copy_from_slice(&packet[1..1 + bytes]);
        self.associated[21] = prefix;
        let (start, end) = (1 + bytes, packet.len() - 16);
        let (sealed, tag) = packet[start..].split_at_mut(end - start);
        self.open
            .decrypt_in_place_detached(
                Nonce::from_slice(&nonce),
                &self.associated,
                sealed,
                Tag::from_slice(tag),
            )
            .ok()?;
        if kind == CHALLENGE && self.state == State::Requesting && sealed.len() == 308 {
            self.challenge = sealed.to_vec();
            self.state = State::Responding;
        }
        Some((kind, sealed))
    }
}
