package io.sv2.reactive;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.extension.RequestExtensions;
import io.sv2.codec.extension.RequestExtensionsError;
import io.sv2.codec.extension.RequestExtensionsSuccess;
import io.sv2.reactive.CloseReason.Kind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a client asks for of extensions, and what it makes of the answer (extension 0x0001). */
final class ClientNegotiation {
  private final ExtensionsConfig config;
  private int lastRequest;
  private boolean waiting;
  private Set<Integer> negotiated = Set.of();

  ClientNegotiation(ExtensionsConfig config) {
    this.config = config;
  }

  boolean isWanted() {
    return !config.supported().isEmpty();
  }

  boolean isWaiting() {
    return waiting;
  }

  /** What may be used now. */
  Set<Integer> negotiated() {
    return negotiated;
  }

  /** Forgets what was agreed on, and asks. */
  RequestExtensions ask() {
    negotiated = Set.of();
    waiting = true;
    lastRequest = (lastRequest + 1) & 0xffff;
    return new RequestExtensions(lastRequest, List.copyOf(new TreeSet<>(config.supported())));
  }

  /**
   * Takes the answer; one to an earlier request is passed over.
   *
   * @return why the connection cannot go on; null when it can
   */
  @Nullable CloseReason answered(Sv2Message message) {
    if (message instanceof RequestExtensionsSuccess success
        && waiting
        && success.requestId() == lastRequest) {
      waiting = false;
      Set<Integer> confirmed = new TreeSet<>(success.supportedExtensions());
      confirmed.retainAll(config.supported());
      negotiated = Set.copyOf(confirmed);
      return missing("the server does not support");
    } else if (message instanceof RequestExtensionsError error
        && waiting
        && error.requestId() == lastRequest) {
      waiting = false;
      return error.requiredExtensions().isEmpty()
          ? missing("the server supports none of")
          : new CloseReason(
              Kind.EXTENSION_REQUIRED,
              "the server requires extensions " + error.requiredExtensions());
    }
    return null;
  }

  /** The server does not know of extensions at all. */
  @Nullable CloseReason unanswered() {
    waiting = false;
    return missing("the server says nothing to");
  }

  private @Nullable CloseReason missing(String what) {
    return negotiated.containsAll(config.required())
        ? null
        : new CloseReason(
            Kind.EXTENSION_REQUIRED, what + " extensions " + config.required() + ", required here");
  }
}
