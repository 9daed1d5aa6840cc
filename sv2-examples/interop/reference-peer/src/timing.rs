//! How long the reference takes for one thing.

use crate::channel_timing;
use crate::connection::Authority;
use crate::convert::{guarded, read, to_frame};
use crate::json::{Fields, Int};
use serde_json::{Map, Value};
use std::hint::black_box;
use std::mem::size_of;
use std::time::{Duration, Instant};
use stratum_core::codec_sv2::{
    Decoded, Decoder, Decrypted, EncodableFrame, Encoder, Handshake, MessageFrame, NoiseDecoder,
    NoiseEncoder, Transport,
};
use stratum_core::framing_sv2;
use stratum_core::noise_sv2::Initiator;
use stratum_core::parsers_sv2::{AnyMessage, AnyMessageOwned};

const LEAST_BATCHES: usize = 10;
const BATCH: Duration = Duration::from_millis(1);

/// Bytes that are prepared for a batch at most, so that they are still in a cache when used.
pub(crate) const PREPARED: usize = 256 * 1024;

/// The answer to one line; `{"error": ...}` where there is none.
pub fn answer(line: &str) -> Value {
    guarded(|| time(line))
}

fn time(line: &str) -> Result<Map<String, Value>, String> {
    let mut fields = Fields::parse(line)?;
    let meter = Meter::of(fields.optional("seconds"))?;
    let operation = fields.text("operation")?;
    let mut answer = Map::new();
    answer.insert("operation".to_string(), operation.clone().into());
    let nanoseconds = match operation.as_str() {
        "encode" | "decode" => {
            let message = fields.value("message")?;
            answer.insert("name".to_string(), message["message"].clone());
            let (message, tlvs) = read(Fields::from_value(message)?)?;
            if !tlvs.is_empty() {
                return Err("messages are timed without TLVs".to_string());
            }
            if operation == "encode" {
                encode(&meter, message)?
            } else {
                decode(&meter, to_frame(message, &[])?)?
            }
        }
        "seal" | "open" | "seal-and-open" => {
            let length: u32 = fields.take::<Int, _>("payloadLength")?;
            answer.insert("payloadLength".to_string(), length.into());
            let frame = plain_frame(length)?;
            match operation.as_str() {
                "seal" => seal(&meter, &frame),
                "open" => open(&meter, &frame),
                _ => seal(&meter, &frame) + open(&meter, &frame),
            }
        }
        "handshake" => handshake(&meter, |initiator, responder| initiator + responder),
        "handshake-initiator" => handshake(&meter, |initiator, _| initiator),
        "handshake-responder" => handshake(&meter, |_, responder| responder),
        "share" => {
            let channel = fields.text("channel")?;
            let case = fields.text("case")?;
            let nanoseconds = channel_timing::share(&meter, &channel, &case)?;
            answer.insert("channel".to_string(), channel.into());
            answer.insert("case".to_string(), case.into());
            nanoseconds
        }
        "next-job" => {
            let channels: u32 = fields.take::<Int, _>("channels")?;
            let kind = fields.text("kind")?;
            let nanoseconds = channel_timing::next_job(&meter, &kind, channels)?;
            answer.insert("channels".to_string(), channels.into());
            answer.insert("kind".to_string(), kind.into());
            nanoseconds
        }
        _ => return Err(format!("no operation is called {operation}")),
    };
    fields.finish()?;
    let rounded = (nanoseconds * 10.0).round() / 10.0;
    answer.insert("nsPerOp".to_string(), rounded.into());
    Ok(answer)
}

/// From an owned message to a frame's bytes, by header, size and codec as in a role.
///
/// The reference's frame takes the message over. So each run gets a clone that was made before the
/// clock started; giving the message and the bytes back to the allocator is within the time, as it
/// is for whoever sends a message.
fn encode(meter: &Meter, message: AnyMessageOwned) -> Result<f64, String> {
    let length = to_frame(message.clone(), &[])?.len();
    let mut encoder = Encoder::new();
    let most = PREPARED / (length + size_of::<AnyMessageOwned>());
    Ok(meter.measure(most, |count| {
        let messages = vec![message.clone(); count];
        let start = Instant::now();
        for message in messages {
            let frame = MessageFrame::try_from(black_box(message)).expect("was framed before");
            black_box(encoder.encode(frame).expect("was encoded before"));
        }
        start.elapsed()
    }))
}

/// From a frame's bytes to an owned message. Dropping it is within the time: in Rust that is the
/// price of having it, as collection is elsewhere.
fn decode(meter: &Meter, frame: Vec<u8>) -> Result<f64, String> {
    let mut decoder = Decoder::new();
    decode_one(&mut decoder, &frame)?;
    Ok(meter.measure(usize::MAX, |count| {
        let start = Instant::now();
        for _ in 0..count {
            black_box(decode_one(&mut decoder, black_box(&frame)).expect("was decoded before"));
        }
        start.elapsed()
    }))
}

fn decode_one(decoder: &mut Decoder, mut bytes: &[u8]) -> Result<AnyMessageOwned, String> {
    loop {
        let writable = decoder.writable();
        let (piece, rest) = bytes.split_at(writable.len());
        writable.copy_from_slice(piece);
        bytes = rest;
        if let Decoded::Frame(mut frame) =
            decoder.next_frame().map_err(|error| error.to_string())?
        {
            let message = AnyMessage::try_from((frame.header(), frame.payload()));
            return message
                .map(AnyMessage::into_owned)
                .map_err(|error| format!("{error:?}"));
        }
    }
}

/// From a frame's bytes to those on the wire.
fn seal(meter: &Meter, frame: &[u8]) -> f64 {
    let (near, _far) = transports();
    let (mut state, _) = near.split();
    let mut encoder = NoiseEncoder::new();
    meter.measure(usize::MAX, |count| {
        let start = Instant::now();
        for _ in 0..count {
            let frame = Bytes(black_box(frame));
            black_box(
                encoder
                    .encode_transport(frame, &mut state)
                    .expect("is a frame"),
            );
        }
        start.elapsed()
    })
}

/// From the bytes on the wire to a frame's; what is opened was sealed before the clock started.
fn open(meter: &Meter, frame: &[u8]) -> f64 {
    let (near, far) = transports();
    let (mut sealing, _) = near.split();
    let (_, state) = far.split();
    let mut state = Some(state);
    let mut encoder = NoiseEncoder::new();
    let mut decoder = NoiseDecoder::new();
    meter.measure(PREPARED / frame.len(), |count| {
        let mut wire = Vec::new();
        for _ in 0..count {
            let sealed = encoder.encode_transport(Bytes(frame), &mut sealing);
            wire.extend_from_slice(sealed.expect("is a frame").as_ref());
        }
        let mut bytes = &wire[..];
        let start = Instant::now();
        for _ in 0..count {
            loop {
                let writable = decoder.writable();
                let (piece, rest) = bytes.split_at(writable.len());
                writable.copy_from_slice(piece);
                bytes = rest;
                let before = state.take().expect("was given back");
                match decoder
                    .next_transport_frame(before)
                    .expect("was sealed for it")
                {
                    Decrypted::Frame(frame, after) => {
                        state = Some(after);
                        black_box(frame);
                        break;
                    }
                    Decrypted::Incomplete(_, after) => state = Some(after),
                }
            }
        }
        start.elapsed()
    })
}

/// A frame that its owner keeps.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl EncodableFrame for Bytes<'_> {
    fn encoded_length(&self) -> usize {
        self.0.len()
    }

    fn encode_into(self, destination: &mut [u8]) -> Result<(), framing_sv2::Error> {
        destination.copy_from_slice(self.0);
        Ok(())
    }
}

fn plain_frame(length: u32) -> Result<Vec<u8>, String> {
    let [low, middle, high, 0] = length.to_le_bytes() else {
        return Err("payloadLength: a frame holds less than 16 MiB".to_string());
    };
    let mut frame = vec![0, 0, 0xff, low, middle, high];
    frame.resize(frame.len() + length as usize, 0x5a);
    Ok(frame)
}

/// Both ends of a connection.
fn transports() -> (Transport, Transport) {
    let authority = Authority::generate();
    let (near, far, _, _) = shake_hands(&authority);
    (near, far)
}

fn handshake(meter: &Meter, part: fn(Duration, Duration) -> Duration) -> f64 {
    let authority = Authority::generate();
    meter.measure(usize::MAX, |count| {
        let mut time = Duration::ZERO;
        for _ in 0..count {
            let (near, far, initiator, responder) = shake_hands(&authority);
            black_box((near, far));
            time += part(initiator, responder);
        }
        time
    })
}

/// One handshake without a network, and the time of either side in it. Making the ephemeral and
/// static keys belongs to it: the reference has no responder that keeps its static key.
fn shake_hands(authority: &Authority) -> (Transport, Transport, Duration, Duration) {
    let key = authority.public.into_bytes();
    let start = Instant::now();
    let initiator = Initiator::from_raw_k(black_box(key)).expect("is a key");
    let (first, initiator) = Handshake::initiator(initiator)
        .step_0()
        .expect("is the first");
    let begun = start.elapsed();

    let start = Instant::now();
    let responder = Handshake::responder(authority.responder());
    let first = first.payload().try_into().expect("has that length");
    let (second, far) = responder.step_1(first).expect("is a first message");
    let responder_time = start.elapsed();

    let start = Instant::now();
    let second = second.payload().try_into().expect("has that length");
    let near = initiator.step_2(second).expect("is a second message");
    (near, far, begun + start.elapsed(), responder_time)
}

pub(crate) struct Meter {
    time: Duration,
}

impl Meter {
    fn of(seconds: Option<Value>) -> Result<Self, String> {
        let seconds = match seconds {
            None => Some(1.0),
            Some(seconds) => seconds.as_f64(),
        };
        match seconds.map(Duration::try_from_secs_f64) {
            Some(Ok(time)) => Ok(Self { time }),
            _ => Err("seconds: not a time".to_string()),
        }
    }

    /// Nanoseconds per run: the median of the batches. `batch` does that many runs, at most `most`
    /// at once, and says how long they took.
    pub(crate) fn measure(&self, most: usize, mut batch: impl FnMut(usize) -> Duration) -> f64 {
        let mut count = 1;
        let mut spent = Duration::ZERO;
        while spent < self.time / 3 {
            let time = batch(count);
            spent += time;
            if time < BATCH && count < most {
                count = (2 * count).min(most);
            }
        }
        let mut results = Vec::new();
        let mut spent = Duration::ZERO;
        while spent < self.time || results.len() < LEAST_BATCHES {
            let time = batch(count);
            spent += time;
            results.push(time.as_nanos() as f64 / count as f64);
        }
        results.sort_by(f64::total_cmp);
        results[results.len() / 2]
    }
}
