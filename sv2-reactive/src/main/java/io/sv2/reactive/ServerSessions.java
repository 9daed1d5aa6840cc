package io.sv2.reactive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The sessions of a server: all by id, and those that are set up by their thread. */
final class ServerSessions {
  // As many as admission lets in, and those whose client has left while its requests are handled.
  private final Map<Long, ServerSession> all = new ConcurrentHashMap<>();
  private final Map<Scheduler, Map<Long, ServerSession>> byThread = new ConcurrentHashMap<>();

  void add(ServerSession session) {
    all.put(session.id, session);
  }

  /** From now on the session's client is one of those that a broadcast reaches. */
  void setUp(ServerSession session) {
    byThread
        .computeIfAbsent(session.connection.scheduler(), s -> new ConcurrentHashMap<>())
        .put(session.id, session);
  }

  void remove(ServerSession session) {
    all.remove(session.id);
    byThread.computeIfPresent(
        session.connection.scheduler(),
        (s, sessions) -> {
          sessions.remove(session.id);
          return sessions.isEmpty() ? null : sessions;
        });
  }

  @Nullable ServerSession get(long id) {
    return all.get(id);
  }

  Collection<ServerSession> all() {
    return all.values();
  }

  int size() {
    return all.size();
  }

  /** Work for each client, on its own thread: one hand-over for each thread. */
  Mono<Void> forEach(BiFunction<ServerSession, Scheduler, Mono<Void>> work) {
    List<Mono<Void>> threads = new ArrayList<>();
    byThread.forEach(
        (thread, sessions) ->
            threads.add(
                Flux.fromIterable(sessions.values())
                    .concatMap(session -> work.apply(session, thread))
                    .then()
                    .subscribeOn(thread)));
    return Mono.when(threads);
  }
}
