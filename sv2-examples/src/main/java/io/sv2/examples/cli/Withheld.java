package io.sv2.examples.cli;

import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.KeyFormatException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Keeps out of error messages what may be a secret key in the wrong place of a command line. */
final class Withheld {
  /**
   * A secret's text has 49 or 50 characters, mistyped some more or less. Addresses of a chain have
   * fewer than 46, or more than 58.
   */
  private static final Pattern LIKE_A_KEY =
      Pattern.compile("(?<![0-9A-Za-z])[0-9A-Za-z]{46,58}(?![0-9A-Za-z])");

  private Withheld() {}

  /** The text, with {@code (a key, withheld)} for each word like a key that is no public one. */
  static String secretsIn(String text) {
    return LIKE_A_KEY.matcher(text).replaceAll(Withheld::shown);
  }

  private static String shown(MatchResult word) {
    try {
      return AuthorityPublicKey.parse(word.group()).toString();
    } catch (KeyFormatException e) {
      return "(a key, withheld)";
    }
  }
}
