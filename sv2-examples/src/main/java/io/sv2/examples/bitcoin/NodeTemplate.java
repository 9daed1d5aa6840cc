package io.sv2.examples.bitcoin;

import com.fasterxml.jackson.databind.JsonNode;
import io.sv2.examples.bitcoin.NodeRpcException.Kind;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.base.Sha256Hash;

/** An answer to getblocktemplate (BIP22, BIP145), with what asks for the next one. */
record NodeTemplate(BlockTemplate template, Optional<String> longPollId) {

  static NodeTemplate read(JsonNode json) {
    try {
      boolean segwit = json.hasNonNull("default_witness_commitment");
      List<TemplateTransaction> transactions = new ArrayList<>();
      for (JsonNode tx : json.path("transactions")) {
        transactions.add(transaction(tx, sigopScale(json)));
      }
      BlockTemplate template =
          new BlockTemplate(
              json.required("height").intValue(),
              json.required("version").longValue() & 0xffffffffL,
              Sha256Hash.wrap(json.required("previousblockhash").textValue()),
              json.required("curtime").longValue(),
              json.required("mintime").longValue(),
              Long.parseLong(json.required("bits").textValue(), 16),
              new BigInteger(json.required("target").textValue(), 16),
              json.required("coinbasevalue").longValue(),
              transactions,
              segwit);
      checkCommitment(json, template);
      String id = json.path("longpollid").asText("");
      return new NodeTemplate(template, Optional.of(id).filter(text -> !text.isEmpty()));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new NodeRpcException(
          Kind.MALFORMED, 0, "the node's block template makes no sense: " + e.getMessage(), e);
    }
  }

  /** Before SegWit nodes count legacy operations, of which a block may hold a quarter. */
  private static int sigopScale(JsonNode json) {
    int limit = json.path("sigoplimit").asInt(BlockTemplate.MAX_BLOCK_SIGOPS);
    return limit <= BlockTemplate.MAX_BLOCK_SIGOPS / 4 ? 4 : 1;
  }

  private static TemplateTransaction transaction(JsonNode tx, int sigopScale) {
    byte[] raw = HexFormat.of().parseHex(tx.required("data").textValue());
    return new TemplateTransaction(
        ByteBuffer.wrap(raw),
        Sha256Hash.wrap(tx.required("txid").textValue()),
        Sha256Hash.wrap(tx.required("hash").textValue()),
        tx.required("fee").longValue(),
        tx.path("weight").asInt(4 * raw.length),
        sigopScale * tx.path("sigops").asInt());
  }

  private static void checkCommitment(JsonNode json, BlockTemplate template) {
    String said = json.path("default_witness_commitment").asText("");
    String computed = HexFormat.of().formatHex(template.witnessCommitmentScript());
    if (!said.equals(computed)) {
      throw new IllegalArgumentException(
          "witness commitment is %s, its transactions give %s".formatted(said, computed));
    }
  }
}
