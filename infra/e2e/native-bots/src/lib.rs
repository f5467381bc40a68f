//! What the clients of this folder are made of: docs/protocol.md, written a second time.

pub mod bot;
pub mod bytes;
pub mod channel;
pub mod histogram;
pub mod job;
pub mod measure;
pub mod netcode;
pub mod system;
pub mod view;
