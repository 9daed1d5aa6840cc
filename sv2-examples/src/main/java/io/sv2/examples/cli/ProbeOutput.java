package io.sv2.examples.cli;

import io.sv2.examples.probe.Diagnosis;
import io.sv2.examples.probe.Finding;
import io.sv2.examples.probe.Finding.CertificateShown;
import io.sv2.examples.probe.Finding.Connected;
import io.sv2.examples.probe.Finding.FlagsAnswered;
import io.sv2.examples.probe.Finding.Handshaken;
import io.sv2.examples.probe.Finding.ProtocolAnswered;
import io.sv2.examples.probe.Finding.Resolved;
import io.sv2.examples.probe.Finding.SetUp;
import io.sv2.examples.probe.Finding.VersionAnswered;
import io.sv2.examples.probe.SetupNames;
import io.sv2.examples.probe.SetupResult;
import io.sv2.examples.probe.SetupResult.Accepted;
import io.sv2.examples.probe.SetupResult.Refused;
import io.sv2.examples.probe.SetupResult.Unanswered;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a probe finds, as lines for a person or as JSON. */
final class ProbeOutput implements Consumer<Finding> {
  private final Output output;
  private final Map<String, @Nullable Object> summary = new LinkedHashMap<>();
  private final List<String> protocols = new ArrayList<>();

  ProbeOutput(Output output) {
    this.output = output;
  }

  @Override
  public void accept(Finding finding) {
    if (finding instanceof Resolved resolved) {
      List<String> addresses =
          resolved.addresses().stream().map(InetAddress::getHostAddress).toList();
      step(
          "resolve", resolved.took(), String.join(", ", addresses), Map.of("addresses", addresses));
    } else if (finding instanceof Connected connected) {
      String address = HostPort.print(connected.address());
      summary.put("address", address);
      step("connect", connected.took(), address, Map.of("address", address));
    } else if (finding instanceof Handshaken handshake) {
      handshake(handshake);
    } else if (finding instanceof CertificateShown shown) {
      certificate(shown);
    } else if (finding instanceof SetUp setUp) {
      setUp(setUp);
    } else if (finding instanceof ProtocolAnswered answered) {
      protocol(answered);
    } else if (finding instanceof VersionAnswered answered) {
      version(answered);
    } else if (finding instanceof FlagsAnswered answered) {
      flags(answered);
    }
  }

  private void handshake(Handshaken handshake) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("computingMs", ms(handshake.computing()));
    more.put("waitingMs", ms(handshake.waiting()));
    step(
        "handshake",
        handshake.took(),
        String.format(
            Locale.ROOT,
            "%.1f ms computing, %.1f ms waiting",
            ms(handshake.computing()),
            ms(handshake.waiting())),
        more);
  }

  private void certificate(CertificateShown shown) {
    String signer = shown.signer().map(Object::toString).orElse(null);
    String signature = shown.signature().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    Map<String, @Nullable Object> event = event("certificate");
    event.put("version", shown.certificate().version());
    event.put("validFrom", shown.certificate().validFrom().toString());
    event.put("notValidAfter", shown.certificate().notValidAfter().toString());
    event.put("validForSeconds", shown.remaining().toSeconds());
    event.put("signature", signature);
    event.put("signer", signer);
    event.put("serverKey", shown.serverKeyX());
    output.event(event);
    summary.put("signature", signature);
    line(
        "certificate",
        "version %d, valid from %s to %s, %s"
            .formatted(
                shown.certificate().version(),
                shown.certificate().validFrom(),
                shown.certificate().notValidAfter(),
                shown.remaining().isNegative()
                    ? "expired"
                    : "for " + remaining(shown.remaining())));
    line(
        "signature",
        switch (shown.signature()) {
          case PINNED -> "right, of the pinned authority " + signer;
          case KNOWN -> "of the known authority " + signer;
          case UNKNOWN -> "of no authority that is pinned or known";
          case NOT_CHECKED -> "not checked: no authority's key is given";
        });
    line("server key", shown.serverKeyX());
  }

  private void setUp(SetUp setUp) {
    Accepted answer = setUp.answer();
    List<String> flags = SetupNames.answered(setUp.protocol(), answer.flags());
    List<String> asked = SetupNames.asked(setUp.protocol(), setUp.asked());
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("protocol", SetupNames.of(setUp.protocol()));
    more.put("usedVersion", answer.usedVersion());
    more.put("flags", flags);
    more.put("asked", asked);
    protocols.add(SetupNames.of(setUp.protocol()));
    summary.put("protocol", SetupNames.of(setUp.protocol()));
    summary.put("usedVersion", answer.usedVersion());
    summary.put("flags", flags);
    step(
        "setup",
        setUp.took(),
        "%s, version %d, %s%s"
            .formatted(
                SetupNames.of(setUp.protocol()),
                answer.usedVersion(),
                flags.isEmpty() ? "no flags" : String.join(", ", flags),
                asked.isEmpty() ? "" : "; it insists on " + String.join(", ", asked)),
        more);
  }

  private void protocol(ProtocolAnswered answered) {
    SetupResult answer = answered.answer();
    boolean supported = answer.isOfSupported();
    Map<String, @Nullable Object> event = event("protocol");
    event.put("protocol", SetupNames.of(answered.protocol()));
    event.put("supported", supported);
    putAnswer(event, answer);
    output.event(event);
    if (supported) {
      protocols.add(SetupNames.of(answered.protocol()));
    }
    line(
        "protocol",
        SetupNames.of(answered.protocol())
            + ": "
            + (supported ? "supported, " : "")
            + text(answer));
  }

  private void version(VersionAnswered answered) {
    Map<String, @Nullable Object> event = event("version");
    event.put("protocol", SetupNames.of(answered.protocol()));
    event.put("version", answered.version());
    event.put("supported", answered.answer() instanceof Accepted);
    putAnswer(event, answered.answer());
    output.event(event);
    line("version", answered.version() + " alone: " + text(answered.answer()));
  }

  private void flags(FlagsAnswered answered) {
    SetupResult answer = answered.answer();
    long refused = answer instanceof Refused refusal ? refusal.flags() : 0;
    // A refusal that names none says nothing about any.
    boolean told = answer instanceof Accepted || refused != 0;
    List<String> takes =
        told ? SetupNames.asked(answered.protocol(), answered.asked() & ~refused) : List.of();
    List<String> refuses = SetupNames.asked(answered.protocol(), refused);
    Map<String, @Nullable Object> event = event("flags");
    event.put("protocol", SetupNames.of(answered.protocol()));
    event.put("takes", takes);
    event.put("refuses", refuses);
    putAnswer(event, answer);
    output.event(event);
    line(
        "flags",
        told
            ? "takes " + list(takes) + "; refuses " + list(refuses)
            : "asked for all: " + text(answer));
  }

  /** The last line of a server that could be set up. */
  void succeeded() {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("ok", true);
    line.putAll(summary);
    line.put("protocols", protocols);
    output.event(line);
  }

  /** The last line of another one. */
  void failed(Diagnosis failure) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("ok", false);
    line.put("step", step(failure));
    line.put("reason", failure.reason());
    line.put("message", failure.message());
    line.putAll(failure.details());
    failure.hint().ifPresent(hint -> line.put("hint", hint));
    summary.forEach(line::putIfAbsent);
    output.event(line);
  }

  static String step(Diagnosis failure) {
    return failure.step().name().toLowerCase(Locale.ROOT);
  }

  private void step(String step, Duration took, String text, Map<String, Object> more) {
    Map<String, @Nullable Object> event = event("step");
    event.put("step", step);
    event.put("ms", ms(took));
    event.putAll(more);
    output.event(event);
    line(step, String.format(Locale.ROOT, "%7.1f ms  %s", ms(took), text));
  }

  private void line(String what, String text) {
    output.text(String.format(Locale.ROOT, "%-12s %s", what, text));
  }

  private static Map<String, @Nullable Object> event(String name) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("event", name);
    return event;
  }

  private static void putAnswer(Map<String, @Nullable Object> event, SetupResult answer) {
    if (answer instanceof Refused refused) {
      event.put("errorCode", refused.errorCode());
    } else if (answer instanceof Unanswered unanswered) {
      event.put("reason", unanswered.why().reason());
      event.put("message", unanswered.why().message());
    }
  }

  private static String text(SetupResult answer) {
    if (answer instanceof Accepted accepted) {
      return "version " + accepted.usedVersion();
    } else if (answer instanceof Refused refused) {
      return refused.errorCode();
    }
    return ((Unanswered) answer).why().message();
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static double ms(Duration duration) {
    return Math.round(duration.toNanos() / 1e4) / 1e2;
  }

  private static String remaining(Duration duration) {
    return duration.toDays() > 0
        ? "%d d %d h".formatted(duration.toDays(), duration.toHoursPart())
        : "%d h %d min %d s"
            .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
  }
}
