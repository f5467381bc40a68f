//! What the clients of this folder are made of: docs/protocol.md, written a second time. `notes` and
//! `websocket` serve the load for other servers (infra/e2e/peers).

pub mod bot;
pub mod bytes;
pub mod channel;
pub mod histogram;
pub mod job;
pub mod measure;
pub mod netcode;
pub mod notes;
pub mod system;
pub mod view;
pub mod websocket;
