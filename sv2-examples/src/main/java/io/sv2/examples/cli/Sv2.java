package io.sv2.examples.cli;

import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.Exceptions;

/** The program behind ./sv2: exit code 0, 1 when a command failed, 2 when it was misused. */
@Command(
    name = "sv2",
    description = "Stratum V2 roles and tools.",
    mixinStandardHelpOptions = true,
    versionProvider = Sv2.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      TemplateProviderCommand.class,
      PoolCommand.class,
      MinerCommand.class,
      ProbeCommand.class,
      KeysCommand.class,
      BenchCommand.class
    })
public final class Sv2 implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    // Threads of Netty and Reactor are daemons or disposed; exiting is still the honest end.
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Sv2())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Sv2::misused)
        .setExecutionExceptionHandler(Sv2::failed);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed");
  }

  /** One line that says what is wrong; the options themselves are a --help away. */
  private static int misused(ParameterException error, String[] arguments) {
    CommandLine commandLine = error.getCommandLine();
    String help = commandLine.getCommandSpec().qualifiedName() + " --help";
    String text = commandLine.getCommandName() + ": " + error.getMessage() + " (see " + help + ")";
    commandLine.getErr().println(commandLine.getColorScheme().errorText(Withheld.secretsIn(text)));
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(
      Exception error, CommandLine commandLine, CommandLine.ParseResult parsed) {
    LoggerFactory.getLogger(Sv2.class).debug("{} failed", commandLine.getCommandName(), error);
    commandLine
        .getErr()
        .println(
            commandLine
                .getColorScheme()
                .errorText(
                    Withheld.secretsIn(
                        commandLine.getCommandName() + ": " + explain(Exceptions.unwrap(error)))));
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** What failed, and what that was caused by where it says more. */
  private static String explain(Throwable error) {
    StringBuilder text = new StringBuilder(messageOf(error));
    Throwable cause = error.getCause();
    for (int depth = 0; cause != null && depth < 3; depth++) {
      if (text.indexOf(messageOf(cause)) < 0) {
        text.append(": ").append(messageOf(cause));
      }
      cause = cause.getCause();
    }
    return text.toString();
  }

  private static String messageOf(Throwable error) {
    return error.getMessage() == null ? error.toString() : error.getMessage();
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Sv2.class.getPackage().getImplementationVersion();
      return new String[] {"sv2 " + (version == null ? "(built in place)" : version)};
    }
  }
}
