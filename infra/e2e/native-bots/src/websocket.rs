//! As much of a WebSocket client as rooms of Colyseus need: it joins, frames, and finds frames in bytes.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Opcodes of RFC 6455.
pub const BINARY: u8 = 2;
pub const CLOSE: u8 = 8;
pub const PING: u8 = 9;
pub const PONG: u8 = 10;

const JOIN_LIMIT: Duration = Duration::from_secs(20);

/// A frame of a client, of less than 126 bytes. The mask is zero: it is legal, and costs nothing here.
pub fn put_frame(opcode: u8, payload: &[u8], out: &mut Vec<u8>) {
    assert!(payload.len() < 126, "only short frames are written");
    out.extend_from_slice(&[0x80 | opcode, 0x80 | payload.len() as u8, 0, 0, 0, 0]);
    out.extend_from_slice(payload);
}

/// The frame at the start of the bytes: opcode, and where its payload starts and ends; None while it
/// is not all there.
pub fn first_frame(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let short = usize::from(bytes.get(1)? & 127);
    let wide = match short {
        126 => 2,
        127 => 8,
        _ => 0,
    };
    let length = match wide {
        0 => short,
        _ => bytes
            .get(2..2 + wide)?
            .iter()
            .fold(0, |sum, &byte| sum << 8 | usize::from(byte)),
    };
    let start = 2 + wide;
    (bytes.len() >= start + length).then_some((bytes[0] & 15, start, start + length))
}

/// A seat in the room `arena`; the bytes that came after the upgrade.
pub fn join_room(port: u16) -> (TcpStream, Vec<u8>) {
    let seat = reserve(port);
    let (session, room, process) = (
        text_field(&seat, "sessionId"),
        text_field(&seat, "roomId"),
        text_field(&seat, "processId"),
    );
    let mut stream = dial(port);
    let request = format!(
        "GET /{process}/{room}?sessionId={session} HTTP/1.1\r\nHost: localhost\r\n\
         Upgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).expect("it is sent");
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        read_more(&mut stream, &mut bytes);
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    assert!(head.starts_with("HTTP/1.1 101"), "no WebSocket: {head}");
    (stream, bytes.split_off(end))
}

/// Reads what is there, at least a byte.
pub fn read_more(stream: &mut TcpStream, bytes: &mut Vec<u8>) {
    let mut buffer = [0; 65536];
    let length = stream.read(&mut buffer).expect("the server answers");
    assert!(length > 0, "the server closed the connection");
    bytes.extend_from_slice(&buffer[..length]);
}

fn dial(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_nodelay(true).expect("a socket's option");
    stream
        .set_read_timeout(Some(JOIN_LIMIT))
        .expect("a socket's option");
    stream
}

fn reserve(port: u16) -> String {
    let mut stream = dial(port);
    let request = "POST /matchmake/joinOrCreate/arena HTTP/1.1\r\nHost: localhost\r\n\
                   Content-Type: application/json\r\nAccept: application/json\r\n\
                   Content-Length: 2\r\nConnection: close\r\n\r\n{}";
    stream.write_all(request.as_bytes()).expect("it is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn text_field<'a>(text: &'a str, name: &str) -> &'a str {
    let pattern = format!("\"{name}\":\"");
    let start = text
        .find(&pattern)
        .unwrap_or_else(|| panic!("no {name} in {text}"))
        + pattern.len();
    let length = text[start..].find('"').expect("a closed string");
    &text[start..start + length]
}
