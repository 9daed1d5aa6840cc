//! What a channel of the reference says to shares.

use reference_peer::shares::answer;
use serde_json::{json, Value};
use stratum_core::bitcoin::block::{Header, Version};
use stratum_core::bitcoin::consensus::deserialize;
use stratum_core::bitcoin::hashes::Hash;
use stratum_core::bitcoin::{BlockHash, CompactTarget, Transaction, TxMerkleNode};

const NTIME: u32 = 1_750_000_000;
const VERSION: u32 = 0x2000_0000;
const MAINNET: u32 = 0x1703_4219;
/// About every other hash is a block.
const REGTEST: u32 = 0x207f_ffff;

/// One output of 5,000,000,000 satoshis.
const OUTPUTS: &str = "0100f2052a010000000151";

fn play(kind: &str, events: &[Value]) -> Value {
    let mut scenario = json!({"kind": kind, "extranoncePrefix": "0102030405060708"});
    if kind == "extended" {
        scenario["rollableSize"] = json!(4);
        scenario["versionRolling"] = json!(true);
    }
    scenario["events"] = json!(events);
    let answer = answer(&scenario.to_string());
    if answer.get("error").is_none() {
        assert_eq!(answer["events"].as_array().unwrap().len(), events.len());
    }
    answer
}

fn template(id: u64, future: bool) -> Value {
    json!({
        "template": {
            "message": "NewTemplate", "template_id": id, "future_template": future,
            "version": VERSION, "coinbase_tx_version": 2, "coinbase_prefix": "03aabb0c",
            "coinbase_tx_input_sequence": 0xffff_fffe_u32,
            "coinbase_tx_value_remaining": 5_000_000_000_u64, "coinbase_tx_outputs_count": 0,
            "coinbase_tx_outputs": "", "coinbase_tx_locktime": 0, "merkle_path": [],
        },
        "outputs": OUTPUTS,
    })
}

fn prev_hash(template_id: u64, prev_hash: &str, nbits: u32) -> Value {
    json!({"prevHash": {
        "message": "TemplateDistribution.SetNewPrevHash", "template_id": template_id,
        "prev_hash": prev_hash.repeat(32), "header_timestamp": NTIME, "nBits": nbits,
        "target": "00".repeat(32),
    }})
}

fn standard_share(job_id: u32, nonce: u32) -> Value {
    json!({"share": {
        "message": "SubmitSharesStandard", "channel_id": 1, "sequence_number": nonce,
        "job_id": job_id, "nonce": nonce, "ntime": NTIME, "version": VERSION,
    }})
}

fn extended_share(job_id: u32, nonce: u32, extranonce: &str) -> Value {
    let mut share = standard_share(job_id, nonce);
    share["share"]["message"] = json!("SubmitSharesExtended");
    share["share"]["extranonce"] = json!(extranonce);
    share
}

fn share(kind: &str, job_id: u32, nonce: u32) -> Value {
    match kind {
        "standard" => standard_share(job_id, nonce),
        _ => extended_share(job_id, nonce, "0a0b0c0d"),
    }
}

fn with(mut share: Value, field: &str, value: u32) -> Value {
    share["share"][field] = json!(value);
    share
}

#[test]
fn shares_of_all_fates() {
    for kind in ["standard", "extended"] {
        let answer = play(
            kind,
            &[
                template(1, true),
                prev_hash(1, "aa", MAINNET),
                share(kind, 1, 7),
                share(kind, 1, 7),
                share(kind, 9, 7),
                with(share(kind, 1, 8), "ntime", NTIME - 1),
                with(share(kind, 1, 8), "ntime", NTIME + 7201),
                with(share(kind, 1, 8), "version", VERSION | 0x1fff_ffe0),
                with(share(kind, 1, 8), "version", VERSION | 1),
                json!({"target": format!("{:064x}", 1)}),
                template(2, false),
                share(kind, 2, 7),
                share(kind, 1, 9),
                template(3, true),
                prev_hash(3, "bb", MAINNET),
                share(kind, 2, 7),
            ],
        );
        let events = answer["events"].as_array().unwrap();
        assert_eq!(events[0], json!({"jobId": 1}));
        assert_eq!(events[1], json!({"jobId": 1}));
        let hash = events[2]["valid"].as_str().unwrap();
        assert_eq!(hash.len(), 64);
        assert_eq!(events[3], json!({"rejected": "duplicate-share"}));
        assert_eq!(events[4], json!({"rejected": "invalid-job-id"}));
        assert_eq!(events[5], json!({"rejected": "invalid-share"}));
        assert_eq!(events[6], json!({"rejected": "invalid-share"}));
        assert_ne!(events[7]["valid"], Value::Null);
        assert_eq!(
            events[8],
            json!({"rejected": "invalid-non-rollable-version-bit"})
        );
        assert_eq!(events[9], json!({}));
        assert_eq!(events[10], json!({"jobId": 2}));
        assert_eq!(events[11], json!({"rejected": "difficulty-too-low"}));
        // The job before keeps the target that it was made with.
        assert_ne!(events[12]["valid"], Value::Null);
        assert_eq!(events[14], json!({"jobId": 3}));
        assert_eq!(events[15], json!({"rejected": "stale-share"}));
        assert_eq!(
            answer["accounting"],
            json!({"accepted": 3, "lastBatchAccepted": 3, "lastBatchWorkSum": 0, "blocks": 0})
        );
    }
}

#[test]
fn batches() {
    let mut events = vec![template(1, true), prev_hash(1, "aa", MAINNET)];
    events.extend((0..12).map(|nonce| standard_share(1, nonce)));
    let answer = play("standard", &events);
    assert_eq!(answer["accounting"]["accepted"], 12);
    assert_eq!(answer["accounting"]["lastBatchAccepted"], 2);

    // A block ends its batch, and counts as the work of the job's target.
    let mut events = vec![
        json!({"target": format!("{:0<64}", "000000000000ffff")}),
        template(1, true),
        prev_hash(1, "aa", REGTEST),
    ];
    events.extend((0..32).map(|nonce| standard_share(1, nonce)));
    let answer = play("standard", &events);
    assert_ne!(answer["accounting"]["blocks"], 1);
    assert_eq!(answer["accounting"]["lastBatchAccepted"], 1);
    assert_eq!(answer["accounting"]["lastBatchWorkSum"], 65536);
}

#[test]
fn extended_only() {
    let answer = play(
        "extended",
        &[
            template(1, true),
            prev_hash(1, "aa", MAINNET),
            extended_share(1, 1, "0a0b0c"),
            extended_share(1, 1, "0a0b0c0d0e"),
            extended_share(1, 1, "0a0b0c0d"),
            extended_share(1, 1, "0a0b0c0e"),
        ],
    );
    let events = &answer["events"];
    assert_eq!(events[2], json!({"rejected": "bad-extranonce-size"}));
    assert_eq!(events[3], json!({"rejected": "bad-extranonce-size"}));
    assert_ne!(events[4]["valid"], Value::Null);
    assert_ne!(events[5]["valid"], Value::Null);
    assert_ne!(events[4], events[5]);

    let fixed = json!({
        "kind": "extended", "extranoncePrefix": "00ff", "rollableSize": 0, "versionRolling": false,
        "events": [
            template(1, true),
            prev_hash(1, "aa", MAINNET),
            with(extended_share(1, 1, ""), "version", VERSION | 0x20),
            extended_share(1, 1, ""),
        ],
    });
    let answer = reference_peer::shares::answer(&fixed.to_string());
    assert_eq!(
        answer["events"][2],
        json!({"rejected": "version-rolling-not-allowed"})
    );
    assert_ne!(answer["events"][3]["valid"], Value::Null);
}

/// The hash of the block that a share makes of its coinbase alone.
fn hash_of(coinbase: &Value, prev_hash: u8, nonce: u32) -> String {
    let coinbase: Transaction =
        deserialize(&hex::decode(coinbase.as_str().unwrap()).unwrap()).unwrap();
    let header = Header {
        version: Version::from_consensus(VERSION as i32),
        prev_blockhash: BlockHash::from_byte_array([prev_hash; 32]),
        merkle_root: TxMerkleNode::from_raw_hash(coinbase.compute_txid().to_raw_hash()),
        time: NTIME,
        bits: CompactTarget::from_consensus(REGTEST),
        nonce,
    };
    header.block_hash().to_string()
}

#[test]
fn blocks() {
    let mut coinbases = Vec::new();
    for (kind, extranonce) in [
        ("standard", "01020304050607080a0b0c0d"),
        ("extended", "0102030405060708"),
    ] {
        // A share that is a block needs no other target.
        let mut events = vec![
            json!({"target": format!("{:064x}", 1)}),
            json!({"extranoncePrefix": extranonce}),
            template(77, true),
            prev_hash(77, "aa", REGTEST),
        ];
        events.extend((0..32).map(|nonce| share(kind, 1, nonce)));
        let answer = play(kind, &events);
        let mut blocks = 0;
        for (nonce, event) in answer["events"].as_array().unwrap()[4..].iter().enumerate() {
            if event.get("rejected").is_some() {
                assert_eq!(event["rejected"], "difficulty-too-low");
                continue;
            }
            assert_eq!(event["templateId"], 77);
            assert_eq!(
                event["block"],
                hash_of(&event["coinbase"], 0xaa, nonce as u32)
            );
            coinbases.push(event["coinbase"].clone());
            blocks += 1;
        }
        assert!((1..32).contains(&blocks), "{blocks}");
        assert_eq!(answer["accounting"]["blocks"], blocks);
        assert_eq!(answer["accounting"]["accepted"], blocks);
    }
    coinbases.dedup();
    assert_eq!(coinbases.len(), 1, "both kinds have the same coinbase");
}

#[test]
fn custom_jobs() {
    let job = json!({"customJob": {
        "message": "SetCustomMiningJob", "channel_id": 1, "request_id": 1, "mining_job_token": "aa",
        "version": VERSION, "prev_hash": "cc".repeat(32), "min_ntime": NTIME, "nbits": REGTEST,
        "coinbase_tx_version": 2, "coinbase_prefix": "03aabb0c0c",
        "coinbase_tx_input_nSequence": 0xffff_fffe_u32, "coinbase_tx_outputs": OUTPUTS,
        "coinbase_tx_locktime": 0, "merkle_path": [],
    }});
    let mut events = vec![job.clone()];
    events.extend((0..32).map(|nonce| share("extended", 1, nonce)));
    let answer = play("extended", &events);
    assert_eq!(answer["events"][0], json!({"jobId": 1}));
    let answers = answer["events"].as_array().unwrap();
    let (index, block) = answers
        .iter()
        .enumerate()
        .find(|(_, event)| event.get("block").is_some())
        .unwrap();
    assert_eq!(block["templateId"], Value::Null);
    assert_eq!(
        block["block"],
        hash_of(&block["coinbase"], 0xcc, index as u32 - 1)
    );
    let script = "1103aabb0c0c01020304050607080a0b0c0d";
    assert!(block["coinbase"].as_str().unwrap().contains(script));

    assert!(play("standard", &[job])["error"].is_string());
}

#[test]
fn errors_of_the_library_do_not_end_a_scenario() {
    for kind in ["standard", "extended"] {
        let mut poor = template(1, true);
        poor["template"]["coinbase_tx_value_remaining"] = json!(1);
        let answer = play(
            kind,
            &[
                template(1, false),
                poor,
                json!({"target": "00".repeat(32)}),
                json!({"extranoncePrefix": "01".repeat(33)}),
                prev_hash(1, "aa", MAINNET),
                template(2, false),
                template(3, true),
                prev_hash(4, "bb", MAINNET),
                share(kind, 1, 1),
            ],
        );
        let events = &answer["events"];
        assert_eq!(events[0], json!({"error": "ChainTipNotSet"}));
        assert_eq!(
            events[1],
            json!({"error": "JobFactoryError(InvalidCoinbaseOutputsSum)"})
        );
        assert_eq!(events[2], json!({"error": "InvalidTarget"}));
        assert!(events[3]["error"].is_string());
        assert_eq!(events[4], json!({"jobId": null}));
        assert_eq!(events[5], json!({"jobId": 1}));
        assert_eq!(events[7], json!({"error": "TemplateIdNotFound"}));
        assert_ne!(events[8]["valid"], Value::Null);
    }
}

#[test]
fn what_is_no_scenario_is_an_error() {
    for event in [
        json!({}),
        json!({"target": "00"}),
        json!({"target": "ff".repeat(32), "outputs": OUTPUTS}),
        json!({"template": template(1, true)["template"]}),
        json!({"prevHash": template(1, true)["template"]}),
        extended_share(1, 1, "00"),
    ] {
        let answer = play("standard", std::slice::from_ref(&event));
        assert!(answer["error"].is_string(), "{answer} to {event}");
    }
    for line in [
        "{}",
        r#"{"kind":"group","extranoncePrefix":"00","events":[]}"#,
        r#"{"kind":"extended","extranoncePrefix":"00","events":[]}"#,
        r#"{"kind":"standard","extranoncePrefix":"00","rollableSize":1,"events":[]}"#,
    ] {
        assert!(answer(line)["error"].is_string(), "{line}");
    }
}
