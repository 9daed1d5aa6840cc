package io.sv2.reactive.mining;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.HexFormat;
import java.util.List;

/**
 * Blocks of the main chain, taken apart into what a template provider, a pool and a miner would
 * have brought. All literals are the chain's own.
 *
 * @param template of the template provider
 * @param outputs of the pool
 * @param tag of the pool, in hex
 * @param extranonce of the miner, the prefix of a channel included
 * @param tip with the block's own nBits
 * @param ntime of the header
 * @param nonce of the header
 * @param coinbase without witness, in hex
 * @param merkleRoot as explorers show it
 * @param hash as explorers show it
 */
record RealBlock(
    NewTemplate template,
    List<TxOutput> outputs,
    String tag,
    B032 extranonce,
    Tip tip,
    long ntime,
    long nonce,
    String coinbase,
    String merkleRoot,
    String hash) {
  private static final String ONE_INPUT = "0100000001" + "00".repeat(32) + "ffffffff";
  private static final String GENESIS_TAG =
      "455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e2062";
  private static final String GENESIS_EXTRANONCE =
      "72696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73";
  private static final String GENESIS_SCRIPT =
      "4104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb6"
          + "49f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac";
  private static final String SCRIPT_100000 =
      "41041b0e8c2567c12536aa13357b79a073dc4444acb83c4ec7a0e2f99dd7457516c5"
          + "817242da796924ca4e99947d087fedf9ce467cb9f7c6287078f801df276fdf84ac";

  /** Its only transaction is the coinbase; the headline fills tag and extranonce. */
  static final RealBlock GENESIS =
      new RealBlock(
          template("04ffff001d0104", List.of()),
          List.of(new TxOutput(5_000_000_000L, B064K.of(hex(GENESIS_SCRIPT)))),
          GENESIS_TAG,
          B032.ofHex(GENESIS_EXTRANONCE),
          new Tip(U256.ZERO, 0, 0x1d00ffffL, U256.ofHex("00000000ffff" + "0".repeat(52))),
          1_231_006_505L,
          2_083_236_893L,
          ONE_INPUT
              + "4d04ffff001d0104"
              + GENESIS_TAG
              + GENESIS_EXTRANONCE
              + "ffffffff0100f2052a0100000043"
              + GENESIS_SCRIPT
              + "00000000",
          "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b",
          "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f");

  /** Four transactions; the last three bytes of its script are taken for the extranonce. */
  static final RealBlock BLOCK_100000 =
      new RealBlock(
          template(
              "044c86041b",
              List.of(
                  U256.ofHex("fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4"),
                  // The node over transactions three and four.
                  U256.ofHex("8e30899078ca1813be036a073bbf80b86cdddde1c96e9e9c99e9e3782df4ae49"))),
          List.of(new TxOutput(5_000_000_000L, B064K.of(hex(SCRIPT_100000)))),
          "",
          B032.ofHex("020602"),
          new Tip(
              U256.ofHex("000000000002d01c1fccc21636b607dfd930d31d01c3a62104612a1719011250"),
              1_293_623_000L,
              0x1b04864cL,
              U256.ofHex("000000000004864c" + "0".repeat(48))),
          1_293_623_863L,
          274_148_111L,
          ONE_INPUT
              + "08044c86041b020602"
              + "ffffffff0100f2052a0100000043"
              + SCRIPT_100000
              + "00000000",
          "f3e94742aca4b5ef85488dc37c06c3282295ffec960994b2c0d5ac2a25a95766",
          "000000000003ba27aa200b1cecaad478d2b00432346c3f1f3986da1afd33e506");

  private static NewTemplate template(String coinbasePrefix, List<U256> merklePath) {
    return new NewTemplate(
        1,
        true,
        1,
        1,
        B0255.of(hex(coinbasePrefix)),
        0xffff_ffffL,
        5_000_000_000L,
        0,
        B064K.of(),
        0,
        merklePath);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  Coinbase splitCoinbase() {
    return Coinbase.of(template, outputs, hex(tag), extranonce.length());
  }

  WorkTemplate work() {
    return new WorkTemplate(template, splitCoinbase());
  }

  /** The first bytes of the extranonce. */
  B032 extranoncePrefix(int length) {
    return B032.of(extranonce.toByteArray(), 0, length);
  }

  /** The bytes of the extranonce after the first ones. */
  B032 rolled(int prefixLength) {
    return B032.of(extranonce.toByteArray(), prefixLength, extranonce.length() - prefixLength);
  }
}
