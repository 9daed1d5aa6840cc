package io.sv2.examples.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command that has run to its end in this process, and what it printed. */
record CommandRun(int exitCode, List<String> out, List<String> err) {

  static CommandRun of(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream capturedOut = new ByteArrayOutputStream();
    ByteArrayOutputStream capturedErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(capturedOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(capturedErr, true, StandardCharsets.UTF_8));
    try {
      int exitCode = Sv2.commandLine().execute(args);
      return new CommandRun(exitCode, lines(capturedOut), lines(capturedErr));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  String lastLine() {
    return out.get(out.size() - 1);
  }

  static List<String> lines(ByteArrayOutputStream captured) {
    return captured.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
