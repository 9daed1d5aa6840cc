//! What a channel of the reference makes of templates, jobs and shares.

use crate::channel::{prefix_of, Channel, Share};
use crate::convert::{guarded, read, single};
use crate::json::{hex_bytes, Big, Bool, Fields, Int, Kind};
use serde_json::{Map, Value};
use stratum_core::bitcoin::Target;
use stratum_core::channels_sv2::outputs::deserialize_outputs;
use stratum_core::channels_sv2::server::share_accounting::{
    ShareAccounting, ShareValidationError, ShareValidationResult,
};
use stratum_core::parsers_sv2::{AnyMessageOwned, MiningOwned, TemplateDistributionOwned};

type Object = Map<String, Value>;

/// The answer to one line, a whole scenario; `{"error": ...}` where it is none.
pub fn answer(line: &str) -> Value {
    guarded(|| play(line))
}

fn play(line: &str) -> Result<Object, String> {
    let mut fields = Fields::parse(line)?;
    let kind = fields.text("kind")?;
    let prefix = prefix_of(&hex_bytes(&fields.value("extranoncePrefix")?)?)?;
    let mut channel = match kind.as_str() {
        "standard" => Channel::standard(prefix)?,
        "extended" => {
            let rollable_size = fields.take::<Int, _>("rollableSize")?;
            let version_rolling = fields.take::<Bool, _>("versionRolling")?;
            Channel::extended(prefix, rollable_size, version_rolling)?
        }
        _ => return Err(format!("no channel is called {kind}")),
    };
    let Value::Array(events) = fields.value("events")? else {
        return Err("events: not an array".to_string());
    };
    fields.finish()?;
    let mut answers = Vec::new();
    for (index, event) in events.into_iter().enumerate() {
        let answer = happen(&mut channel, event).map_err(|error| format!("{index}: {error}"))?;
        answers.push(answer.into());
    }
    let mut answer = single("events", Value::Array(answers));
    answer.insert(
        "accounting".to_string(),
        totals(channel.accounting()).into(),
    );
    Ok(answer)
}

/// An error of the library is an answer, and the scenario goes on; Err is for what is no event.
fn happen(channel: &mut Channel, event: Value) -> Result<Object, String> {
    let mut fields = Fields::from_value(event)?;
    let answer = if let Some(target) = fields.optional("target") {
        let target = Target::from_le_bytes(Big::read(target)?.into_array());
        told(channel.set_target(target).map(|()| Map::new()))
    } else if let Some(template) = fields.optional("template") {
        let outputs = hex_bytes(&fields.value("outputs")?)?;
        new_template(channel, template, outputs)?
    } else if let Some(tip) = fields.optional("prevHash") {
        let AnyMessageOwned::TemplateDistribution(TemplateDistributionOwned::SetNewPrevHash(tip)) =
            message(tip)?
        else {
            return Err("prevHash: not a TemplateDistribution.SetNewPrevHash".to_string());
        };
        let done = channel.on_set_new_prev_hash(tip);
        told(done.map(|()| single("jobId", channel.active_job_id())))
    } else if let Some(prefix) = fields.optional("extranoncePrefix") {
        let prefix = prefix_of(&hex_bytes(&prefix)?);
        let done = prefix.and_then(|prefix| channel.set_extranonce_prefix(prefix));
        told(done.map(|()| Map::new()))
    } else if let Some(job) = fields.optional("customJob") {
        let AnyMessageOwned::Mining(MiningOwned::SetCustomMiningJob(job)) = message(job)? else {
            return Err("customJob: not a SetCustomMiningJob".to_string());
        };
        let done = channel.on_set_custom_mining_job(job);
        let done = done.ok_or("customJob: a standard channel has none")?;
        told(done.map(|id| single("jobId", id)))
    } else {
        let share = match message(fields.value("share")?)? {
            AnyMessageOwned::Mining(MiningOwned::SubmitSharesStandard(share)) => {
                Share::Standard(share)
            }
            AnyMessageOwned::Mining(MiningOwned::SubmitSharesExtended(share)) => {
                Share::Extended(share)
            }
            _ => return Err("share: not SubmitShares".to_string()),
        };
        let verdict = channel.validate_share(share);
        verdict_of(verdict.ok_or("share: for the other kind of channel")?)
    };
    fields.finish()?;
    Ok(answer)
}

fn new_template(
    channel: &mut Channel,
    template: Value,
    outputs: Vec<u8>,
) -> Result<Object, String> {
    let AnyMessageOwned::TemplateDistribution(TemplateDistributionOwned::NewTemplate(template)) =
        message(template)?
    else {
        return Err("template: not a NewTemplate".to_string());
    };
    let outputs = deserialize_outputs(outputs).map_err(|error| format!("outputs: {error:?}"))?;
    let future = template.future_template.then_some(template.template_id);
    let done = channel.on_new_template(template, outputs).map(|()| {
        let id = match future {
            Some(template_id) => channel.future_job_id(template_id),
            None => channel.active_job_id(),
        };
        single("jobId", id)
    });
    Ok(told(done))
}

fn message(value: Value) -> Result<AnyMessageOwned, String> {
    let (message, tlvs) = read(Fields::from_value(value)?)?;
    if tlvs.is_empty() {
        Ok(message)
    } else {
        Err("a channel does not see TLVs".to_string())
    }
}

fn told(result: Result<Object, String>) -> Object {
    result.unwrap_or_else(|error| single("error", error))
}

fn verdict_of(verdict: Result<ShareValidationResult, ShareValidationError>) -> Object {
    use ShareValidationError::*;
    match verdict {
        Ok(ShareValidationResult::Valid(hash)) => single("valid", hash.to_string()),
        Ok(ShareValidationResult::BlockFound(hash, template_id, coinbase)) => {
            let mut answer = single("block", hash.to_string());
            answer.insert("templateId".to_string(), template_id.into());
            answer.insert("coinbase".to_string(), hex::encode(coinbase).into());
            answer
        }
        Err(
            Invalid(code)
            | Stale(code)
            | InvalidJobId(code)
            | DoesNotMeetTarget(code)
            | VersionRollingNotAllowed(code)
            | DuplicateShare(code)
            | BadExtranonceSize(code),
        ) => single("rejected", code),
        // With these the reference answers no share but gives the channel up.
        Err(error @ (InvalidCoinbase | NoChainTip | SeenSharesBudgetExhausted)) => {
            single("error", format!("{error:?}"))
        }
    }
}

fn totals(accounting: &ShareAccounting) -> Object {
    let mut totals = single("accepted", accounting.get_shares_accepted());
    for (name, value) in [
        (
            "lastBatchAccepted",
            accounting.get_last_batch_accepted().into(),
        ),
        ("lastBatchWorkSum", accounting.get_last_batch_work_sum()),
        ("blocks", accounting.get_blocks_found().into()),
    ] {
        totals.insert(name.to_string(), value.into());
    }
    totals
}
