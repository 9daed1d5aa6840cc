package io.sv2.examples.cli;

import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.AuthoritySecretKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** ./sv2 keys show. */
@Command(
    name = "show",
    description = "Prints the public key of a secret one, which is read from a file or from stdin.",
    mixinStandardHelpOptions = true,
    versionProvider = Sv2.Version.class)
final class KeysShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Where the secret key is; stdin if none is given.")
  private @Nullable Path file;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  /** Taken only to be refused without being quoted. */
  @Parameters(hidden = true)
  private List<String> surplus = List.of();

  @Override
  public Integer call() throws IOException {
    if (!surplus.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "a secret key does not belong on the command line, where others see it:"
              + " use --file or stdin");
    }
    AuthorityPublicKey key = secret().publicKey();
    Output output = new Output(json);
    Map<String, @Nullable Object> forms = KeysCommand.forms(key);
    output.text("public key  " + forms.get("publicKey"));
    output.text("x-only      " + forms.get("xOnly"));
    output.text("url         " + forms.get("url"));
    output.event(forms);
    return 0;
  }

  private AuthoritySecretKey secret() throws IOException {
    return file == null
        ? AuthoritySecretKey.parse(SecretFile.text(System.in))
        : SecretFile.authorityKey(file);
  }
}
