//! From a line with a message to one with its frame and back.

use crate::json::{hex_bytes, Fields, Int};
use crate::messages;
use serde_json::{Map, Value};
use std::any::Any;
use std::panic::{catch_unwind, UnwindSafe};
use stratum_core::codec_sv2::{Encoder, MessageFrame};
use stratum_core::extensions_sv2::{
    UserIdentity, EXTENSION_TYPE_WORKER_HASHRATE_TRACKING, TLV_FIELD_TYPE_USER_IDENTITY,
};
use stratum_core::framing_sv2::framing::SerializedFrame;
use stratum_core::parsers_sv2::{
    parse_message_frame_with_tlvs, AnyMessageOwned, Tlv, TlvField, TlvList,
};

/// TLVs of extensions that were not negotiated are not handed out by the reference.
const NEGOTIATED: &[u16] = &[EXTENSION_TYPE_WORKER_HASHRATE_TRACKING];

/// The answer to one line; `{"error": ...}` where there is none, and never a panic.
pub fn answer(line: &str) -> Value {
    guarded(|| convert(line))
}

/// The object that `work` makes, or what it failed with.
pub fn guarded(work: impl FnOnce() -> Result<Map<String, Value>, String> + UnwindSafe) -> Value {
    let result = catch_unwind(work).unwrap_or_else(|panic| Err(panic_text(panic)));
    result.unwrap_or_else(|error| single("error", error)).into()
}

fn convert(line: &str) -> Result<Map<String, Value>, String> {
    let mut fields = Fields::parse(line)?;
    if let Some(frame) = fields.optional("frame") {
        fields.finish()?;
        from_frame(hex_bytes(&frame)?)
    } else {
        let (message, tlvs) = read(fields)?;
        Ok(single("frame", hex::encode(to_frame(message, &tlvs)?)))
    }
}

/// The message that an object describes.
pub fn read(mut fields: Fields) -> Result<(AnyMessageOwned, Vec<Tlv>), String> {
    let name = fields.text("message")?;
    let message = messages::read(&name, &mut fields)?;
    let tlvs = match fields.optional("tlvs") {
        None => Vec::new(),
        Some(Value::Array(tlvs)) => tlvs.into_iter().map(read_tlv).collect::<Result<_, _>>()?,
        Some(_) => return Err("tlvs: not an array".to_string()),
    };
    fields.finish()?;
    Ok((message, tlvs))
}

/// Header and payload as the reference writes them.
pub fn to_frame(message: AnyMessageOwned, tlvs: &[Tlv]) -> Result<Vec<u8>, String> {
    if tlvs.is_empty() {
        let frame = MessageFrame::try_from(message).map_err(debug)?;
        // Outlives the bytes: the drop of a buffer pool waits for what was taken from it.
        let mut encoder = Encoder::new();
        let bytes = encoder.encode(frame).map_err(display)?;
        let bytes: &[u8] = bytes.as_ref();
        Ok(bytes.to_vec())
    } else {
        TlvList::from_slice(tlvs)
            .and_then(|list| list.build_frame_bytes_with_tlvs(message))
            .map_err(display)
    }
}

fn from_frame(bytes: Vec<u8>) -> Result<Map<String, Value>, String> {
    let mut frame = SerializedFrame::from_bytes(bytes).map_err(display)?;
    let (message, tlvs) =
        parse_message_frame_with_tlvs(frame.header(), frame.payload(), NEGOTIATED)
            .map_err(debug)?;
    let mut fields = messages::write(&message.into_owned());
    if let Some(tlvs) = tlvs {
        let tlvs = tlvs.iter().map(write_tlv).collect::<Result<_, _>>()?;
        fields.insert("tlvs".to_string(), tlvs);
    }
    Ok(fields)
}

fn read_tlv(value: Value) -> Result<Tlv, String> {
    let mut fields = Fields::from_value(value)?;
    let tlv = Tlv::new(
        fields.take::<Int, _>("extension_type")?,
        fields.take::<Int, _>("field_type")?,
        hex_bytes(&fields.value("value")?)?,
    );
    fields.finish()?;
    if !tlv.is_valid() {
        return Err("value: longer than a TLV holds".to_string());
    }
    check(&tlv)?;
    Ok(tlv)
}

fn write_tlv(tlv: &Tlv) -> Result<Value, String> {
    check(tlv)?;
    let mut fields = single("extension_type", tlv.r#type.extension_type);
    fields.insert("field_type".to_string(), tlv.r#type.field_type.into());
    fields.insert("value".to_string(), hex::encode(&tlv.value).into());
    Ok(fields.into())
}

/// The reference's list of TLVs takes any value; the rule for this one is in its own type.
fn check(tlv: &Tlv) -> Result<(), String> {
    if tlv.r#type.extension_type == EXTENSION_TYPE_WORKER_HASHRATE_TRACKING
        && tlv.r#type.field_type == TLV_FIELD_TYPE_USER_IDENTITY
    {
        UserIdentity::from_tlv(tlv).map_err(debug)?;
    }
    Ok(())
}

/// An object of one field.
pub fn single(name: &str, value: impl Into<Value>) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert(name.to_string(), value.into());
    object
}

fn panic_text(panic: Box<dyn Any + Send>) -> String {
    let text = match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic
            .downcast_ref::<&str>()
            .unwrap_or(&"no text")
            .to_string(),
    };
    format!("panic: {text}")
}

fn display(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Some of the reference's errors have no other text.
fn debug(error: impl std::fmt::Debug) -> String {
    format!("{error:?}")
}
