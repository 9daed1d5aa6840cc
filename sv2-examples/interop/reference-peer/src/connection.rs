//! An encrypted connection: handshake and frames, by the reference's codec.

use key_utils::{Secp256k1PublicKey, Secp256k1SecretKey};
use secp256k1::SecretKey;
use std::fmt::Debug;
use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::time::Duration;
use stratum_core::codec_sv2::{
    Decoded, Decrypted, EncodableFrame, ExpectsHandshakeMessage, Handshake, HandshakeMessage,
    InitiatorSent, NoiseDecoder, NoiseEncoder, SerializedFrame, Transport, TransportDecryptState,
    TransportEncryptState,
};
use stratum_core::noise_sv2::{Initiator, Responder};

const CERTIFICATE_VALIDITY: Duration = Duration::from_secs(24 * 60 * 60);

/// The key that signs certificates.
#[derive(Clone, Copy)]
pub struct Authority {
    secret: Secp256k1SecretKey,
    pub public: Secp256k1PublicKey,
}

impl Authority {
    pub fn generate() -> Self {
        let secret = SecretKey::new(&mut secp256k1::rand::thread_rng());
        let secret = Secp256k1SecretKey(secret);
        Self {
            secret,
            public: secret.into(),
        }
    }

    /// The responder of one connection, with a static key of its own.
    pub fn responder(&self) -> Box<Responder> {
        Responder::from_authority_kp(
            &self.public.into_bytes(),
            &self.secret.into_bytes(),
            CERTIFICATE_VALIDITY,
        )
        .expect("both keys are of one pair")
    }
}

pub struct Connection {
    stream: TcpStream,
    encoder: NoiseEncoder,
    decoder: NoiseDecoder,
    sealing: TransportEncryptState,
    /// None once a frame could not be opened: the reference gives the state up then.
    opening: Option<TransportDecryptState>,
}

impl Connection {
    /// Takes the responder's part in the handshake.
    pub fn respond(mut stream: TcpStream, authority: &Authority) -> Result<Self> {
        stream.set_nodelay(true)?;
        let mut encoder = NoiseEncoder::new();
        let mut decoder = NoiseDecoder::new();
        let handshake = Handshake::responder(authority.responder());
        let first = read_handshake::<Responder>(&mut stream, &mut decoder)?;
        let first = first.payload().try_into().map_err(invalid)?;
        let (second, transport) = handshake.step_1(first).map_err(invalid)?;
        stream.write_all(encoder.encode_handshake(second).as_ref())?;
        Ok(Self::new(stream, encoder, decoder, transport))
    }

    /// Takes the initiator's part; the certificate has to be by `authority`.
    pub fn initiate(mut stream: TcpStream, authority: &Secp256k1PublicKey) -> Result<Self> {
        stream.set_nodelay(true)?;
        let mut encoder = NoiseEncoder::new();
        let mut decoder = NoiseDecoder::new();
        let initiator = Initiator::from_raw_k(authority.into_bytes()).map_err(invalid)?;
        let (first, handshake) = Handshake::initiator(initiator).step_0().map_err(invalid)?;
        stream.write_all(encoder.encode_handshake(first).as_ref())?;
        let second = read_handshake::<InitiatorSent>(&mut stream, &mut decoder)?;
        let second = second.payload().try_into().map_err(invalid)?;
        let transport = handshake.step_2(second).map_err(invalid)?;
        Ok(Self::new(stream, encoder, decoder, transport))
    }

    fn new(
        stream: TcpStream,
        encoder: NoiseEncoder,
        decoder: NoiseDecoder,
        transport: Transport,
    ) -> Self {
        let (sealing, opening) = transport.split();
        Self {
            stream,
            encoder,
            decoder,
            sealing,
            opening: Some(opening),
        }
    }

    /// The next frame; None when the peer has closed the connection after the last one.
    ///
    /// With the buffer pool a frame must be dropped before the connection: the pool's own drop
    /// waits for it.
    pub fn receive(&mut self) -> Result<Option<SerializedFrame>> {
        let mut begun = false;
        loop {
            let state = self.opening.take().ok_or(ErrorKind::NotConnected)?;
            match self.decoder.next_transport_frame(state).map_err(invalid)? {
                Decrypted::Frame(frame, state) => {
                    self.opening = Some(state);
                    return Ok(Some(frame));
                }
                Decrypted::Incomplete(missing, state) => {
                    self.opening = Some(state);
                    if missing > 0 && !fill(&mut self.stream, self.decoder.writable(), begun)? {
                        return Ok(None);
                    }
                    begun = true;
                }
            }
        }
    }

    pub fn send(&mut self, frame: impl EncodableFrame) -> Result<()> {
        let sealed = self
            .encoder
            .encode_transport(frame, &mut self.sealing)
            .map_err(invalid)?;
        self.stream.write_all(sealed.as_ref())
    }
}

fn read_handshake<R: ExpectsHandshakeMessage>(
    stream: &mut TcpStream,
    decoder: &mut NoiseDecoder,
) -> Result<HandshakeMessage> {
    loop {
        match decoder.next_handshake_frame::<R>().map_err(invalid)? {
            Decoded::Frame(message) => return Ok(message),
            Decoded::Incomplete(_) => {
                fill(stream, decoder.writable(), true)?;
            }
        }
    }
}

/// Reads all of `buffer`, which the decoder counts as received already; false at an end of the
/// stream before its first byte, unless something has `begun`.
fn fill(stream: &mut TcpStream, buffer: &mut [u8], begun: bool) -> Result<bool> {
    let mut done = 0;
    while done < buffer.len() {
        match stream.read(&mut buffer[done..]) {
            Ok(0) if done == 0 && !begun => return Ok(false),
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => done += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

fn invalid(error: impl Debug) -> Error {
    Error::new(ErrorKind::InvalidData, format!("{error:?}"))
}
