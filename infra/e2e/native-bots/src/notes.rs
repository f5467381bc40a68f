//! What a peer's server notes of each tick in a file, and whether an update held all of it that was in
//! range. A record: the clock when the tick began (f64 ms), then of each client `u16 x, u16 y`.

use std::fs::File;
use std::os::unix::fs::FileExt;

/// Ticks of which the notes are kept at hand.
const KEPT: usize = 16;
/// Units of a position in a metre: 2,000 m in 16 bits.
pub const UNITS_PER_M: f64 = 65535.0 / 2000.0;

#[derive(Default)]
pub struct Note {
    tick: u32,
    pub stamp_ms: f64,
    positions: Vec<(u16, u16)>,
}

pub struct Notes {
    file: File,
    clients: usize,
    kept: Vec<Note>,
}

impl Notes {
    pub fn open(path: &str, clients: usize) -> Notes {
        Notes {
            file: File::open(path).expect("the server's notes can be read"),
            clients,
            kept: (0..KEPT).map(|_| Note::default()).collect(),
        }
    }

    /// Ticks are counted from one. The server notes a tick before it tells anybody of it.
    pub fn of(&mut self, tick: u32) -> &Note {
        let note = &mut self.kept[tick as usize % KEPT];
        if note.tick == tick {
            return note;
        }
        let mut bytes = vec![0; 8 + 4 * self.clients];
        let at = u64::from(tick - 1) * bytes.len() as u64;
        self.file
            .read_exact_at(&mut bytes, at)
            .expect("the tick is in the notes");
        let number = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        note.tick = tick;
        note.stamp_ms = f64::from_le_bytes(bytes[..8].try_into().expect("eight bytes"));
        note.positions = (0..self.clients)
            .map(|client| (number(8 + 4 * client), number(10 + 4 * client)))
            .collect();
        note
    }
}

/// What one update told, by client.
pub struct Told {
    update: u32,
    by_client: Vec<(u32, u16, u16)>,
}

impl Told {
    pub fn new(clients: usize) -> Told {
        Told {
            update: 0,
            by_client: vec![(0, 0, 0); clients],
        }
    }

    pub fn clear(&mut self) {
        self.update += 1;
    }

    pub fn add(&mut self, client: usize, x: u16, y: u16) {
        self.by_client[client] = (self.update, x, y);
    }

    /// Clients in range of `own`, and how many of them the update did not tell of just as noted.
    pub fn judge(&self, note: &Note, own: usize, radius_m: f64) -> (u64, u64) {
        let reach = (radius_m * UNITS_PER_M) as i64;
        let (own_x, own_y) = note.positions[own];
        let (mut in_range, mut wrong) = (0, 0);
        for (client, &(x, y)) in note.positions.iter().enumerate() {
            let (dx, dy) = (
                i64::from(x) - i64::from(own_x),
                i64::from(y) - i64::from(own_y),
            );
            if dx * dx + dy * dy <= reach * reach {
                in_range += 1;
                wrong += u64::from(self.by_client[client] != (self.update, x, y));
            }
        }
        (in_range, wrong)
    }
}
