package io.sv2.reactive.mining;

import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of the main chain, by the facts in a file of {@code mainnet}; the last bytes of its
 * scriptSig are taken for the extranonce.
 *
 * @param facts names and values, all as they stand there, without quotes and brackets
 */
record MainnetBlock(Map<String, String> facts) {
  static final long JOB = 7;
  private static final Pattern FACT =
      Pattern.compile("\"(\\w+)\": (?:\"([^\"]*)\"|\\[([^]]*)]|([-.0-9]+))");
  private static final int EXTRANONCE = 8;
  private static final int WITNESS = 2 * (1 + 1 + 32); // hex digits
  private static final int LOCKTIME = 2 * 4;

  static MainnetBlock at(int height) {
    try (InputStream file = MainnetBlock.class.getResourceAsStream("mainnet/" + height + ".json")) {
      if (file == null) {
        throw new IllegalArgumentException("no block " + height);
      }
      Map<String, String> facts = new HashMap<>();
      Matcher fact = FACT.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
      while (fact.find()) {
        for (int group = 2; group <= 4; group++) {
          if (fact.group(group) != null) {
            facts.put(fact.group(1), fact.group(group));
          }
        }
      }
      return new MainnetBlock(facts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String fact(String name) {
    return facts.get(name);
  }

  long number(String name) {
    return Long.parseLong(fact(name));
  }

  U256 hash(String name) {
    return U256.ofHex(fact(name));
  }

  List<U256> merklePath() {
    return Arrays.stream(fact("merklePath").split(","))
        .map(hash -> hash.replaceAll("[^0-9a-f]", ""))
        .filter(hash -> !hash.isEmpty())
        .map(U256::ofHex)
        .toList();
  }

  boolean hasWitness() {
    return fact("coinbase").startsWith("0001", 8);
  }

  /** Without marker, flag and witness; in hex, as all below. */
  String stripped() {
    String whole = fact("coinbase");
    int end = whole.length() - LOCKTIME;
    return hasWitness()
        ? whole.substring(0, 8) + whole.substring(12, end - WITNESS) + whole.substring(end)
        : whole;
  }

  String extranonce() {
    String script = fact("scriptSig");
    return script.substring(Math.max(0, script.length() - 2 * EXTRANONCE));
  }

  String before(String coinbase) {
    return coinbase.substring(0, extranonceAt(coinbase));
  }

  String after(String coinbase) {
    return coinbase.substring(extranonceAt(coinbase) + extranonce().length());
  }

  private int extranonceAt(String coinbase) {
    String script = fact("scriptSig");
    return coinbase.indexOf(script) + script.length() - extranonce().length();
  }

  /** What a channel gets: the first bytes of the extranonce. */
  B032 prefix(int length) {
    return B032.ofHex(extranonce().substring(0, 2 * length));
  }

  /** What a client rolls: all bytes but the first ones. */
  B032 rolled(int prefixLength) {
    return B032.ofHex(extranonce().substring(2 * prefixLength));
  }

  int extranonceLength() {
    return extranonce().length() / 2;
  }

  Tip tip() {
    return new Tip(hash("prevHash"), number("ntime"), number("nBits"), hash("target"));
  }

  /** From the whole coinbase, as somebody declares it. */
  Coinbase splitCoinbase() {
    String whole = fact("coinbase");
    return Coinbase.ofParts(
        TestWork.hex(before(whole)), TestWork.hex(after(whole)), extranonceLength());
  }

  /** As a pool has it that made the job of header version {@code version}. */
  WorkTemplate work(long version) {
    NewTemplate template =
        new NewTemplate(1, true, version, 1, B0255.EMPTY, 0, 0, 0, B064K.EMPTY, 0, merklePath());
    return new WorkTemplate(template, splitCoinbase());
  }

  /** As a client gets it, a future job. */
  NewExtendedMiningJob job(long channelId, boolean versionRolling) {
    return new NewExtendedMiningJob(
        channelId,
        JOB,
        OptionalLong.empty(),
        number("version"),
        versionRolling,
        merklePath(),
        B064K.ofHex(before(stripped())),
        B064K.ofHex(after(stripped())));
  }

  /** Who found it. */
  Share share(B032 rolled) {
    return new Share(1, JOB, number("nonce"), number("ntime"), number("version"), rolled);
  }
}
