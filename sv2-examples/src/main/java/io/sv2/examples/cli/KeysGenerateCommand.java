package io.sv2.examples.cli;

import io.sv2.noise.AuthoritySecretKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** ./sv2 keys generate. */
@Command(
    name = "generate",
    description = "Makes a fresh authority key pair and prints it.",
    mixinStandardHelpOptions = true,
    versionProvider = Sv2.Version.class)
final class KeysGenerateCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write the secret key to this new file, which its owner alone can read, and print the"
              + " public key alone. A file that exists is left as it is.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Output output = new Output(json);
    AuthoritySecretKey key = AuthoritySecretKey.generate(new SecureRandom());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("publicKey", key.publicKey().toString());
    if (out == null) {
      result.put("secretKey", key.toBase58());
      output.text("public key  " + key.publicKey());
      output.text("secret key  " + key.toBase58());
    } else {
      write(out, key.toBase58());
      result.put("secretFile", out.toString());
      output.text(key.publicKey().toString());
    }
    output.event(result);
    return 0;
  }

  private static void write(Path file, String secret) throws IOException {
    try {
      SecretFile.create(file, secret);
    } catch (FileAlreadyExistsException e) { // whose text names what is none of the user's
      throw new IOException(file + ": exists, and is left as it is");
    }
  }
}
