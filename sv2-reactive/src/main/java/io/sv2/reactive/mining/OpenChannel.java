package io.sv2.reactive.mining;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A channel and what its server has to remember of it. */
final class OpenChannel {
  final ServerChannel channel;
  private final TargetPolicy targets;
  private final Vardiff vardiff;
  private final UserAccounting user;
  private final List<Retired> retired = new ArrayList<>(0);
  private int index;
  private U256 maxTarget;
  private double declared;
  private double rate; // that the target was made for last

  /** A prefix that was changed, while jobs that were made with it still count. */
  private record Retired(int index, B032 prefix) {}

  OpenChannel(
      ServerChannel channel,
      int index,
      U256 maxTarget,
      double declared,
      ServerChannelsConfig config,
      UserAccounting user,
      long now) {
    this.channel = channel;
    this.targets = config.targets();
    this.rate = targets.atLeast(declared);
    this.vardiff = config.vardiff().create(rate, now);
    this.index = index;
    this.maxTarget = maxTarget;
    this.declared = declared;
    this.user = user;
  }

  ShareResult submit(Share share, long now) {
    ShareResult result = channel.submit(share, now);
    if (result instanceof ShareResult.Valid valid) {
      vardiff.accepted(valid.target().hashes(), now);
    } else if (result instanceof ShareResult.Block block) {
      vardiff.accepted(block.target().hashes(), now);
    } else if (result instanceof ShareResult.Rejected rejected
        && rejected.reason() == Rejection.TOO_MANY_SHARES) {
      vardiff.accepted(channel.hashesPerShare(), now); // or it would make them more, for silence
    }
    user.submitted(result);
    return result;
  }

  /** The channel's new target when it should get another. */
  Optional<U256> retarget(long now) {
    double wished = vardiff.hashRate(channel.hashesPerShare(), now);
    return wished == rate ? Optional.empty() : give(wished);
  }

  /**
   * What the client has declared; its maximum holds at once (section 5.3.7), its hash rate as the
   * strategy sees fit.
   */
  Optional<U256> update(double hashRate, U256 maximum, long now) {
    user.declared(declared, hashRate);
    declared = hashRate;
    maxTarget = maximum;
    vardiff.declared(targets.atLeast(hashRate), now);
    return give(vardiff.hashRate(channel.hashesPerShare(), now));
  }

  private Optional<U256> give(double hashRate) {
    rate = hashRate;
    U256 target = targets.target(hashRate, maxTarget);
    if (target.equals(channel.target())) {
      return Optional.empty();
    }
    channel.setTarget(target);
    return Optional.of(target);
  }

  void changePrefix(int to, B032 prefix) {
    retired.add(new Retired(index, channel.extranoncePrefix()));
    index = to;
    channel.setExtranoncePrefix(prefix);
  }

  int index() {
    return index;
  }

  /** Gives back the indexes that no job that counts was made with any more. */
  void releaseRetired(ExtranonceSpace space) {
    for (Retired old : List.copyOf(retired)) {
      if (!channel.uses(old.prefix)) {
        retired.remove(old);
        if (!hasIndex(old.index)) {
          space.release(old.index);
        }
      }
    }
  }

  /** Under any prefix from above: what another one has made of it may be in use still. */
  private boolean hasIndex(int which) {
    return index == which || retired.stream().anyMatch(old -> old.index == which);
  }

  void close(ExtranonceSpace space) {
    channel.close();
    user.closed(declared);
    if (channel.accounting().accepted() == 0) { // or who opens and closes would use up all of them
      space.giveBack(index);
    } else {
      space.release(index);
    }
    retired.forEach(old -> space.release(old.index));
    retired.clear();
  }
}
