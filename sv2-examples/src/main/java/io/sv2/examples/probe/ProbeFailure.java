package io.sv2.examples.probe;

import java.io.Serial;

/** Ends a probe; only its diagnosis leaves this package. */
final class ProbeFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Diagnosis diagnosis;

  ProbeFailure(Diagnosis diagnosis) {
    super(diagnosis.message());
    this.diagnosis = diagnosis;
  }

  Diagnosis diagnosis() {
    return diagnosis;
  }
}
