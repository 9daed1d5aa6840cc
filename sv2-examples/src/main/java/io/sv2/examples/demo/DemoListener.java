package io.sv2.examples.demo;

/** Told of a demo's progress; called on any thread. */
public interface DemoListener {
  /** Does nothing. */
  DemoListener NONE = new DemoListener() {};

  /** A share was accepted, {@code count} in all, {@code seconds} after the start. */
  default void shareAccepted(long count, double seconds) {}

  /** The chain accepted a block, {@code count} in all. */
  default void blockAccepted(String hash, long count) {}
}
