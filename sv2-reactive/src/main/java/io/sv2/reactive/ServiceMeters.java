package io.sv2.reactive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.sv2.codec.MessageKind;
import io.sv2.codec.MessageType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a service tells a meter registry. Labels are names of enums and of messages, so there is a
 * fixed number of meters; counters belong to the service and outlive its connections.
 */
final class ServiceMeters {
  private static final String VENDOR = "vendor";

  private final @Nullable MeterRegistry registry;
  private final Tags tags;
  private final Map<MessageType, Counter> received = new EnumMap<>(MessageType.class);
  private final Map<MessageType, Counter> sent = new EnumMap<>(MessageType.class);
  private final Map<Object, Meter> others = new ConcurrentHashMap<>(); // one per label at most
  private final List<Meter> gauges = new ArrayList<>();

  ServiceMeters(@Nullable MeterRegistry registry, String service) {
    this.registry = registry;
    this.tags = Tags.of("service", service);
    if (registry != null) {
      for (MessageType type : MessageType.values()) {
        received.put(type, messages(registry, "received", type.uniqueName()));
        sent.put(type, messages(registry, "sent", type.uniqueName()));
      }
    }
  }

  boolean areKept() {
    return registry != null;
  }

  private Counter messages(MeterRegistry to, String direction, String type) {
    return Counter.builder("sv2.messages")
        .description("messages by type")
        .tags(tags.and("direction", direction, "type", type))
        .register(to);
  }

  void received(MessageKind kind) {
    count(received, "received", kind);
  }

  void sent(MessageKind kind) {
    count(sent, "sent", kind);
  }

  private void count(Map<MessageType, Counter> known, String direction, MessageKind kind) {
    if (registry == null) {
      return;
    }
    Counter counter = kind instanceof MessageType type ? known.get(type) : null;
    if (counter == null) {
      counter = (Counter) other(direction, key -> messages(registry, direction, VENDOR));
    }
    counter.increment();
  }

  private Meter other(Object key, Function<Object, Meter> make) {
    return others.computeIfAbsent(key, make);
  }

  void closed(CloseReason.Kind reason) {
    if (registry != null) {
      Meter counter =
          other(
              reason,
              key ->
                  Counter.builder("sv2.connections.closed")
                      .description("connections that ended, by reason")
                      .tags(tags.and("reason", reason.name()))
                      .register(registry));
      ((Counter) counter).increment();
    }
  }

  /** What a handler needed from its call to the end of what it answered. */
  void handled(MessageKind kind, long nanos) {
    if (registry != null) {
      String type = kind instanceof MessageType known ? known.uniqueName() : VENDOR;
      Meter timer =
          other(
              kind instanceof MessageType ? kind : VENDOR,
              key ->
                  Timer.builder("sv2.handler")
                      .description("from a handler's call until its answer is carried out")
                      .tags(tags.and("type", type))
                      .register(registry));
      ((Timer) timer).record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** A handshake, or the setup of a client's connection, came to its end. */
  void established(String step, boolean succeeded, long nanos) {
    if (registry != null) {
      Meter timer =
          other(
              step + succeeded,
              key ->
                  Timer.builder("sv2.establish")
                      .description("time of handshakes, and of a client's whole setup")
                      .tags(tags.and("step", step, "succeeded", Boolean.toString(succeeded)))
                      .register(registry));
      ((Timer) timer).record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Shows {@code value} until {@link #removeGauges()}. */
  void gauge(String name, String description, Supplier<Number> value, String... labels) {
    if (registry != null) {
      gauges.add(
          Gauge.builder(name, value)
              .description(description)
              .tags(tags.and(labels))
              .strongReference(true)
              .register(registry));
    }
  }

  /** Shows that nobody has been refused yet, whatever the bound. */
  void showRefusals() {
    if (registry != null) {
      for (Admission.Cause cause : Admission.Cause.values()) {
        refusals(registry, cause);
      }
    }
  }

  void refused(Admission.Cause cause) {
    if (registry != null) {
      refusals(registry, cause).increment();
    }
  }

  private Counter refusals(MeterRegistry to, Admission.Cause cause) {
    return (Counter)
        other(
            cause,
            key ->
                Counter.builder("sv2.admission.refused")
                    .description("connections that were not let in, by the bound that was reached")
                    .tags(tags.and("cause", cause.name().toLowerCase(Locale.ROOT)))
                    .register(to));
  }

  /** The service has ended: its gauges would hold it for ever. Counters stay. */
  void removeGauges() {
    if (registry != null) {
      gauges.forEach(registry::remove);
      gauges.clear();
    }
  }
}
