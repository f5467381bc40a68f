//! What to do: a text file of `name value…` lines that the bench writes, and flags.

use std::fs;

/// How the lanes of a component behave in differences.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Plain,
    Angle,
}

pub struct Component {
    pub first_lane: usize,
    pub lanes: usize,
    pub kind: Kind,
    /// Texts and bytes: no lane, a length and bytes.
    pub heap: bool,
}

#[derive(Default)]
pub struct Job {
    pub protocol_id: u64,
    pub client_protocol: u32,
    pub schema_hash: u32,
    /// The wall clock at tick 0, ms.
    pub origin_ms: f64,
    pub tick_hz: f64,
    pub position_quantum_m: f64,
    pub components: Vec<Component>,
    pub lanes: usize,
    pub steer_kind: u32,
    pub steer_quantum: f64,
    pub hit_kind: u32,
    pub tokens: Vec<Vec<u8>>,
    /// What a client asks for, and what an update must hold to count, metres.
    pub view_radius_m: f64,
    pub radius_m: f64,
    pub warm_s: f64,
    pub seconds: f64,
    pub connects_per_s: f64,
    pub input_hz: f64,
    pub command_hz: f64,
    pub speed_mps: f64,
}

pub const LANES_MAX: usize = 8;

pub fn hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).expect("hex digits"))
        .collect()
}

impl Job {
    pub fn read(path: &str) -> Job {
        let text = fs::read_to_string(path).expect("the job file can be read");
        let mut job = Job::default();
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let Some((&name, values)) = words.split_first() else {
                continue;
            };
            let number = || values[0].parse::<f64>().expect("a number");
            match name {
                "protocol_id" => job.protocol_id = values[0].parse().expect("a number"),
                "client_protocol" => job.client_protocol = number() as u32,
                "schema_hash" => job.schema_hash = number() as u32,
                "origin_ms" => job.origin_ms = number(),
                "tick_hz" => job.tick_hz = number(),
                "position_quantum_m" => job.position_quantum_m = number(),
                "component" => job.component(values),
                "steer" => {
                    job.steer_kind = number() as u32;
                    job.steer_quantum = values[1].parse().expect("a number");
                }
                "hit" => job.hit_kind = number() as u32,
                "view_radius_m" => job.view_radius_m = number(),
                "radius_m" => job.radius_m = number(),
                "warm_s" => job.warm_s = number(),
                "seconds" => job.seconds = number(),
                "connects_per_s" => job.connects_per_s = number(),
                "input_hz" => job.input_hz = number(),
                "command_hz" => job.command_hz = number(),
                "speed_mps" => job.speed_mps = number(),
                "token" => job.tokens.push(hex(values[0])),
                _ => panic!("the job file has an unknown line: {name}"),
            }
        }
        job
    }

    /// `component LANES plain|angle|heap`, in the order of the bits.
    fn component(&mut self, values: &[&str]) {
        let lanes: usize = values[0].parse().expect("a number");
        let kind = if values[1] == "angle" {
            Kind::Angle
        } else {
            Kind::Plain
        };
        let heap = values[1] == "heap";
        self.components.push(Component {
            first_lane: self.lanes,
            lanes,
            kind,
            heap,
        });
        self.lanes += lanes;
        assert!(
            self.lanes <= LANES_MAX,
            "a view has at most {LANES_MAX} lanes here"
        );
    }
}
