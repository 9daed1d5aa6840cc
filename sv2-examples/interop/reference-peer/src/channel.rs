//! One channel as a server has it, of either kind, by the reference's channel library.

use std::fmt::Debug;
use stratum_core::bitcoin::{Target, TxOut};
use stratum_core::channels_sv2::extranonce_manager::{
    AllocatedExtranoncePrefix, ExtranonceAllocator,
};
use stratum_core::channels_sv2::server::extended::ExtendedChannel;
use stratum_core::channels_sv2::server::share_accounting::{
    ShareAccounting, ShareValidationError, ShareValidationResult,
};
use stratum_core::channels_sv2::server::standard::StandardChannel;
use stratum_core::mining_sv2::{
    SetCustomMiningJobOwned, SubmitSharesExtendedOwned, SubmitSharesStandardOwned,
};
use stratum_core::template_distribution_sv2::{NewTemplateOwned, SetNewPrevHashOwned};

const CHANNEL_ID: u32 = 1;

/// Of no hash rate at all the reference makes the easiest target, which holds until another is set.
const NOMINAL_HASH_RATE: f32 = 0.0;

/// On one chain tip the reference accepts 1,200 times as many shares, and none beyond them.
const SHARES_PER_MINUTE: f32 = 60.0;

const SHARE_BATCH_SIZE: usize = 10;

pub enum Channel {
    Standard(StandardChannel),
    Extended(ExtendedChannel),
}

#[derive(Clone)]
pub enum Share {
    Standard(SubmitSharesStandardOwned),
    Extended(SubmitSharesExtendedOwned),
}

macro_rules! either {
    ($channel:expr, $it:ident => $result:expr) => {
        match $channel {
            Channel::Standard($it) => $result,
            Channel::Extended($it) => $result,
        }
    };
}

impl Channel {
    pub fn standard(extranonce_prefix: AllocatedExtranoncePrefix) -> Result<Self, String> {
        StandardChannel::new_for_pool(
            CHANNEL_ID,
            String::new(),
            extranonce_prefix,
            Target::from_le_bytes([0xff; 32]),
            NOMINAL_HASH_RATE,
            SHARE_BATCH_SIZE,
            SHARES_PER_MINUTE,
            String::new(),
            None,
        )
        .map(Self::Standard)
        .map_err(debug)
    }

    pub fn extended(
        extranonce_prefix: AllocatedExtranoncePrefix,
        rollable_size: u16,
        version_rolling: bool,
    ) -> Result<Self, String> {
        ExtendedChannel::new_for_pool(
            CHANNEL_ID,
            String::new(),
            extranonce_prefix,
            Target::from_le_bytes([0xff; 32]),
            NOMINAL_HASH_RATE,
            version_rolling,
            rollable_size,
            SHARE_BATCH_SIZE,
            SHARES_PER_MINUTE,
            String::new(),
            None,
        )
        .map(Self::Extended)
        .map_err(debug)
    }

    pub fn set_target(&mut self, target: Target) -> Result<(), String> {
        either!(self, it => it.set_target(target).map_err(debug))
    }

    pub fn set_extranonce_prefix(
        &mut self,
        prefix: AllocatedExtranoncePrefix,
    ) -> Result<(), String> {
        either!(self, it => it.set_extranonce_prefix(prefix).map_err(debug))
    }

    pub fn on_new_template(
        &mut self,
        template: NewTemplateOwned,
        outputs: Vec<TxOut>,
    ) -> Result<(), String> {
        either!(self, it => it.on_new_template(template, outputs).map_err(debug))
    }

    pub fn on_set_new_prev_hash(&mut self, tip: SetNewPrevHashOwned) -> Result<(), String> {
        either!(self, it => it.on_set_new_prev_hash(tip).map_err(debug))
    }

    /// None on a standard channel, which has no such jobs.
    pub fn on_set_custom_mining_job(
        &mut self,
        job: SetCustomMiningJobOwned,
    ) -> Option<Result<u32, String>> {
        match self {
            Self::Standard(_) => None,
            Self::Extended(it) => Some(it.on_set_custom_mining_job(job).map_err(debug)),
        }
    }

    /// None when the share is one for the other kind of channel.
    pub fn validate_share(
        &mut self,
        share: Share,
    ) -> Option<Result<ShareValidationResult, ShareValidationError>> {
        match (self, share) {
            (Self::Standard(it), Share::Standard(share)) => Some(it.validate_share(share)),
            (Self::Extended(it), Share::Extended(share)) => Some(it.validate_share(share)),
            _ => None,
        }
    }

    pub fn active_job_id(&self) -> Option<u32> {
        match self {
            Self::Standard(it) => it.get_active_job().map(|job| job.get_job_id()),
            Self::Extended(it) => it.get_active_job().map(|job| job.get_job_id()),
        }
    }

    pub fn future_job_id(&self, template_id: u64) -> Option<u32> {
        either!(self, it => it.get_future_job_id_from_template_id(template_id))
    }

    pub fn accounting(&self) -> &ShareAccounting {
        either!(self, it => it.get_share_accounting())
    }
}

/// A prefix of these bytes. A server's channel takes only what an allocator has given out, so this
/// one counts to the last byte; the prefix outlives it.
pub fn prefix_of(bytes: &[u8]) -> Result<AllocatedExtranoncePrefix, String> {
    let Some((last, first)) = bytes.split_last() else {
        return Err("the reference gives no channel an empty extranonce prefix".to_string());
    };
    let length = bytes.len().try_into().map_err(debug)?;
    let mut allocator = ExtranonceAllocator::new(first.to_vec(), length, 256).map_err(debug)?;
    for _ in 0..*last {
        allocator.allocate_extended(0).map_err(debug)?;
    }
    allocator.allocate_extended(0).map_err(debug)
}

/// The library's errors have no other text.
fn debug(error: impl Debug) -> String {
    format!("{error:?}")
}
