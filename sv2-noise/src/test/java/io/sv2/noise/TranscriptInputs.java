package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one transcript starts from, bytes as hex digits. Where {@code reference} is null, the
 * secrets are encoded as the reference implementation does it, so that it can be either side; else
 * it says what is different.
 */
record TranscriptInputs(
    String name,
    String description,
    @Nullable String reference,
    String authoritySecret,
    EncodedKey initiatorEphemeral,
    EncodedKey responderEphemeral,
    EncodedKey responderStatic,
    String auxRand,
    int certificateVersion,
    long validFrom,
    long notValidAfter) {

  /** A secret and the encoding of its public key that the other side gets, as hex digits. */
  record EncodedKey(String secret, String ellSwift) {
    static EncodedKey of(String secret, String u, String t) {
      return new EncodedKey(secret, u + t);
    }

    KeyPair pair() {
      return new KeyPair(hex(secret), hex(ellSwift));
    }

    byte[] secretBytes() {
      return hex(secret);
    }

    byte[] ellSwiftBytes() {
      return hex(ellSwift);
    }
  }

  private static final long YEAR_2026 = 1_767_225_600;
  private static final long DAY = 86_400;
  private static final long MAX_U32 = 0xffff_ffffL;
  private static final String ZEROS = "00".repeat(32);

  /** The prime of the field, which as u or t stands for 0. */
  private static final String PRIME =
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";

  /** The authority of TranscriptTest. */
  private static final String AUTHORITY =
      "65995eb19631f478a46ffa5cf1e545091efe950eaeac7482ffdc06eb6a89f697";

  private static final EncodedKey KEY_03 =
      EncodedKey.of(
          "03".repeat(32),
          "1bf2f6de0af52d51cfd9ea43a46abcf110f3cc02e4039eb0beee8bef63b27659",
          "9ec7a7bc74bbe7928caa3bec8b63d8d4367b17f7b4df6d48f890f9e5d80d12d2");
  private static final EncodedKey KEY_07 =
      EncodedKey.of(
          "07".repeat(32),
          "8a8a66c2d7649daf17b6520040c9f441b25e2b8b32db57bf66c74e3df75e448f",
          "1aeb98664fd745a7c023ff2466cac84256cd2bc3913e034e6aded2bfe262068c");
  private static final EncodedKey KEY_09 =
      EncodedKey.of(
          "09".repeat(32),
          "9f086c6ad98090816dc2c80c1529e7da252a56f2b25f882523a0f32130ef3be3",
          "d88dfb7e6c266ab025941019617e1ab36838b07520bac877e201dfe591a52c22");
  private static final EncodedKey KEY_0D =
      EncodedKey.of(
          "0d".repeat(32),
          "e16deae591c627f0929963b375c61d4c43a24e25e2398b4d738e9189b9376815",
          "b11351763fa4e51186fbce7bda115d17945e88f5a319bab0c4c7d9d803913a98");
  private static final EncodedKey KEY_16 =
      EncodedKey.of(
          "16".repeat(32),
          "e846d7af7aaa1420443809ed0b8145e27e13ffd24b3d550a109fb8f94240518f",
          "f85556d1f31669dd789e0772a0473e1f30c7e6cca06413199a535928bf8a8e68");
  private static final EncodedKey KEY_17 =
      EncodedKey.of(
          "17".repeat(32),
          "5dc836b99ae0d5288b9d9b48c7172ca238fcc490efa3410c6ee87b32de2277ba",
          "767fe21488e37f49c9cc75d2a8f1d7e9ff5e5d91945f3b7264fc9a8832d12ff8");

  static final List<TranscriptInputs> ALL =
      List.of(
          new TranscriptInputs(
              "basic",
              "Certificate of version 0, signed with auxiliary randomness of zeros.",
              null,
              AUTHORITY,
              KEY_03,
              KEY_07,
              KEY_09,
              ZEROS,
              0,
              YEAR_2026,
              YEAR_2026 + DAY),
          new TranscriptInputs(
              "odd-keys",
              "The public keys of all four secrets have an odd y-coordinate: their negatives serve"
                  + " as well, but the secrets need not be changed. No two bytes of the"
                  + " certificate's times are equal.",
              null,
              "11cf5fcd0200a988b15c18cf39ceaec479bdf23f9e9edf2e3326d31acc54900a",
              EncodedKey.of(
                  "a479b92aef55b9f2ba7f5e88f994877307a057c14d881a4b738f847414c70386",
                  "7900000d47d86767ed401945b98f27fc417b0e2fa1bbc7617c35009a8dd9a96f",
                  "bc1fa50526f246c6df87abdfb45c3059bdb60e8fa0948344dc3749ba94a7d290"),
              EncodedKey.of(
                  "7c3dcc80082e6acd99525630229c3b6b051f01fa3acf56a9977041c9069a36b8",
                  "3f1f33cf26b68a21df988a295dcac99cf4946e56d4789d257dee72306071e503",
                  "a299a9a1fc12899ef2a91367f9697ed68aca517bb2618c5bbb1c04543c39144a"),
              EncodedKey.of(
                  "e285961fd355006adc4d44b59f98f58c315f15a022b3320f779e4db12cde884e",
                  "712798e816fb80a02319fee174ddba82b899381f8c0e53729501eda15f7c8ba4",
                  "61f6930d648069aafa47828ef59f2f42d7516706ce8a12597cd63c055c3ec95c"),
              "101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f",
              0,
              0x6a1b_2c3dL,
              0x6f5e_4d3bL),
          new TranscriptInputs(
              "certificate-version-1",
              "Certificate of version 1, as a pool written in C sends it.",
              "refuses certificate version 1",
              AUTHORITY,
              KEY_16,
              KEY_0D,
              KEY_17,
              "01".repeat(32),
              1,
              YEAR_2026,
              YEAR_2026 + DAY),
          new TranscriptInputs(
              "largest-not-valid-after",
              "A certificate that is valid until the last second that its field can hold.",
              null,
              AUTHORITY,
              KEY_17,
              KEY_09,
              KEY_16,
              "ff".repeat(32),
              0,
              YEAR_2026,
              MAX_U32),
          new TranscriptInputs(
              "initiator-encoding-out-of-range",
              "The u of the initiator's ephemeral key is 4 plus the prime of the field: it is"
                  + " decoded as 4, but hashed as it is.",
              "plays the responder only, as it encodes this key otherwise",
              AUTHORITY,
              EncodedKey.of(
                  "0b".repeat(32),
                  "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc33",
                  "e2e11440bf6bcd2132bf3b43e33e722057f97b8cf9e6e6ec8f49b3d0e15cc230"),
              KEY_03,
              KEY_07,
              ZEROS,
              0,
              YEAR_2026,
              YEAR_2026 + DAY),
          new TranscriptInputs(
              "responder-encodings-of-zero",
              "The u of the responder's ephemeral key is 0, and the t of its static key is the"
                  + " prime of the field, which is 0 too: both are decoded as 1, but hashed as they"
                  + " are.",
              "plays the initiator only, as it encodes these keys otherwise",
              AUTHORITY,
              KEY_03,
              EncodedKey.of(
                  "0f".repeat(32),
                  ZEROS,
                  "94e30bf9bdc0cd902497b1eb7a56785394513b4a63667e33f5895491508c2804"),
              EncodedKey.of(
                  "0e".repeat(32),
                  "32ec495bb90a459c3c28b1ac5a695257427ea971e3fe8236c84e7089d11662f9",
                  PRIME),
              ZEROS,
              0,
              YEAR_2026,
              YEAR_2026 + DAY));

  @Override
  public String toString() {
    return name;
  }
}
