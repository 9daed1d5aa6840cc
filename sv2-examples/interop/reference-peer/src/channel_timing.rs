//! How long the reference's server channels take for shares and for new jobs.

use crate::channel::{Channel, Share};
use crate::timing::{Meter, PREPARED};
use std::hint::black_box;
use std::mem::size_of;
use std::time::{Duration, Instant};
use stratum_core::binary_sv2::U256Owned;
use stratum_core::bitcoin::{Amount, CompactTarget, ScriptBuf, Target, TxOut};
use stratum_core::channels_sv2::extranonce_manager::ExtranonceAllocator;
use stratum_core::mining_sv2::{SubmitSharesExtendedOwned, SubmitSharesStandardOwned};
use stratum_core::template_distribution_sv2::{NewTemplateOwned, SetNewPrevHashOwned};

/// Of these bytes an extended channel rolls the last eight.
const EXTRANONCE_LENGTH: u8 = 16;
const ROLLABLE_LENGTH: u8 = 8;
const MOST_CHANNELS: u32 = 65_536;

/// Without the witness.
const COINBASE_LENGTH: usize = 250;
const MERKLE_STEPS: u8 = 12;
const VERSION: u32 = 0x2000_0000;
const NTIME: u32 = 1_750_000_000;
const NBITS: u32 = 0x1703_4219;
const REWARD: u64 = 312_500_000;

/// At most so many shares are seen on one chain tip; each batch has its own.
const MOST_SHARES: usize = 10_000;

/// One share, from the message to what the channel makes of it. The share is dropped within the
/// time, since the reference takes it over.
pub fn share(meter: &Meter, kind: &str, case: &str) -> Result<f64, String> {
    let Some(mut channel) = channels(kind, 1)?.pop() else {
        return Err("no channel".to_string());
    };
    let rejection = match case {
        "valid" => None,
        "duplicate" => Some("duplicate-share"),
        "too-low" => {
            let mut hardest = [0; 32];
            hardest[0] = 1;
            channel.set_target(Target::from_le_bytes(hardest))?;
            Some("difficulty-too-low")
        }
        _ => return Err(format!("no case is called {case}")),
    };
    let mut templates = Templates::default();
    let mut counter = 0;
    let most = MOST_SHARES.min(PREPARED / size_of::<Share>());
    Ok(meter.measure(most, |count| {
        let job_id = templates.next_job(&mut channel);
        let mut shares: Vec<Share> = Vec::with_capacity(count);
        for _ in 0..count {
            counter += 1;
            shares.push(new_share(&channel, job_id, counter));
        }
        if case == "duplicate" {
            let first = shares[0].clone();
            shares.fill(first.clone());
            channel.validate_share(first);
        }
        let before = outcomes(&channel, rejection);
        let start = Instant::now();
        for share in shares {
            let _ = black_box(channel.validate_share(black_box(share)));
        }
        let time = start.elapsed();
        let counted = outcomes(&channel, rejection) - before;
        assert_eq!(counted as usize, count, "shares that were {case}");
        time
    }))
}

/// For each of the channels a job for later from a new template, and for each its activation on a
/// new chain tip; in this order, as both messages reach a server once for all its channels. The
/// time is that for all channels. Each gets its own copies of both messages and of the outputs,
/// made before the clock started: the reference takes them over.
pub fn next_job(meter: &Meter, kind: &str, count: u32) -> Result<f64, String> {
    let mut channels = channels(kind, count)?;
    let mut templates = Templates::default();
    Ok(meter.measure(usize::MAX, |runs| {
        let mut time = Duration::ZERO;
        for _ in 0..runs {
            let (template, tip) = templates.next();
            let first = vec![(template, reward_outputs()); channels.len()];
            let then = vec![tip; channels.len()];
            let start = Instant::now();
            for (channel, (template, outputs)) in channels.iter_mut().zip(first) {
                channel
                    .on_new_template(template, outputs)
                    .expect("is a template");
            }
            for (channel, tip) in channels.iter_mut().zip(then) {
                channel
                    .on_set_new_prev_hash(tip)
                    .expect("is for that template");
            }
            time += start.elapsed();
        }
        time
    }))
}

/// Channels of one server.
fn channels(kind: &str, count: u32) -> Result<Vec<Channel>, String> {
    if count == 0 || count > MOST_CHANNELS {
        return Err(format!("channels: not from 1 to {MOST_CHANNELS}"));
    }
    let local = (EXTRANONCE_LENGTH - ROLLABLE_LENGTH - 2).into();
    let mut allocator =
        ExtranonceAllocator::new(vec![0x5a; local], EXTRANONCE_LENGTH, MOST_CHANNELS)
            .map_err(|error| format!("{error:?}"))?;
    let open = |_| match kind {
        "standard" => Channel::standard(allocator.allocate_standard().expect("is not the last")),
        "extended" => {
            let prefix = allocator.allocate_extended(ROLLABLE_LENGTH.into());
            Channel::extended(
                prefix.expect("is not the last"),
                ROLLABLE_LENGTH.into(),
                true,
            )
        }
        _ => Err(format!("no channel is called {kind}")),
    };
    (0..count).map(open).collect()
}

/// How many shares the channel has accepted, or has rejected with that error code.
fn outcomes(channel: &Channel, rejection: Option<&str>) -> u32 {
    let accounting = channel.accounting();
    match rejection {
        None => accounting.get_shares_accepted(),
        Some(code) => accounting.get_rejected_shares_error_count(code),
    }
}

fn new_share(channel: &Channel, job_id: u32, counter: u32) -> Share {
    match channel {
        Channel::Standard(_) => Share::Standard(SubmitSharesStandardOwned {
            channel_id: 1,
            sequence_number: counter,
            job_id,
            nonce: counter,
            ntime: NTIME,
            version: VERSION,
        }),
        Channel::Extended(_) => Share::Extended(SubmitSharesExtendedOwned {
            channel_id: 1,
            sequence_number: counter,
            job_id,
            nonce: counter,
            ntime: NTIME,
            version: VERSION,
            extranonce: u64::from(counter)
                .to_be_bytes()
                .to_vec()
                .try_into()
                .expect("fits"),
        }),
    }
}

/// One template after the other, each with a chain tip of its own.
#[derive(Default)]
struct Templates {
    last: u64,
}

impl Templates {
    fn next(&mut self) -> (NewTemplateOwned, SetNewPrevHashOwned) {
        self.last += 1;
        let mut prev_hash = [0; 32];
        prev_hash[..8].copy_from_slice(&self.last.to_le_bytes());
        let steps: Vec<U256Owned> = (1..=MERKLE_STEPS).map(|step| [step; 32].into()).collect();
        let template = NewTemplateOwned {
            template_id: self.last,
            future_template: true,
            version: VERSION,
            coinbase_tx_version: 2,
            coinbase_prefix: vec![3, 0xb1, 0xb2, 0x0d].try_into().expect("fits"),
            coinbase_tx_input_sequence: 0xffff_fffe,
            coinbase_tx_value_remaining: REWARD,
            coinbase_tx_outputs_count: 2,
            coinbase_tx_outputs: template_outputs().try_into().expect("fits"),
            coinbase_tx_locktime: 0,
            merkle_path: steps.try_into().expect("fits"),
        };
        let tip = SetNewPrevHashOwned {
            template_id: self.last,
            prev_hash: prev_hash.into(),
            header_timestamp: NTIME,
            n_bits: NBITS,
            target: Target::from_compact(CompactTarget::from_consensus(NBITS))
                .to_le_bytes()
                .into(),
        };
        (template, tip)
    }

    /// Gives the channel a job on another chain tip, and forgets the shares on the one before.
    fn next_job(&mut self, channel: &mut Channel) -> u32 {
        let (template, tip) = self.next();
        let done = channel
            .on_new_template(template, reward_outputs())
            .and_then(|()| channel.on_set_new_prev_hash(tip));
        done.expect("is a template");
        if let Channel::Extended(channel) = channel {
            let job = channel.get_active_job().expect("was made active");
            let length = job.get_coinbase_tx_prefix_without_bip141().len()
                + channel.get_full_extranonce_size()
                + job.get_coinbase_tx_suffix_without_bip141().len();
            assert_eq!(length, COINBASE_LENGTH);
        }
        channel.active_job_id().expect("was made active")
    }
}

/// One P2WSH output: 43 bytes.
fn reward_outputs() -> Vec<TxOut> {
    let mut script = vec![0x00, 0x20];
    script.resize(34, 0x11);
    vec![TxOut {
        value: Amount::from_sat(REWARD),
        script_pubkey: ScriptBuf::from_bytes(script),
    }]
}

/// The witness commitment and a merge-mining commitment: 47 and 81 bytes.
fn template_outputs() -> Vec<u8> {
    let mut outputs = Vec::new();
    for (push, total) in [(36, 47), (70, 81)] {
        let end = outputs.len() + total;
        outputs.extend([0; 8]);
        outputs.extend([push + 2, 0x6a, push]);
        outputs.resize(end, 0x22);
    }
    outputs
}
