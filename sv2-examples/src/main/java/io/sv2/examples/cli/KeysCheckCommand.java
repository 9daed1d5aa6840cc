package io.sv2.examples.cli;

import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.KeyFormatException;
import io.sv2.reactive.Sv2Url;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** ./sv2 keys check. */
@Command(
    name = "check",
    description = {
      "Says whether a text is a public key, and if not, why.",
      "Exit code 0 when it is, and belongs to the secret one if that is given; 1 otherwise."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Sv2.Version.class)
final class KeysCheckCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "KEY",
      description = "The public key, or a URL or HOST:PORT/KEY that ends in it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String text;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "Also say whether the secret key in this file belongs to it.")
  private @Nullable Path secretFile;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    AuthoritySecretKey secret = secretFile == null ? null : SecretFile.authorityKey(secretFile);
    Output output = new Output(json);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    boolean ok = check(result, secret);
    output.text((ok ? "ok: " : "not ok: ") + result.get("message"));
    output.event(result);
    return ok ? 0 : 1;
  }

  private boolean check(Map<String, @Nullable Object> result, @Nullable AuthoritySecretKey secret) {
    AuthorityPublicKey key;
    try {
      key = key();
    } catch (KeyFormatException e) {
      return notOk(result, e.reason().name(), e.getMessage());
    } catch (IllegalArgumentException e) {
      return notOk(result, "BAD_URL", e.getMessage());
    }
    boolean belongs = secret == null || secret.publicKey().equals(key);
    result.put("ok", belongs);
    if (!belongs) {
      result.put("reason", "OTHER_SECRET");
    }
    result.put(
        "message",
        secret == null
            ? "a public key"
            : "a public key; the secret key in the file belongs to "
                + (belongs ? "it" : "another, " + secret.publicKey()));
    result.putAll(KeysCommand.forms(key));
    return belongs;
  }

  private boolean notOk(
      Map<String, @Nullable Object> result, String reason, @Nullable String message) {
    result.put("ok", false);
    result.put("reason", reason);
    boolean secret = isSecretKey();
    result.put("secretKey", secret);
    result.put(
        "message",
        secret
            ? "this is a secret key, and others may have seen it on the command line:"
                + " 'sv2 keys generate' makes a new one"
            : message);
    return false;
  }

  private AuthorityPublicKey key() {
    if (text.contains("://")) {
      return Sv2Url.parse(text)
          .authority()
          .orElseThrow(() -> new IllegalArgumentException("this URL has no key"));
    }
    return AuthorityPublicKey.parse(afterSlash());
  }

  private boolean isSecretKey() {
    try {
      return AuthoritySecretKey.parse(afterSlash()).publicKey() != null;
    } catch (KeyFormatException e) {
      return false;
    }
  }

  /** What stands in the place of the key. */
  private String afterSlash() {
    return text.substring(text.lastIndexOf('/') + 1);
  }
}
