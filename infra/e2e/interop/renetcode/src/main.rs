//! Speaks netcode by the crate `renetcode`, as the client or the server of an interop test.
//!
//! client: a connect token in hex on standard input; connects, sends ten payloads, expects each
//!         back, and leaves.
//! server: arguments protocol id and private key (hex); prints its port, and sends payloads back.
use renetcode::{
    ClientAuthentication, ConnectToken, NetcodeClient, NetcodeServer, ServerAuthentication,
    ServerConfig, ServerResult, NETCODE_MAX_PACKET_BYTES,
};
use std::io::Read;
use std::net::UdpSocket;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const STEP: Duration = Duration::from_millis(10);
const LIMIT: Duration = Duration::from_secs(20);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("client") => client(),
        Some("server") => server(&arguments[2], &arguments[3]),
        _ => panic!("usage: interop-renetcode client | server PROTOCOL_ID KEY_HEX"),
    }
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
}

fn from_hex(text: &str) -> Vec<u8> {
    let text = text.trim();
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

fn client() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    // The crate's own serialization of a token has the client id before the standard's bytes.
    let mut bytes = 0u64.to_le_bytes().to_vec();
    bytes.extend(from_hex(&text));
    let connect_token = ConnectToken::read(&mut bytes.as_slice()).unwrap();
    let authentication = ClientAuthentication::Secure { connect_token };
    let mut client = NetcodeClient::new(now(), authentication).unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(STEP)).unwrap();
    let mut buffer = [0u8; NETCODE_MAX_PACKET_BYTES];
    let (mut sent, mut received, mut said) = (0, 0, false);
    let started = Instant::now();
    let mut last = Instant::now();
    while received < 10 {
        assert!(started.elapsed() < LIMIT, "no end in sight");
        if let Some(reason) = client.disconnect_reason() {
            panic!("disconnected: {reason}");
        }
        let passed = last.elapsed();
        last = Instant::now();
        if let Some((packet, to)) = client.update(passed) {
            socket.send_to(packet, to).unwrap();
        }
        if client.is_connected() {
            if !said {
                println!("connected");
                said = true;
            }
            if sent == received {
                let payload = format!("payload {sent}");
                let (to, packet) = client.generate_payload_packet(payload.as_bytes()).unwrap();
                socket.send_to(packet, to).unwrap();
                sent += 1;
            }
        }
        if let Ok((length, _)) = socket.recv_from(&mut buffer) {
            if let Some(payload) = client.process_packet(&mut buffer[..length]) {
                let expected = format!("payload {received}");
                assert_eq!(payload, expected.as_bytes());
                received += 1;
            }
        }
    }
    println!("echoed {received}");
    let (to, packet) = client.disconnect().unwrap();
    socket.send_to(packet, to).unwrap();
}

fn server(protocol_id: &str, key: &str) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(STEP)).unwrap();
    let address = socket.local_addr().unwrap();
    let mut server = NetcodeServer::new(ServerConfig {
        current_time: now(),
        max_clients: 4,
        protocol_id: protocol_id.parse().unwrap(),
        public_addresses: vec![address],
        authentication: ServerAuthentication::Secure {
            private_key: from_hex(key).try_into().unwrap(),
        },
    });
    println!("port {}", address.port());
    let mut buffer = [0u8; NETCODE_MAX_PACKET_BYTES];
    let started = Instant::now();
    let mut last = Instant::now();
    while started.elapsed() < LIMIT {
        let passed = last.elapsed();
        last = Instant::now();
        server.update(passed);
        for client_id in server.clients_id() {
            if let ServerResult::PacketToSend { payload, addr } = server.update_client(client_id) {
                socket.send_to(payload, addr).unwrap();
            }
        }
        let Ok((length, from)) = socket.recv_from(&mut buffer) else { continue };
        let mut echo: Option<(u64, Vec<u8>)> = None;
        match server.process_packet(from, &mut buffer[..length]) {
            ServerResult::PacketToSend { payload, addr } => {
                socket.send_to(payload, addr).unwrap();
            }
            ServerResult::ClientConnected { client_id, payload, addr, .. } => {
                println!("connected {client_id}");
                socket.send_to(payload, addr).unwrap();
            }
            ServerResult::Payload { client_id, payload } => {
                echo = Some((client_id, payload.to_vec()));
            }
            ServerResult::ClientDisconnected { client_id, .. } => {
                println!("disconnected {client_id}");
                return;
            }
            ServerResult::None => {}
        }
        if let Some((client_id, payload)) = echo {
            let (to, packet) = server.generate_payload_packet(client_id, &payload).unwrap();
            socket.send_to(packet, to).unwrap();
        }
    }
}
