package io.sv2.reactive;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.extension.RequestExtensions;
import io.sv2.codec.extension.RequestExtensionsError;
import io.sv2.codec.extension.RequestExtensionsSuccess;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a server answers to RequestExtensions (extension 0x0001, section 4).
 *
 * @param message the answer
 * @param negotiated what may be used from now on
 * @param missing required here and not asked for: the client may ask again, once
 */
record ServerExtensions(Sv2Message message, Set<Integer> negotiated, Set<Integer> missing) {
  static ServerExtensions answer(RequestExtensions request, ExtensionsConfig config) {
    Set<Integer> unsupported = new TreeSet<>(request.requestedExtensions());
    Set<Integer> negotiated = new TreeSet<>(unsupported);
    negotiated.retainAll(config.supported());
    unsupported.removeAll(negotiated);
    Set<Integer> missing = new TreeSet<>(config.required());
    missing.removeAll(negotiated);
    boolean none = negotiated.isEmpty() && !unsupported.isEmpty();
    if (none || !missing.isEmpty()) {
      return new ServerExtensions(
          new RequestExtensionsError(
              request.requestId(), List.copyOf(unsupported), List.copyOf(missing)),
          Set.of(),
          missing);
    }
    return new ServerExtensions(
        new RequestExtensionsSuccess(request.requestId(), List.copyOf(negotiated)),
        Set.copyOf(negotiated),
        Set.of());
  }
}
