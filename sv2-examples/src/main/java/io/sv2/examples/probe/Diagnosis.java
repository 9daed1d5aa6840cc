package io.sv2.examples.probe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a server could not be probed to the end.
 *
 * @param step that failed
 * @param reason as a constant for programs, such as {@code CONNECTION_REFUSED}; of a handshake the
 *     names of {@link io.sv2.noise.NoiseHandshakeException.Reason}
 * @param message for a person
 * @param details by name, as JSON may show them: texts, numbers, null
 * @param hint what to do, where a further look has told
 */
public record Diagnosis(
    Step step,
    String reason,
    String message,
    Map<String, @Nullable Object> details,
    Optional<String> hint) {
  /** Keeps a copy of the details. */
  public Diagnosis {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details)); // may hold null
  }

  /** What is done to a server, in order. */
  public enum Step {
    /** The name is looked up. */
    RESOLVE,
    /** A TCP connection is made. */
    CONNECT,
    /** The Noise handshake (section 4.5). */
    HANDSHAKE,
    /** SetupConnection and its answer (section 3.6). */
    SETUP
  }

  static Diagnosis of(Step step, String reason, String message) {
    return new Diagnosis(step, reason, message, Map.of(), Optional.empty());
  }

  Diagnosis withHint(String found) {
    return new Diagnosis(step, reason, message, details, Optional.of(found));
  }
}
