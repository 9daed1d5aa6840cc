package io.sv2.reactive.sibling;

import reactor.core.publisher.Sinks;

/** One request between siblings and its answer; each is itself only. */
final class Exchange<Q, R> {
  final Q request;
  final Sinks.One<R> answer = Sinks.one();
  volatile boolean withdrawn;

  Exchange(Q request) {
    this.request = request;
  }
}
