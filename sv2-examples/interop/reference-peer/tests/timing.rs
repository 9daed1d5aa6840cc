//! Every operation answers with a time.

use reference_peer::timing::answer;
use serde_json::{json, Value};

#[test]
fn all_operations() {
    let share = json!({
        "message": "SubmitSharesStandard", "channel_id": 1, "sequence_number": 2, "job_id": 3,
        "nonce": 4, "ntime": 5, "version": 6,
    });
    let transactions = vec!["5a".repeat(400); 2500];
    let large = json!({
        "message": "RequestTransactionData.Success", "template_id": 1, "excess_data": "",
        "transaction_list": transactions,
    });
    let mut questions = vec![
        json!({"operation": "encode", "message": share}),
        json!({"operation": "decode", "message": share}),
        json!({"operation": "encode", "message": large}),
        json!({"operation": "decode", "message": large}),
        json!({"operation": "seal", "payloadLength": 0}),
        json!({"operation": "open", "payloadLength": 0}),
        json!({"operation": "seal", "payloadLength": 1_000_000}),
        json!({"operation": "open", "payloadLength": 1_000_000}),
        json!({"operation": "seal-and-open", "payloadLength": 64}),
        json!({"operation": "handshake"}),
        json!({"operation": "handshake-initiator"}),
        json!({"operation": "handshake-responder"}),
    ];
    for kind in ["standard", "extended"] {
        for case in ["valid", "duplicate", "too-low"] {
            questions.push(json!({"operation": "share", "channel": kind, "case": case}));
        }
        questions.push(json!({"operation": "next-job", "channels": 3, "kind": kind}));
    }
    for mut question in questions {
        question["seconds"] = json!(0.01);
        let answer = answer(&question.to_string());
        assert_eq!(answer["operation"], question["operation"], "{answer}");
        assert!(answer["nsPerOp"].as_f64().unwrap() > 0.0, "{answer}");
        assert_eq!(
            answer.get("name"),
            question.get("message").map(|message| &message["message"])
        );
        for field in ["payloadLength", "channel", "case", "channels", "kind"] {
            assert_eq!(answer.get(field), question.get(field));
        }
    }
}

#[test]
fn what_cannot_be_timed_is_an_error() {
    for question in [
        json!({"operation": "compress"}),
        json!({"operation": "seal", "payloadLength": 1 << 24}),
        json!({"operation": "encode", "message": {"message": "SetTarget"}}),
        json!({"operation": "handshake", "seconds": -1}),
        json!({"operation": "share", "channel": "group", "case": "valid"}),
        json!({"operation": "share", "channel": "standard", "case": "stale"}),
        json!({"operation": "next-job", "channels": 0, "kind": "standard"}),
    ] {
        assert!(matches!(
            answer(&question.to_string())["error"],
            Value::String(_)
        ));
    }
}
