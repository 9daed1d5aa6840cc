//! Both sides of a handshake of which all randomness is told.

use reference_peer::transcript::answer;
use serde_json::{json, Value};

const SETUP: &str = "00000001000002"; // a header and one byte
const EMPTY: &str = "0f4b05000000";

/// A transcript of which the acts and the sealed frames are not known yet.
fn question() -> Value {
    json!({
        "authoritySecret": "mkDLTBBRxdBv998612qipDYoTK3YUrqLe8uWw7gu3iXbSrn2n",
        "authorityPublic": "9auqWEzQDVyd2oe1JVGFLMLHZtCo2FFqZwtKA5gd9xbuEu7PH72",
        "initiatorEphemeralSecret": "03".repeat(32),
        "responderEphemeralSecret": "07".repeat(32),
        "responderStaticSecret": "09".repeat(32),
        "certificateAuxRand": "00".repeat(32),
        "validFrom": 1_700_000_000,
        "notValidAfter": 1_700_003_600,
        "act1": "00".repeat(64),
        "act2": "00".repeat(234),
        "frames": [],
    })
}

fn ask(question: &Value) -> Value {
    answer(&question.to_string())
}

/// The acts are those of the peer.
fn with_acts(mut question: Value) -> Value {
    question["act1"] = ask(&question)["initiator"]["act1"].clone();
    question["act2"] = ask(&question)["responder"]["act2"].clone();
    question
}

fn frame(from: &str, frame: &str, sealed: &Value) -> Value {
    json!({"from": from, "frame": frame, "sealed": sealed})
}

#[test]
fn each_side_opens_what_the_other_has_sealed() {
    let large = format!("0f4b05f0ff00{}", "5a".repeat(65_520));
    let mut question = with_acts(question());
    for from in ["initiator", "responder"] {
        for plain in [SETUP, EMPTY, large.as_str()] {
            let frames = question["frames"].as_array_mut().unwrap();
            frames.push(frame(from, plain, &"".into()));
        }
    }
    let first = ask(&question);
    // Nothing can be opened yet, but all has been sealed.
    for from in ["initiator", "responder"] {
        let sealed = first[from]["sealed"].as_array().unwrap();
        assert_eq!(sealed.len(), 3);
        assert!(first[from]["error"].as_str().unwrap().contains("shorter"));
        let mut next = sealed.iter();
        for frame in question["frames"].as_array_mut().unwrap() {
            if frame["from"] == from {
                frame["sealed"] = next.next().unwrap().clone();
            }
        }
    }
    let second = ask(&question);
    for (from, to) in [("initiator", "responder"), ("responder", "initiator")] {
        assert_eq!(second[from]["sealed"], first[from]["sealed"]);
        assert_eq!(second[to]["opened"], json!([SETUP, EMPTY, large]));
        assert_eq!(second[to].get("error"), None);
    }
    let lengths = second["initiator"]["sealed"].as_array().unwrap();
    let lengths: Vec<_> = lengths.iter().map(|s| s.as_str().unwrap().len()).collect();
    assert_eq!(lengths, [2 * (22 + 17), 2 * 22, 2 * (22 + 65_535 + 17)]);
}

#[test]
fn the_same_randomness_gives_the_same_acts_and_other_randomness_others() {
    let acts = with_acts(question());
    assert_eq!(with_acts(question()), acts);
    let mut other = question();
    other["certificateAuxRand"] = json!("01".repeat(32));
    let other = with_acts(other);
    assert_eq!(other["act1"], acts["act1"]);
    assert_ne!(other["act2"], acts["act2"]);
    // Keys before the certificate do not depend on it.
    assert_eq!(
        other["act2"].as_str().unwrap()[..288],
        acts["act2"].as_str().unwrap()[..288]
    );
}

#[test]
fn a_side_that_fails_says_so_and_the_other_is_played() {
    let mut question = with_acts(question());
    question["act2"] = json!("00".repeat(234));
    let answer = ask(&question);
    assert_eq!(answer["initiator"]["act1"], question["act1"]);
    assert!(answer["initiator"]["error"].is_string());
    assert_eq!(answer["responder"].get("error"), None);

    question["notValidAfter"] = json!(1);
    assert!(ask(&question)["responder"]["error"].is_string());

    let mut question = with_acts(self::question());
    question["authorityPublic"] = json!("9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh");
    let answer = ask(&question);
    let error = answer["initiator"]["error"].as_str().unwrap();
    assert!(error.starts_with("Invalid Certificate"), "{error}");
    assert_eq!(answer["responder"]["error"], "InvalidRawPublicKey");
}

#[test]
fn what_cannot_be_played_is_an_error() {
    for (name, value) in [
        ("authoritySecret", json!("00")),
        ("initiatorEphemeralSecret", json!("03")),
        ("initiatorEphemeralSecret", json!("00".repeat(32))), // another one would be drawn
        ("act1", json!("00".repeat(63))),
        ("act2", json!("zz")),
        ("validFrom", json!(-1)),
        ("notValidAfter", json!(1_u64 << 32)),
        ("frames", json!({})),
        ("frames", json!([frame("proxy", SETUP, &"".into())])),
        ("frames", json!([{"from": "initiator", "frame": SETUP}])),
        ("now", json!(1)),
    ] {
        let mut question = question();
        question[name] = value;
        let answer = ask(&question);
        assert!(answer["error"].is_string(), "{name}: {answer}");
    }
}
