package io.sv2.examples.interop;

import io.sv2.codec.json.Sv2Json;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import io.sv2.examples.interop.ShareModel.Contents;
import io.sv2.reactive.mining.Coinbase;
import io.sv2.reactive.mining.Tip;
import io.sv2.reactive.mining.TxOutput;
import io.sv2.reactive.mining.WorkTemplate;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/**
 * Jobs of one channel, as our library makes them and, byte for byte, as the test means them.
 *
 * @param extranonceLength bytes of the whole extranonce
 * @param versionRolling whether the client may roll the version
 */
record ShareWork(int extranonceLength, boolean versionRolling) {
  private static final Sv2Json JSON = Sv2Json.standard();
  private static final HexFormat HEX = HexFormat.of();

  /** A template and what the server pays from it. */
  record Template(NewTemplate message, List<TxOutput> outputs) {
    Template with(long id, boolean future) {
      NewTemplate m = message;
      return new Template(
          new NewTemplate(
              id,
              future,
              m.version(),
              m.coinbaseTxVersion(),
              m.coinbasePrefix(),
              m.coinbaseTxInputSequence(),
              m.coinbaseTxValueRemaining(),
              m.coinbaseTxOutputsCount(),
              m.coinbaseTxOutputs(),
              m.coinbaseTxLocktime(),
              m.merklePath()),
          outputs);
    }
  }

  /** The tag that the reference puts into each coinbase, and the length of the extranonce. */
  private byte[] tag() {
    return HEX.parseHex(String.format("065376322f2f2f%02x", extranonceLength));
  }

  WorkTemplate ours(Template of) {
    WorkTemplate work =
        new WorkTemplate(
            of.message(), Coinbase.of(of.message(), of.outputs(), tag(), extranonceLength));
    return versionRolling ? work : work.withFixedVersion();
  }

  WorkTemplate ours(SetCustomMiningJob of) {
    WorkTemplate work = WorkTemplate.of(of, extranonceLength);
    return versionRolling ? work : work.withFixedVersion();
  }

  Contents contents(Template of, B032 prefix) {
    NewTemplate m = of.message();
    String templates = m.coinbaseTxOutputs().toHex();
    return contents(
        OptionalLong.of(m.templateId()),
        m.version(),
        m.coinbaseTxVersion(),
        m.coinbasePrefix().toHex() + HEX.formatHex(tag()),
        m.coinbaseTxInputSequence(),
        count(of.outputs().size() + m.coinbaseTxOutputsCount())
            + serialized(of.outputs())
            + templates,
        m.coinbaseTxLocktime(),
        m.merklePath(),
        prefix);
  }

  Contents contents(SetCustomMiningJob m, B032 prefix) {
    return contents(
        OptionalLong.empty(),
        m.version(),
        m.coinbaseTxVersion(),
        m.coinbasePrefix().toHex(),
        m.coinbaseTxInputNSequence(),
        m.coinbaseTxOutputs().toHex(),
        m.coinbaseTxLocktime(),
        m.merklePath(),
        prefix);
  }

  private Contents contents(
      OptionalLong templateId,
      long version,
      long txVersion,
      String script,
      long sequence,
      String outputs,
      long locktime,
      List<U256> merklePath,
      B032 prefix) {
    int length = script.length() / 2 + extranonceLength;
    return new Contents(
        templateId,
        version,
        versionRolling,
        le(txVersion, 4) + "01" + "00".repeat(32) + "ffffffff" + le(length, 1) + script,
        le(sequence, 4) + outputs + le(locktime, 4),
        outputs.contains("266a24aa21a9ed"), // preceded by its length
        merklePath,
        prefix);
  }

  static String event(SetCustomMiningJob of) {
    return "{\"customJob\":" + JSON.write(of) + "}";
  }

  static String event(Tip tip, long templateId) {
    return "{\"prevHash\":"
        + JSON.write(
            new SetNewPrevHash(
                templateId, tip.prevHash(), tip.minNtime(), tip.nBits(), tip.target()))
        + "}";
  }

  static String event(Template of) {
    return "{\"template\":"
        + JSON.write(of.message())
        + ",\"outputs\":\""
        + withCount(of.outputs())
        + "\"}";
  }

  static String withCount(List<TxOutput> outputs) {
    return count(outputs.size()) + serialized(outputs);
  }

  private static String count(long count) {
    return count < 0xfd ? le(count, 1) : "fd" + le(count, 2);
  }

  static String serialized(List<TxOutput> outputs) {
    StringBuilder all = new StringBuilder();
    for (TxOutput output : outputs) {
      all.append(le(output.satoshis(), 8))
          .append(count(output.script().length()))
          .append(output.script().toHex());
    }
    return all.toString();
  }

  private static String le(long value, int length) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < length; i++) {
      digits.append(HEX.toHexDigits((byte) (value >>> (8 * i))));
    }
    return digits.toString();
  }
}
