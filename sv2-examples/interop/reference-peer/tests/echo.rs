//! The two echoing modes of the program, each against a peer on the reference's codec.

use key_utils::Secp256k1PublicKey;
use reference_peer::connection::{Authority, Connection};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use stratum_core::framing_sv2::framing::SerializedFrame;

/// Around one and two chunks of the Noise transport, many, and the most that a frame holds.
const LENGTHS: &[usize] = &[
    0, 1, 15, 16, 65518, 65519, 65520, 131038, 131039, 1_000_000, 0, 16_777_215, 7,
];

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_reference-peer"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Frames of types that no specification has.
fn exchange(connection: &mut Connection) {
    for (index, length) in LENGTHS.iter().enumerate() {
        let mut bytes = vec![0xcd, 0xab, 0xf0 + index as u8];
        bytes.extend_from_slice(&(*length as u32).to_le_bytes()[..3]);
        bytes.extend((0..*length).map(|i| (i * 31 + index) as u8));
        let frame = SerializedFrame::from_bytes(bytes.clone()).unwrap();
        connection.send(frame).unwrap();
        let echoed = connection.receive().unwrap().unwrap();
        assert!(
            echoed.as_bytes() == bytes,
            "{length} bytes came back changed"
        );
    }
}

#[test]
fn respond() {
    let mut child = start(&["respond"]);
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let line: Value = serde_json::from_str(&line).unwrap();
    let address = line["listening"].as_str().unwrap();
    let key: Secp256k1PublicKey = line["authority"].as_str().unwrap().parse().unwrap();

    let stream = || TcpStream::connect(address).unwrap();
    let mut first = Connection::initiate(stream(), &key).unwrap();
    let mut second = Connection::initiate(stream(), &key).unwrap();
    exchange(&mut first);
    exchange(&mut second);
    assert!(Connection::initiate(stream(), &Authority::generate().public).is_err());

    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn initiate() {
    let authority = Authority::generate();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let mut child = start(&["initiate", &address, &authority.public.to_string(), "2"]);
    for _ in 0..2 {
        let (stream, _) = listener.accept().unwrap();
        exchange(&mut Connection::respond(stream, &authority).unwrap());
    }
    let mut output = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut output)
        .unwrap();
    assert_eq!(output, "{\"handshakes\":2}\n");
    assert!(child.wait().unwrap().success());
}

#[test]
fn initiate_refuses_another_authority() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let pinned = Authority::generate().public.to_string();
    let mut child = start(&["initiate", &address, &pinned, "1"]);
    let (stream, _) = listener.accept().unwrap();
    let mut connection = Connection::respond(stream, &Authority::generate()).unwrap();
    assert!(!matches!(connection.receive(), Ok(Some(_))));
    let mut output = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut output)
        .unwrap();
    assert!(output.starts_with("{\"error\":"), "{output}");
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn misuse() {
    for arguments in [&[][..], &["talk"], &["initiate", "127.0.0.1:1", "key", "1"]] {
        assert_eq!(start(arguments).wait().unwrap().code(), Some(2));
    }
}
