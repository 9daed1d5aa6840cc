//! Both sides of a connection on which every frame is sent back.

use crate::connection::{Authority, Connection};
use key_utils::Secp256k1PublicKey;
use std::io::Result;
use std::net::{TcpListener, TcpStream};
use std::thread;

/// Answers connections until the process ends.
pub fn serve(listener: TcpListener, authority: Authority) {
    for stream in listener.incoming() {
        thread::spawn(move || {
            let served = stream.and_then(|stream| respond(stream, &authority));
            if let Err(error) = served {
                eprintln!("a connection ended: {error}");
            }
        });
    }
}

fn respond(stream: TcpStream, authority: &Authority) -> Result<()> {
    echo(Connection::respond(stream, authority)?)
}

/// Connects `count` times, one after the other.
pub fn initiate(address: &str, authority: &Secp256k1PublicKey, count: u32) -> Result<()> {
    for _ in 0..count {
        let stream = TcpStream::connect(address)?;
        echo(Connection::initiate(stream, authority)?)?;
    }
    Ok(())
}

/// One frame at a time, so that a peer that does not read is not read from either.
fn echo(mut connection: Connection) -> Result<()> {
    while let Some(frame) = connection.receive()? {
        connection.send(frame)?;
    }
    Ok(())
}
