package io.sv2.reactive.mining;

import io.sv2.codec.type.U256;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/**
 * One channel in virtual time: a miner finds shares at random, a new job every 30 s brings it the
 * target, and the server asks its {@link Vardiff} as {@link ServerChannels} does: after each share
 * and before each job.
 */
final class VardiffSimulation {
  static final long JOB_PERIOD = 30_000;
  private static final long STEP = 10_000; // in which the hash rate is constant

  private final VardiffScenario scenario;
  private final TargetPolicy targets;
  private final Vardiff vardiff;
  private final VardiffTrace trace;
  private final LongUnaryOperator link;
  private final SplittableRandom random;
  private final Queue<Sent> underWay = new ArrayDeque<>();
  private double answered;
  private U256 target;
  private double targetHashes;
  private double jobHashes;
  private double luck; // shares' worth of work until the next one
  private long lastArrival;

  private record Sent(double hashes, long arrival) {}

  private VardiffSimulation(VardiffScenario scenario, Vardiff.Factory factory) {
    this.scenario = scenario;
    this.targets = new TargetPolicy(scenario.sharesPerMinute(), scenario.floor());
    this.answered = targets.atLeast(scenario.declared());
    this.vardiff = factory.create(answered, scenario.clock().applyAsLong(0));
    this.target = targets.target(answered, U256.MAX);
    this.targetHashes = Target.hashes(target);
    this.link = scenario.link().apply(scenario.seed());
    this.random = new SplittableRandom(scenario.seed());
    this.trace = new VardiffTrace(scenario);
    this.luck = nextLuck();
  }

  static VardiffTrace run(VardiffScenario scenario, Vardiff.Factory factory) {
    return new VardiffSimulation(scenario, factory).run();
  }

  private VardiffTrace run() {
    for (long now = 0; now < scenario.length().toMillis(); now += STEP) {
      if (now % JOB_PERIOD == 0) {
        retarget(now);
        jobHashes = targetHashes;
        trace.job(now, jobHashes);
      }
      mine(now);
      deliver(now + STEP);
    }
    return trace;
  }

  private void mine(long now) {
    double shares = scenario.hashRate().applyAsDouble(now) * STEP / 1_000 / jobHashes;
    double done = 0;
    while (luck <= shares - done) {
      done += luck;
      luck = nextLuck();
      long found = now + (long) (STEP * done / shares);
      lastArrival = Math.max(lastArrival, link.applyAsLong(found)); // in order
      underWay.add(new Sent(jobHashes, lastArrival));
    }
    luck -= shares - done;
  }

  private double nextLuck() {
    return -Math.log(1 - random.nextDouble());
  }

  private void deliver(long until) {
    for (Sent share = underWay.peek();
        share != null && share.arrival < until;
        share = underWay.peek()) {
      underWay.remove();
      trace.share(share.arrival);
      vardiff.accepted(share.hashes, scenario.clock().applyAsLong(share.arrival));
      retarget(share.arrival);
    }
  }

  private void retarget(long now) {
    double rate =
        vardiff.hashRate(Math.max(jobHashes, targetHashes), scenario.clock().applyAsLong(now));
    if (rate != answered) {
      answered = rate;
      U256 changed = targets.target(rate, U256.MAX);
      if (!changed.equals(target)) {
        target = changed;
        targetHashes = Target.hashes(target);
        trace.change(now);
      }
    }
  }
}
