//! Messages to frames and back, and what the reference makes of frames that are out of order.

use reference_peer::convert::answer;
use reference_peer::messages::NAMES;
use serde_json::{json, Value};

const EXAMPLES: &str = include_str!("messages.jsonl");

fn frame_of(line: &str) -> String {
    let answer = answer(line);
    answer["frame"]
        .as_str()
        .unwrap_or_else(|| panic!("{answer} to {line}"))
        .to_string()
}

fn message_of(frame: &str) -> Value {
    answer(&json!({ "frame": frame }).to_string())
}

fn error_of(line: &str) -> String {
    let answer = answer(line);
    answer["error"]
        .as_str()
        .unwrap_or_else(|| panic!("{answer} to {line}"))
        .to_string()
}

fn example(name: &str) -> Value {
    EXAMPLES
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .find(|message| message["message"] == name)
        .unwrap()
}

/// `message` with another value for one of its fields.
fn with(message: &str, field: &str, value: Value) -> String {
    let mut message = example(message);
    message[field] = value;
    message.to_string()
}

#[test]
fn every_message_goes_there_and_back() {
    let mut names = Vec::new();
    for line in EXAMPLES.lines() {
        let frame = frame_of(line);
        assert_eq!(message_of(&frame).to_string(), line);
        names.push(serde_json::from_str::<Value>(line).unwrap()["message"].clone());
    }
    assert_eq!(names, NAMES);
}

#[test]
fn numbers_keep_their_value() {
    for text in ["1e-45", "0.1", "16777216.0", "3.4028235e38", "-0.0"] {
        let line = with(
            "UpdateChannel",
            "nominal_hash_rate",
            serde_json::from_str(text).unwrap(),
        );
        assert_eq!(
            message_of(&frame_of(&line))["nominal_hash_rate"].to_string(),
            text
        );
    }
    for text in ["NaN", "Infinity", "-Infinity"] {
        let line = with("UpdateChannel", "nominal_hash_rate", text.into());
        assert_eq!(message_of(&frame_of(&line))["nominal_hash_rate"], text);
    }
}

#[test]
fn what_does_not_fit_is_an_error() {
    for (message, field, value) in [
        ("SetupConnection", "protocol", json!(3)),
        ("SetupConnection", "min_version", json!(65536)),
        ("SetupConnection", "vendor", json!("v".repeat(256))),
        (
            "SetExtranoncePrefix",
            "extranonce_prefix",
            json!("00".repeat(33)),
        ),
        ("SetTarget", "maximum_target", json!("00".repeat(31))),
        ("UpdateChannel", "nominal_hash_rate", json!(1e39)),
        ("SetTarget", "maximumtarget", json!("")),
    ] {
        let error = error_of(&with(message, field, value));
        assert!(error.starts_with(field), "{error}");
    }
    for line in [
        "",
        "[]",
        "{}",
        r#"{"message":"Unknown"}"#,
        r#"{"frame":"0"}"#,
        r#"{"frame":""}"#,
    ] {
        error_of(line);
    }
}

#[test]
fn a_message_of_megabytes() {
    let transactions: Vec<String> = (0..5000).map(|i| format!("{i:08x}").repeat(100)).collect();
    let line = with(
        "RequestTransactionData.Success",
        "transaction_list",
        json!(transactions),
    );
    assert!(line.len() > 4_000_000);
    assert_eq!(message_of(&frame_of(&line)).to_string(), line);
}

#[test]
fn a_frame_longer_than_its_field_is_an_error() {
    let transactions = vec!["00".repeat(1 << 20); 16];
    let line = with(
        "ProvideMissingTransactions.Success",
        "transaction_list",
        json!(transactions),
    );
    assert!(error_of(&line).contains("PayloadTooLong"));
}

#[test]
fn a_worker_identity_behind_a_share() {
    let tlvs = json!([{"extension_type": 2, "field_type": 1, "value": "576f726b65725f303031"}]);
    let line = with("SubmitSharesExtended", "tlvs", tlvs);
    let frame = frame_of(&line);
    assert!(frame.ends_with("0200010a00576f726b65725f303031"), "{frame}");
    assert_eq!(message_of(&frame).to_string(), line);

    let long = json!([{"extension_type": 2, "field_type": 1, "value": "61".repeat(33)}]);
    assert!(error_of(&with("SubmitSharesExtended", "tlvs", long)).contains("TooLong"));
}

#[test]
fn bytes_behind_the_last_field_are_ignored() {
    let line = example("SetTarget").to_string();
    let frame = frame_of(&line);
    let longer = format!("{}27{}ff00ff", &frame[..6], &frame[8..]);
    assert_eq!(message_of(&longer).to_string(), line);
}

#[test]
fn only_the_lowest_bit_of_a_bool_counts() {
    let frame = frame_of(&example("NewTemplate").to_string());
    for (byte, meaning) in [("fe", false), ("ff", true), ("03", true)] {
        let odd = format!("{}{byte}{}", &frame[..28], &frame[30..]);
        assert_eq!(message_of(&odd)["future_template"], meaning);
    }
}

#[test]
fn the_channel_bit_does_not_matter() {
    for message in ["SetTarget", "RequestExtensions", "SetupConnection"] {
        let frame = frame_of(&example(message).to_string());
        let flipped = u8::from_str_radix(&frame[2..4], 16).unwrap() ^ 0x80;
        let odd = format!("{}{flipped:02x}{}", &frame[..2], &frame[4..]);
        assert_eq!(message_of(&odd), example(message));
    }
}
