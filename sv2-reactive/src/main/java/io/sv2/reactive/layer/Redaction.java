package io.sv2.reactive.layer;

import java.util.Set;

/** Which fields of messages may stand in a log. */
@FunctionalInterface
public interface Redaction {
  /**
   * Fields with numbers and hashes of the work itself: nothing that a person or peer has chosen.
   */
  Redaction STRICT =
      new AllowedFields(
          Set.of(
              "channelId",
              "groupChannelId",
              "requestId",
              "jobId",
              "futureJobId",
              "templateId",
              "sequenceNumber",
              "lastSequenceNumber",
              "newSubmitsAcceptedCount",
              "newSharesSum",
              "nonce",
              "ntime",
              "minNtime",
              "nbits",
              "nBits",
              "version",
              "versionRollingAllowed",
              "prevHash",
              "merkleRoot",
              "target",
              "maxTarget",
              "maximumTarget",
              "nominalHashRate",
              "minExtranonceSize",
              "extranonceSize",
              "protocol",
              "minVersion",
              "maxVersion",
              "usedVersion",
              "flags",
              "futureTemplate",
              "headerTimestamp",
              "coinbaseOutputMaxAdditionalSize",
              "coinbaseOutputMaxAdditionalSigops"));

  /** Whether the value of {@code field}, a record's component, may be shown. */
  boolean isShown(String field);
}
