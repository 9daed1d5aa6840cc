package io.sv2.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;

/** Results on stdout: one JSON object a line, or lines for a person. */
final class Output {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;
  private final boolean json;

  Output(boolean json) {
    this.out = System.out;
    this.json = json;
  }

  boolean isJson() {
    return json;
  }

  /** A line for a person; nothing where JSON is wanted. */
  void text(String line) {
    if (!json) {
      out.println(line);
      out.flush();
    }
  }

  /** A line for a program, only where JSON is wanted. */
  void event(Object object) {
    if (json) {
      always(object);
    }
  }

  /** A line for a program in any case. */
  void always(Object object) {
    try {
      synchronized (this) {
        out.println(JSON.writeValueAsString(object));
        out.flush();
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Overwrites the status line of a terminal. */
  void status(String line) {
    out.print("\r\u001b[K" + line);
    out.flush();
  }

  /** Ends the status line. */
  void clearStatus() {
    out.print("\r\u001b[K");
    out.flush();
  }
}
