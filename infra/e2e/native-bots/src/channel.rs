//! The channel layer, as much of it as a bot needs: docs/protocol.md, "Channels".

use crate::bytes::Malformed;
use std::collections::{BTreeMap, VecDeque};

const NUMBERED: u8 = 4;
const TO_END: u8 = 4;
/// A chunk goes again when nothing is heard of it for so long, ms.
const RESEND_MS: f64 = 400.0;

struct Chunk {
    number: u16,
    bytes: Vec<u8>,
    packet: u64,
    sent_ms: f64,
    acked: bool,
}

#[derive(Default)]
pub struct Channel {
    next_packet: u64,
    next_chunk: u16,
    chunks: VecDeque<Chunk>,
    /// Newest packet of the server + 1; 0: none yet.
    newest: u64,
    newest_ms: f64,
    /// Bit i: packet newest − 1 − i came.
    came: u64,
    ack_due: bool,
    expected: u16,
    waiting: BTreeMap<u16, (Vec<u8>, bool)>,
    partial: Vec<u8>,
    pub resent: u64,
}

/// What a packet held: unreliable messages in `views`, whole reliable ones in `messages`.
#[derive(Default)]
pub struct Heard {
    pub views: Vec<(usize, usize)>,
    pub messages: Vec<Vec<u8>>,
}

impl Channel {
    pub fn say(&mut self, bytes: Vec<u8>) {
        let number = self.next_chunk;
        self.next_chunk = number.wrapping_add(1);
        self.chunks.push_back(Chunk {
            number,
            bytes,
            packet: 0,
            sent_ms: -1e9,
            acked: false,
        });
    }

    pub fn describe(&self) -> String {
        format!(
            "{} chunks unacknowledged, packets to {} heard, chunk {} awaited with {} behind it",
            self.chunks.len(),
            self.newest,
            self.expected,
            self.waiting.len()
        )
    }

    /// Whether anything is to be sent besides an input.
    pub fn is_due(&self, now: f64) -> bool {
        self.ack_due
            || self
                .chunks
                .iter()
                .any(|c| !c.acked && now - c.sent_ms > RESEND_MS)
    }

    /// Writes one packet with an input (if any), an ack, and chunks that are due.
    pub fn write(&mut self, input: &[u8], now: f64, out: &mut Vec<u8>) {
        out.clear();
        let mut due: Vec<usize> = Vec::new();
        let mut room = 1000usize.saturating_sub(input.len());
        for (i, chunk) in self.chunks.iter().enumerate() {
            if chunk.acked || now - chunk.sent_ms <= RESEND_MS || chunk.bytes.len() + 5 > room {
                continue;
            }
            room -= chunk.bytes.len() + 5;
            due.push(i);
        }
        let numbered = !input.is_empty() || !due.is_empty();
        let short = self.came & 0xffff_ffff == 0xffff_ffff;
        let form = if self.newest == 0 {
            0
        } else if short {
            1
        } else {
            2
        };
        out.push(form | if numbered { NUMBERED } else { 0 });
        let packet = self.next_packet;
        if numbered {
            out.extend_from_slice(&(packet as u16).to_le_bytes());
            self.next_packet += 1;
        }
        if form > 0 {
            out.extend_from_slice(&((self.newest - 1) as u16).to_le_bytes());
            out.push((now - self.newest_ms).clamp(0.0, 255.0) as u8);
            if form == 2 {
                out.push(8);
                out.extend_from_slice(&self.came.to_le_bytes());
            }
            self.ack_due = false;
        }
        if !input.is_empty() {
            let last = due.is_empty();
            put_part(out, &[if last { TO_END } else { 0 }], last, input);
        }
        for (k, &i) in due.iter().enumerate() {
            let chunk = &mut self.chunks[i];
            if chunk.sent_ms > 0.0 {
                self.resent += 1;
            }
            chunk.packet = packet;
            chunk.sent_ms = now;
            let last = k + 1 == due.len();
            let number = chunk.number.to_le_bytes();
            put_part(
                out,
                &[2 | if last { TO_END } else { 0 }, number[0], number[1]],
                last,
                &chunk.bytes,
            );
        }
    }

    pub fn read(&mut self, packet: &[u8], now: f64, heard: &mut Heard) -> Result<(), Malformed> {
        heard.views.clear();
        heard.messages.clear();
        let flags = *packet.first().ok_or(Malformed)?;
        let numbered = flags & NUMBERED != 0;
        let mut at = if numbered { 3 } else { 1 };
        at = self.read_ack(packet, flags & 3, at)?;
        if !numbered {
            return Ok(());
        }
        let low = u16::from_le_bytes([packet[1], packet[2]]);
        if !self.note(low, now) {
            return Ok(());
        }
        while at < packet.len() {
            at = self.read_part(packet, at, heard)?;
        }
        Ok(())
    }

    /// Takes note of a packet; false when it came before or is too old.
    fn note(&mut self, low: u16, now: f64) -> bool {
        if self.newest == 0 {
            // Packets before number 0 count as received.
            self.came = if low >= 64 { 0 } else { u64::MAX << low };
            self.newest = u64::from(low) + 1;
            self.newest_ms = now;
            self.ack_due = true;
            return true;
        }
        let newest = self.newest - 1;
        let step = i64::from(low.wrapping_sub(newest as u16) as i16);
        if step > 0 {
            self.came = if step > 63 { 0 } else { self.came << step };
            if step <= 64 {
                self.came |= 1 << (step - 1);
            }
            self.newest = (newest as i64 + step) as u64 + 1;
            self.newest_ms = now;
        } else {
            let back = -step;
            if back == 0 || back > 64 || self.came >> (back - 1) & 1 == 1 {
                return false;
            }
            self.came |= 1 << (back - 1);
        }
        self.ack_due = true;
        true
    }

    fn read_ack(&mut self, packet: &[u8], form: u8, at: usize) -> Result<usize, Malformed> {
        if form == 0 {
            return Ok(at);
        }
        let head = packet.get(at..at + 3).ok_or(Malformed)?;
        let low = u16::from_le_bytes([head[0], head[1]]);
        let mut end = at + 3;
        let mut bits: &[u8] = &[0xff; 4];
        if form == 2 {
            let length = *packet.get(end).ok_or(Malformed)? as usize;
            bits = packet.get(end + 1..end + 1 + length).ok_or(Malformed)?;
            end += 1 + length;
        }
        for chunk in self.chunks.iter_mut() {
            let back = low.wrapping_sub(chunk.packet as u16);
            let said = back == 0
                || (back as usize) <= bits.len() * 8
                    && bits[(back as usize - 1) / 8] >> ((back - 1) % 8) & 1 == 1;
            if chunk.sent_ms > 0.0 && said {
                chunk.acked = true;
            }
        }
        while self.chunks.front().is_some_and(|chunk| chunk.acked) {
            self.chunks.pop_front();
        }
        Ok(end)
    }

    fn read_part(
        &mut self,
        packet: &[u8],
        at: usize,
        heard: &mut Heard,
    ) -> Result<usize, Malformed> {
        let head = packet[at];
        let kind = head & 3;
        let mut data = at + if kind == 0 { 1 } else { 3 };
        let mut end = packet.len();
        if head & TO_END == 0 {
            let low = *packet.get(data).ok_or(Malformed)? as usize;
            data += 1;
            let mut length = low & 127;
            if low >= 128 {
                length |= (*packet.get(data).ok_or(Malformed)? as usize) << 7;
                data += 1;
            }
            end = data + length;
        }
        if data > end || end > packet.len() {
            return Err(Malformed);
        }
        match kind {
            0 => heard.views.push((data, end)),
            1 => return Err(Malformed), // views fit a packet
            _ => {
                let number = u16::from_le_bytes([packet[at + 1], packet[at + 2]]);
                self.take_chunk(number, packet[data..end].to_vec(), kind == 2, heard);
            }
        }
        Ok(end)
    }

    fn take_chunk(&mut self, number: u16, bytes: Vec<u8>, ends: bool, heard: &mut Heard) {
        if (number.wrapping_sub(self.expected) as i16) < 0 {
            return;
        }
        self.waiting.insert(number, (bytes, ends));
        while let Some((bytes, ends)) = self.waiting.remove(&self.expected) {
            self.expected = self.expected.wrapping_add(1);
            self.partial.extend_from_slice(&bytes);
            if ends {
                heard.messages.push(std::mem::take(&mut self.partial));
            }
        }
    }
}

fn put_part(out: &mut Vec<u8>, head: &[u8], last: bool, data: &[u8]) {
    out.extend_from_slice(head);
    if !last {
        if data.len() < 128 {
            out.push(data.len() as u8);
        } else {
            out.push(data.len() as u8 & 127 | 128);
            out.push((data.len() >> 7) as u8);
        }
    }
    out.extend_from_slice(data);
}
