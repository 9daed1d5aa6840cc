package io.sv2.examples.probe;

import io.sv2.codec.Protocol;
import io.sv2.codec.SetupFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The names of what SetupConnection asks for: subprotocols, flags (sections 5.3.1, 6.4.1). */
public final class SetupNames {
  private static final Map<Long, String> MINING_ASKED =
      Map.of(
          SetupFlags.REQUIRES_STANDARD_JOBS, "REQUIRES_STANDARD_JOBS",
          SetupFlags.REQUIRES_WORK_SELECTION, "REQUIRES_WORK_SELECTION",
          SetupFlags.REQUIRES_VERSION_ROLLING, "REQUIRES_VERSION_ROLLING");
  private static final Map<Long, String> MINING_ANSWERED =
      Map.of(
          SetupFlags.REQUIRES_FIXED_VERSION, "REQUIRES_FIXED_VERSION",
          SetupFlags.REQUIRES_EXTENDED_CHANNELS, "REQUIRES_EXTENDED_CHANNELS");
  private static final Map<Long, String> DECLARATION_ASKED =
      Map.of(SetupFlags.DECLARE_TX_DATA, "DECLARE_TX_DATA");

  private SetupNames() {}

  /** Of a subprotocol, as people call it: mining, jd, td. */
  public static String of(Protocol protocol) {
    return switch (protocol) {
      case MINING -> "mining";
      case JOB_DECLARATION -> "jd";
      case TEMPLATE_DISTRIBUTION -> "td";
    };
  }

  /** Of flags that a client asks for, or that are refused; a flag without a name is "bit N". */
  public static List<String> asked(Protocol protocol, long flags) {
    return names(
        switch (protocol) {
          case MINING -> MINING_ASKED;
          case JOB_DECLARATION -> DECLARATION_ASKED;
          case TEMPLATE_DISTRIBUTION -> Map.of();
        },
        flags);
  }

  /** Of flags in SetupConnection.Success. */
  public static List<String> answered(Protocol protocol, long flags) {
    return names(protocol == Protocol.MINING ? MINING_ANSWERED : Map.of(), flags);
  }

  /** All flags that a client may ask for. */
  static long all(Protocol protocol) {
    return switch (protocol) {
      case MINING ->
          SetupFlags.REQUIRES_STANDARD_JOBS
              | SetupFlags.REQUIRES_WORK_SELECTION
              | SetupFlags.REQUIRES_VERSION_ROLLING;
      case JOB_DECLARATION -> SetupFlags.DECLARE_TX_DATA;
      case TEMPLATE_DISTRIBUTION -> 0;
    };
  }

  private static List<String> names(Map<Long, String> known, long flags) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      long flag = 1L << bit;
      if ((flags & flag) != 0) {
        names.add(known.getOrDefault(flag, "bit " + bit));
      }
    }
    return names;
  }
}
