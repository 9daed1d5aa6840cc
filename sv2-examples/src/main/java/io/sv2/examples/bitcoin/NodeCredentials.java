package io.sv2.examples.bitcoin;

import io.sv2.examples.bitcoin.NodeRpcException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The Authorization header of a node; a cookie file is read once and again when refused. */
final class NodeCredentials {
  private static final int MAX_COOKIE_LENGTH = 4096;

  private final NodeAddress address;
  private final Scheduler files;
  private volatile @Nullable String cookie;

  /** Files are read on {@code files}, where blocking must be allowed. */
  NodeCredentials(NodeAddress address, Scheduler files) {
    this.address = address;
    this.files = files;
  }

  /** The header's value; empty when the node asks for none. */
  Mono<Optional<String>> header() {
    Optional<Path> file = address.cookie();
    if (file.isEmpty()) {
      return Mono.just(address.userAndPassword().map(NodeCredentials::basic));
    }
    String known = cookie;
    return known != null
        ? Mono.just(Optional.of(basic(known)))
        : Mono.fromCallable(() -> read(file.get()))
            .subscribeOn(files)
            .doOnNext(read -> cookie = read)
            .map(read -> Optional.of(basic(read)));
  }

  /** Forgets the cookie; true when there is a file that may say something new by now. */
  boolean forget() {
    cookie = null;
    return address.cookie().isPresent();
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_COOKIE_LENGTH), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new NodeRpcException(
          Kind.COOKIE,
          0,
          "cannot read the cookie file %s (%s): is the node running, is this its data directory,"
                  .formatted(file, e.getClass().getSimpleName())
              + " may this user read it?",
          e);
    }
  }

  private static String basic(String userAndPassword) {
    return "Basic "
        + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
  }
}
