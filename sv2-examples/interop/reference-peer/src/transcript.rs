//! Both sides of a written-down handshake and its frames, with the randomness that it tells.

use crate::convert::guarded;
use crate::json::{hex_bytes, Fields, Int};
use crate::timing::Bytes;
use key_utils::{Secp256k1PublicKey, Secp256k1SecretKey};
use secp256k1::rand::{CryptoRng, Error, RngCore};
use serde_json::{Map, Value};
use std::str::FromStr;
use std::time::Duration;
use stratum_core::codec_sv2::{
    Decrypted, EncodableFrame, Handshake, NoiseDecoder, NoiseEncoder, Transport,
    TransportDecryptState, TransportEncryptState,
};
use stratum_core::noise_sv2::{
    Initiator, Responder, ELLSWIFT_ENCODING_SIZE, INITIATOR_EXPECTED_HANDSHAKE_MESSAGE_SIZE,
};

/// The answer to one line; `{"error": ...}` where there is none.
pub fn answer(line: &str) -> Value {
    guarded(|| {
        let transcript = Transcript::read(Fields::parse(line)?)?;
        let mut answer = Map::new();
        answer.insert("initiator".to_string(), side(|a| transcript.initiate(a)));
        answer.insert("responder".to_string(), side(|a| transcript.respond(a)));
        Ok(answer)
    })
}

/// What one side did, up to its error if it met one: the other side is played all the same.
fn side(play: impl FnOnce(&mut Map<String, Value>) -> Result<(), String>) -> Value {
    let mut answer = Map::new();
    if let Err(error) = play(&mut answer) {
        answer.insert("error".to_string(), error.into());
    }
    answer.into()
}

struct Transcript {
    authority_secret: Secp256k1SecretKey,
    authority_public: Secp256k1PublicKey,
    initiator_ephemeral: [u8; 32],
    responder_ephemeral: [u8; 32],
    responder_static: [u8; 32],
    aux_rand: [u8; 32],
    valid_from: u32,
    not_valid_after: u32,
    act1: [u8; ELLSWIFT_ENCODING_SIZE],
    act2: [u8; INITIATOR_EXPECTED_HANDSHAKE_MESSAGE_SIZE],
    frames: Vec<Frame>,
}

struct Frame {
    by_initiator: bool,
    plain: Vec<u8>,
    sealed: Vec<u8>,
}

impl Transcript {
    fn read(mut fields: Fields) -> Result<Self, String> {
        let frames = match fields.value("frames")? {
            Value::Array(frames) => frames
                .into_iter()
                .map(Frame::read)
                .collect::<Result<_, _>>(),
            _ => Err("frames: not an array".to_string()),
        }?;
        let transcript = Self {
            authority_secret: key(&mut fields, "authoritySecret")?,
            authority_public: key(&mut fields, "authorityPublic")?,
            initiator_ephemeral: array(&mut fields, "initiatorEphemeralSecret")?,
            responder_ephemeral: array(&mut fields, "responderEphemeralSecret")?,
            responder_static: array(&mut fields, "responderStaticSecret")?,
            aux_rand: array(&mut fields, "certificateAuxRand")?,
            valid_from: fields.take::<Int, _>("validFrom")?,
            not_valid_after: fields.take::<Int, _>("notValidAfter")?,
            act1: array(&mut fields, "act1")?,
            act2: array(&mut fields, "act2")?,
            frames,
        };
        fields.finish()?;
        Ok(transcript)
    }

    /// Makes act 1, and goes on with the transcript's act 2.
    fn initiate(&self, answer: &mut Map<String, Value>) -> Result<(), String> {
        let mut script = Script::of(&[&self.initiator_ephemeral]);
        let key = self.authority_public.into_bytes();
        let initiator = Initiator::from_raw_k_with_rng(key, &mut script).map_err(debug)?;
        script.finish()?;
        let (act1, sent) = Handshake::initiator(initiator).step_0().map_err(display)?;
        answer.insert("act1".to_string(), hex::encode(act1.payload()).into());
        let transport = sent
            .step_2_with_now(self.act2, self.valid_from)
            .map_err(display)?;
        self.exchange(transport, true, answer)
    }

    /// Makes act 2 out of the transcript's act 1.
    fn respond(&self, answer: &mut Map<String, Value>) -> Result<(), String> {
        let validity = self
            .not_valid_after
            .checked_sub(self.valid_from)
            .ok_or("notValidAfter: before validFrom")?;
        let mut script = Script::of(&[&self.responder_ephemeral, &self.responder_static]);
        let responder = Responder::from_authority_kp_with_rng(
            &self.authority_public.into_bytes(),
            &self.authority_secret.into_bytes(),
            Duration::from_secs(validity.into()),
            &mut script,
        )
        .map_err(debug)?;
        script.finish()?;
        let mut script = Script::of(&[&self.aux_rand]);
        let (act2, transport) = Handshake::responder(responder)
            .step_1_with_now_rng(self.act1, self.valid_from, &mut script)
            .map_err(display)?;
        script.finish()?;
        answer.insert("act2".to_string(), hex::encode(act2.payload()).into());
        self.exchange(transport, false, answer)
    }

    /// Seals this side's frames, and opens the transcript's of the other.
    fn exchange(
        &self,
        transport: Transport,
        initiator: bool,
        answer: &mut Map<String, Value>,
    ) -> Result<(), String> {
        let (mut sealing, opening) = transport.split();
        let (ours, theirs): (Vec<_>, Vec<_>) = self
            .frames
            .iter()
            .partition(|frame| frame.by_initiator == initiator);
        answer.insert("sealed".to_string(), seal(&ours, &mut sealing)?.into());
        answer.insert("opened".to_string(), open(&theirs, opening)?.into());
        Ok(())
    }
}

impl Frame {
    fn read(value: Value) -> Result<Self, String> {
        let mut fields = Fields::from_value(value)?;
        let frame = Self {
            by_initiator: match fields.text("from")?.as_str() {
                "initiator" => true,
                "responder" => false,
                other => return Err(format!("from: no side is called {other}")),
            },
            plain: hex_bytes(&fields.value("frame")?)?,
            sealed: hex_bytes(&fields.value("sealed")?)?,
        };
        fields.finish()?;
        Ok(frame)
    }
}

fn seal(frames: &[&Frame], state: &mut TransportEncryptState) -> Result<Vec<String>, String> {
    let mut encoder = NoiseEncoder::new();
    let mut all = Vec::new();
    for frame in frames {
        let sealed = encoder
            .encode_transport(Bytes(&frame.plain), state)
            .map_err(display)?;
        all.push(hex::encode(sealed.as_ref()));
    }
    Ok(all)
}

fn open(frames: &[&Frame], mut state: TransportDecryptState) -> Result<Vec<String>, String> {
    let mut decoder = NoiseDecoder::new();
    let mut all = Vec::new();
    for frame in frames {
        let mut rest = &frame.sealed[..];
        loop {
            let writable = decoder.writable();
            if writable.len() > rest.len() {
                return Err("sealed: shorter than its header says".to_string());
            }
            let (piece, behind) = rest.split_at(writable.len());
            writable.copy_from_slice(piece);
            rest = behind;
            match decoder.next_transport_frame(state).map_err(display)? {
                Decrypted::Incomplete(_, after) => state = after,
                Decrypted::Frame(opened, after) => {
                    state = after;
                    let mut bytes = vec![0; opened.encoded_length()];
                    opened.encode_into(&mut bytes).map_err(display)?;
                    all.push(hex::encode(bytes));
                    break;
                }
            }
        }
        if !rest.is_empty() {
            return Err("sealed: longer than its header says".to_string());
        }
    }
    Ok(all)
}

/// Randomness that is known before: these bytes and no more.
struct Script {
    bytes: Vec<u8>,
    drawn: usize,
}

impl Script {
    fn of(draws: &[&[u8]]) -> Self {
        Self {
            bytes: draws.concat(),
            drawn: 0,
        }
    }

    /// What was not drawn would not be in what was made.
    fn finish(self) -> Result<(), String> {
        match self.bytes.len() - self.drawn {
            0 => Ok(()),
            left => Err(format!("{left} bytes of randomness were not drawn")),
        }
    }
}

impl RngCore for Script {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, destination: &mut [u8]) {
        self.try_fill_bytes(destination)
            .expect("a script does not fail");
    }

    fn try_fill_bytes(&mut self, destination: &mut [u8]) -> Result<(), Error> {
        let end = self.drawn + destination.len();
        // Also where a secret is none, for then another one is drawn.
        assert!(end <= self.bytes.len(), "more randomness drawn than given");
        destination.copy_from_slice(&self.bytes[self.drawn..end]);
        self.drawn = end;
        Ok(())
    }
}

/// It is one only for the bounds of the reference's functions.
impl CryptoRng for Script {}

fn key<K: FromStr<Err = impl std::fmt::Display>>(
    fields: &mut Fields,
    name: &str,
) -> Result<K, String> {
    let text = fields.text(name)?;
    text.parse().map_err(|error| format!("{name}: {error}"))
}

fn array<const N: usize>(fields: &mut Fields, name: &str) -> Result<[u8; N], String> {
    let bytes = hex_bytes(&fields.value(name)?).map_err(|error| format!("{name}: {error}"))?;
    let length = bytes.len();
    bytes
        .try_into()
        .map_err(|_| format!("{name}: {length} bytes instead of {N}"))
}

fn display(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// The handshake's own errors have no other text.
fn debug(error: impl std::fmt::Debug) -> String {
    format!("{error:?}")
}
