//! The messages of chapter 8 and of extension 0x0001 by the specification's names, and the
//! reference's messages that they are.

use crate::json::{Big, Bool, Bytes, Fields, Int, Kind, Maybe, Protocol, Seq, Text, F32};
use serde_json::{Map, Value};
use stratum_core::common_messages_sv2::{
    ChannelEndpointChangedOwned, ReconnectOwned, SetupConnectionErrorOwned, SetupConnectionOwned,
    SetupConnectionSuccessOwned,
};
use stratum_core::extensions_sv2::{
    RequestExtensionsErrorOwned, RequestExtensionsOwned, RequestExtensionsSuccessOwned,
};
use stratum_core::job_declaration_sv2::{
    AllocateMiningJobTokenOwned, AllocateMiningJobTokenSuccessOwned, DeclareMiningJobErrorOwned,
    DeclareMiningJobOwned, DeclareMiningJobSuccessOwned, ProvideMissingTransactionsOwned,
    ProvideMissingTransactionsSuccessOwned, PushSolutionOwned,
};
use stratum_core::mining_sv2::{
    self, CloseChannelOwned, NewExtendedMiningJobOwned, NewMiningJobOwned,
    OpenExtendedMiningChannelOwned, OpenExtendedMiningChannelSuccessOwned,
    OpenMiningChannelErrorOwned, OpenStandardMiningChannelOwned,
    OpenStandardMiningChannelSuccessOwned, SetCustomMiningJobErrorOwned, SetCustomMiningJobOwned,
    SetCustomMiningJobSuccessOwned, SetExtranoncePrefixOwned, SetGroupChannelOwned, SetTargetOwned,
    SubmitSharesErrorOwned, SubmitSharesExtendedOwned, SubmitSharesStandardOwned,
    SubmitSharesSuccessOwned, UpdateChannelErrorOwned, UpdateChannelOwned,
};
use stratum_core::parsers_sv2::{
    AnyMessageOwned, CommonMessagesOwned, ExtensionsNegotiationOwned, ExtensionsOwned,
    JobDeclarationOwned, MiningOwned, TemplateDistributionOwned,
};
use stratum_core::template_distribution_sv2::{
    self, CoinbaseOutputConstraintsOwned, NewTemplateOwned, RequestTransactionDataErrorOwned,
    RequestTransactionDataOwned, RequestTransactionDataSuccessOwned, SubmitSolutionOwned,
};

type MiningSetNewPrevHashOwned = mining_sv2::SetNewPrevHashOwned;
type TemplateSetNewPrevHashOwned = template_distribution_sv2::SetNewPrevHashOwned;

/// Expression and pattern at once.
macro_rules! any {
    (Common $variant:ident $message:ident) => {
        AnyMessageOwned::Common(CommonMessagesOwned::$variant($message))
    };
    (Mining $variant:ident $message:ident) => {
        AnyMessageOwned::Mining(MiningOwned::$variant($message))
    };
    (JobDeclaration $variant:ident $message:ident) => {
        AnyMessageOwned::JobDeclaration(JobDeclarationOwned::$variant($message))
    };
    (TemplateDistribution $variant:ident $message:ident) => {
        AnyMessageOwned::TemplateDistribution(TemplateDistributionOwned::$variant($message))
    };
    (Extensions $variant:ident $message:ident) => {
        AnyMessageOwned::Extensions(ExtensionsOwned::ExtensionsNegotiation(
            ExtensionsNegotiationOwned::$variant($message),
        ))
    };
}

macro_rules! name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}

macro_rules! messages {
    ($($message:literal = $group:ident $variant:ident $type:ident {
        $($field:ident $(as $name:literal)?: $kind:ty),* $(,)?
    })*) => {
        /// Every message by name.
        pub const NAMES: &[&str] = &[$($message),*];

        /// The reference's message of that name and these fields.
        pub fn read(message: &str, fields: &mut Fields) -> Result<AnyMessageOwned, String> {
            match message {
                $($message => {
                    let message = $type {
                        $($field: fields.take::<$kind, _>(name!($field $($name)?))?),*
                    };
                    Ok(any!($group $variant message))
                })*
                _ => Err(format!("no message is called {message}")),
            }
        }

        /// Its name and fields, in the specification's order.
        pub fn write(message: &AnyMessageOwned) -> Map<String, Value> {
            let mut fields = Map::new();
            // Without a catch-all, so that a message of the reference cannot be missing here.
            match message {
                $(any!($group $variant message) => {
                    fields.insert("message".to_string(), $message.into());
                    $(fields.insert(
                        name!($field $($name)?).to_string(),
                        <$kind as Kind<_>>::write(&message.$field),
                    );)*
                })*
            }
            fields
        }
    };
}

messages! {
    "SetupConnection" = Common SetupConnection SetupConnectionOwned {
        protocol: Protocol, min_version: Int, max_version: Int, flags: Int, endpoint_host: Text,
        endpoint_port: Int, vendor: Text, hardware_version: Text, firmware: Text, device_id: Text,
    }
    "SetupConnection.Success" = Common SetupConnectionSuccess SetupConnectionSuccessOwned {
        used_version: Int, flags: Int,
    }
    "SetupConnection.Error" = Common SetupConnectionError SetupConnectionErrorOwned {
        flags: Int, error_code: Text,
    }
    "ChannelEndpointChanged" = Common ChannelEndpointChanged ChannelEndpointChangedOwned {
        channel_id: Int,
    }
    "Reconnect" = Common Reconnect ReconnectOwned { new_host: Text, new_port: Int }

    "OpenStandardMiningChannel" = Mining OpenStandardMiningChannel OpenStandardMiningChannelOwned {
        request_id: Int, user_identity: Text, nominal_hash_rate: F32, max_target: Big,
    }
    "OpenStandardMiningChannel.Success" =
        Mining OpenStandardMiningChannelSuccess OpenStandardMiningChannelSuccessOwned {
        request_id: Int, channel_id: Int, target: Big, extranonce_prefix: Bytes,
        group_channel_id: Int,
    }
    "OpenMiningChannel.Error" = Mining OpenMiningChannelError OpenMiningChannelErrorOwned {
        request_id: Int, error_code: Text,
    }
    "OpenExtendedMiningChannel" = Mining OpenExtendedMiningChannel OpenExtendedMiningChannelOwned {
        request_id: Int, user_identity: Text, nominal_hash_rate: F32, max_target: Big,
        min_extranonce_size: Int,
    }
    "OpenExtendedMiningChannel.Success" =
        Mining OpenExtendedMiningChannelSuccess OpenExtendedMiningChannelSuccessOwned {
        request_id: Int, channel_id: Int, target: Big, extranonce_size: Int,
        extranonce_prefix: Bytes, group_channel_id: Int,
    }
    "NewMiningJob" = Mining NewMiningJob NewMiningJobOwned {
        channel_id: Int, job_id: Int, min_ntime: Maybe<Int>, version: Int, merkle_root: Big,
    }
    "UpdateChannel" = Mining UpdateChannel UpdateChannelOwned {
        channel_id: Int, nominal_hash_rate: F32, maximum_target: Big,
    }
    "UpdateChannel.Error" = Mining UpdateChannelError UpdateChannelErrorOwned {
        channel_id: Int, error_code: Text,
    }
    "CloseChannel" = Mining CloseChannel CloseChannelOwned { channel_id: Int, reason_code: Text }
    "SetExtranoncePrefix" = Mining SetExtranoncePrefix SetExtranoncePrefixOwned {
        channel_id: Int, extranonce_prefix: Bytes,
    }
    "SubmitSharesStandard" = Mining SubmitSharesStandard SubmitSharesStandardOwned {
        channel_id: Int, sequence_number: Int, job_id: Int, nonce: Int, ntime: Int, version: Int,
    }
    "SubmitSharesExtended" = Mining SubmitSharesExtended SubmitSharesExtendedOwned {
        channel_id: Int, sequence_number: Int, job_id: Int, nonce: Int, ntime: Int, version: Int,
        extranonce: Bytes,
    }
    "SubmitShares.Success" = Mining SubmitSharesSuccess SubmitSharesSuccessOwned {
        channel_id: Int, last_sequence_number: Int, new_submits_accepted_count: Int,
        new_shares_sum: Int,
    }
    "SubmitShares.Error" = Mining SubmitSharesError SubmitSharesErrorOwned {
        channel_id: Int, sequence_number: Int, error_code: Text,
    }
    "NewExtendedMiningJob" = Mining NewExtendedMiningJob NewExtendedMiningJobOwned {
        channel_id: Int, job_id: Int, min_ntime: Maybe<Int>, version: Int,
        version_rolling_allowed: Bool, merkle_path: Seq<Big>, coinbase_tx_prefix: Bytes,
        coinbase_tx_suffix: Bytes,
    }
    "Mining.SetNewPrevHash" = Mining SetNewPrevHash MiningSetNewPrevHashOwned {
        channel_id: Int, job_id: Int, prev_hash: Big, min_ntime: Int, nbits: Int,
    }
    "SetTarget" = Mining SetTarget SetTargetOwned { channel_id: Int, maximum_target: Big }
    "SetCustomMiningJob" = Mining SetCustomMiningJob SetCustomMiningJobOwned {
        channel_id: Int, request_id: Int, token as "mining_job_token": Bytes, version: Int,
        prev_hash: Big, min_ntime: Int, nbits: Int, coinbase_tx_version: Int,
        coinbase_prefix: Bytes,
        coinbase_tx_input_n_sequence as "coinbase_tx_input_nSequence": Int,
        coinbase_tx_outputs: Bytes, coinbase_tx_locktime: Int, merkle_path: Seq<Big>,
    }
    "SetCustomMiningJob.Success" = Mining SetCustomMiningJobSuccess SetCustomMiningJobSuccessOwned {
        channel_id: Int, request_id: Int, job_id: Int,
    }
    "SetCustomMiningJob.Error" = Mining SetCustomMiningJobError SetCustomMiningJobErrorOwned {
        channel_id: Int, request_id: Int, error_code: Text,
    }
    "SetGroupChannel" = Mining SetGroupChannel SetGroupChannelOwned {
        group_channel_id: Int, channel_ids: Seq<Int>,
    }

    "AllocateMiningJobToken" = JobDeclaration AllocateMiningJobToken AllocateMiningJobTokenOwned {
        user_identifier: Text, request_id: Int,
    }
    "AllocateMiningJobToken.Success" =
        JobDeclaration AllocateMiningJobTokenSuccess AllocateMiningJobTokenSuccessOwned {
        request_id: Int, mining_job_token: Bytes, coinbase_outputs as "coinbase_tx_outputs": Bytes,
    }
    "ProvideMissingTransactions" =
        JobDeclaration ProvideMissingTransactions ProvideMissingTransactionsOwned {
        request_id: Int, unknown_tx_position_list: Seq<Int>,
    }
    "ProvideMissingTransactions.Success" =
        JobDeclaration ProvideMissingTransactionsSuccess ProvideMissingTransactionsSuccessOwned {
        request_id: Int, transaction_list: Seq<Bytes>,
    }
    "DeclareMiningJob" = JobDeclaration DeclareMiningJob DeclareMiningJobOwned {
        request_id: Int, mining_job_token: Bytes, version: Int, coinbase_tx_prefix: Bytes,
        coinbase_tx_suffix: Bytes, wtxid_list: Seq<Big>, excess_data: Bytes,
    }
    "DeclareMiningJob.Success" =
        JobDeclaration DeclareMiningJobSuccess DeclareMiningJobSuccessOwned {
        request_id: Int, new_mining_job_token: Bytes,
    }
    "DeclareMiningJob.Error" = JobDeclaration DeclareMiningJobError DeclareMiningJobErrorOwned {
        request_id: Int, error_code: Text, error_details: Bytes,
    }
    "PushSolution" = JobDeclaration PushSolution PushSolutionOwned {
        extranonce: Bytes, prev_hash: Big, nonce: Int, ntime: Int, nbits: Int, version: Int,
    }

    "CoinbaseOutputConstraints" =
        TemplateDistribution CoinbaseOutputConstraints CoinbaseOutputConstraintsOwned {
        coinbase_output_max_additional_size: Int, coinbase_output_max_additional_sigops: Int,
    }
    "NewTemplate" = TemplateDistribution NewTemplate NewTemplateOwned {
        template_id: Int, future_template: Bool, version: Int, coinbase_tx_version: Int,
        coinbase_prefix: Bytes, coinbase_tx_input_sequence: Int, coinbase_tx_value_remaining: Int,
        coinbase_tx_outputs_count: Int, coinbase_tx_outputs: Bytes, coinbase_tx_locktime: Int,
        merkle_path: Seq<Big>,
    }
    "TemplateDistribution.SetNewPrevHash" =
        TemplateDistribution SetNewPrevHash TemplateSetNewPrevHashOwned {
        template_id: Int, prev_hash: Big, header_timestamp: Int, n_bits as "nBits": Int,
        target: Big,
    }
    "RequestTransactionData" =
        TemplateDistribution RequestTransactionData RequestTransactionDataOwned {
        template_id: Int,
    }
    "RequestTransactionData.Success" =
        TemplateDistribution RequestTransactionDataSuccess RequestTransactionDataSuccessOwned {
        template_id: Int, excess_data: Bytes, transaction_list: Seq<Bytes>,
    }
    "RequestTransactionData.Error" =
        TemplateDistribution RequestTransactionDataError RequestTransactionDataErrorOwned {
        template_id: Int, error_code: Text,
    }
    "SubmitSolution" = TemplateDistribution SubmitSolution SubmitSolutionOwned {
        template_id: Int, version: Int, header_timestamp: Int, header_nonce: Int,
        coinbase_tx: Bytes,
    }

    "RequestExtensions" = Extensions RequestExtensions RequestExtensionsOwned {
        request_id: Int, requested_extensions: Seq<Int>,
    }
    "RequestExtensions.Success" = Extensions RequestExtensionsSuccess RequestExtensionsSuccessOwned {
        request_id: Int, supported_extensions: Seq<Int>,
    }
    "RequestExtensions.Error" = Extensions RequestExtensionsError RequestExtensionsErrorOwned {
        request_id: Int, unsupported_extensions: Seq<Int>, required_extensions: Seq<Int>,
    }
}
