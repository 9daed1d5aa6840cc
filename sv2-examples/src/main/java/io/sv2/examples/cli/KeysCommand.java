package io.sv2.examples.cli;

import io.sv2.noise.AuthorityPublicKey;
import io.sv2.reactive.Sv2Url;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** ./sv2 keys. */
@Command(
    name = "keys",
    description = {
      "Authority keys: a pool signs with the secret one, its miners pin the public one.",
      "A secret is read from a file or from stdin, never from the command line."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Sv2.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KeysGenerateCommand.class, KeysShowCommand.class, KeysCheckCommand.class})
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is needed: generate, show or check");
  }

  /** A public key in each form that somebody may ask for. */
  static Map<String, @Nullable Object> forms(AuthorityPublicKey key) {
    Map<String, @Nullable Object> forms = new LinkedHashMap<>();
    forms.put("publicKey", key.toString());
    forms.put("xOnly", HexFormat.of().formatHex(key.toByteArray()));
    forms.put("url", Sv2Url.SCHEME + "://HOST:PORT/" + key);
    return forms;
  }
}
