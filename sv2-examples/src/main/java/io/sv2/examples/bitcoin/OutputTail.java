package io.sv2.examples.bitcoin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Drains a child's output on a thread of its own; keeps its first line and its last ones. */
final class OutputTail {
  private static final int LINES = 20;

  private final Deque<String> last = new ArrayDeque<>();
  private final CompletableFuture<String> firstLine = new CompletableFuture<>();
  private final Thread reader;

  private OutputTail(InputStream in, String name) {
    this.reader = new Thread(() -> drain(in), name);
    reader.setDaemon(true);
  }

  static OutputTail of(InputStream in, String name) {
    OutputTail tail = new OutputTail(in, name);
    tail.reader.start();
    return tail;
  }

  /** Completes exceptionally when the output ends without a line. */
  CompletableFuture<String> firstLine() {
    return firstLine;
  }

  /** The last lines, once the output has ended or a second has passed. */
  String text() throws InterruptedException {
    reader.join(1000);
    synchronized (last) {
      return String.join("\n", last);
    }
  }

  private void drain(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        firstLine.complete(line);
        synchronized (last) {
          last.addLast(line);
          if (last.size() > LINES) {
            last.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      firstLine.completeExceptionally(e);
    }
    firstLine.completeExceptionally(new IOException("output ended"));
  }
}
