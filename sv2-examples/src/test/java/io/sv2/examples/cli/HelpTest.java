package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

/** What --help says, and that docs/roles.md and docs/tools.md say the same. */
class HelpTest {
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
  private static final Set<String> TOOLS = Set.of("probe", "keys");
  private static final Set<String> STANDARD = Set.of("--help", "--version");

  /** Options that mean the same for several commands; described once, at the first of them. */
  private static final Set<String> SHARED = Set.of("--listen", "--json", "--cookie");

  static Set<String> commands() {
    return Sv2.commandLine().getSubcommands().keySet();
  }

  @Test
  void commandsAreThoseOfTheReadme() {
    assertThat(commands())
        .containsExactlyInAnyOrder("demo", "tp", "pool", "miner", "bench", "probe", "keys");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsOnStdoutAndNamesEveryOptionWithoutRunningTheCommand(String command) {
    CommandRun run = CommandRun.of(command, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().get(0)).startsWith("Usage: sv2 " + command + " ");
    assertThat(options(String.join("\n", run.out()))).containsAll(optionsOf(spec(command)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"generate", "show", "check"})
  void helpOfWhatIsDoneWithKeysIsOnStdout(String subcommand) {
    CommandRun run = CommandRun.of("keys", subcommand, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().get(0)).startsWith("Usage: sv2 keys " + subcommand + " ");
  }

  @Test
  void helpOfTheProgramNamesItsCommands() {
    CommandRun run = CommandRun.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    String text = String.join("\n", run.out());
    for (String command : commands()) {
      assertThat(text).containsPattern("(?m)^ +" + command + " +\\w");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "tp --version"})
  void versionIsOneLineOnStdout(String line) {
    CommandRun run = CommandRun.of(line.split(" "));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).singleElement().asString().startsWith("sv2 ");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void documentedOptionsAreOptionsOfTheirCommand(String command) throws IOException {
    Set<String> documented = options(section(command));
    assertThat(documented).hasSizeGreaterThanOrEqualTo(3);
    assertThat(optionsOf(command)).containsAll(documented);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void optionsAreDocumented(String command) throws IOException {
    Set<String> missing = optionsOf(command);
    missing.removeAll(STANDARD);
    missing.removeAll(options(section(command)));
    missing.removeAll(options(introduction(command)));
    Set<String> shared = new TreeSet<>(SHARED);
    shared.retainAll(options(document(command)));
    missing.removeAll(shared);
    assertThat(missing).isEmpty();
  }

  private static CommandSpec spec(String command) {
    return Sv2.commandLine().getSubcommands().get(command).getCommandSpec();
  }

  /** Those of its own commands, too. */
  private static Set<String> optionsOf(String command) {
    Set<String> options = optionsOf(spec(command));
    spec(command)
        .subcommands()
        .values()
        .forEach(c -> options.addAll(optionsOf(c.getCommandSpec())));
    return options;
  }

  private static Set<String> optionsOf(CommandSpec command) {
    return command.options().stream()
        .map(option -> option.longestName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> options(String text) {
    return OPTION
        .matcher(text)
        .results()
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String document(String command) throws IOException {
    return Files.readString(
        Path.of(TOOLS.contains(command) ? "../docs/tools.md" : "../docs/roles.md"));
  }

  private static String introduction(String command) throws IOException {
    String document = document(command);
    return document.substring(0, document.indexOf("\n## "));
  }

  /** From the heading that names the command up to the next one. */
  private static String section(String command) throws IOException {
    Matcher matcher =
        Pattern.compile("(?ms)^## [^\n]*`\\./sv2 " + command + "`\n(.*?)(?=^## |\\z)")
            .matcher(document(command));
    assertThat(matcher.find()).as("there is a section of %s", command).isTrue();
    return matcher.group(1);
  }
}
