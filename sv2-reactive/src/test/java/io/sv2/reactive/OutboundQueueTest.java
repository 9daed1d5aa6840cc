package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.OutboundConfig.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Sinks.EmitResult;

class OutboundQueueTest {
  private static final int MANY = 1_000_000;

  private final OutboundQueue queue =
      new OutboundQueue(new OutboundConfig(MANY, MANY, Policy.CONFLATE_JOBS));

  private static NewMiningJob future(long channel, long job) {
    return new NewMiningJob(channel, job, OptionalLong.empty(), 0, U256.ZERO);
  }

  private static NewMiningJob active(long channel, long job) {
    return new NewMiningJob(channel, job, OptionalLong.of(1), 0, U256.ZERO);
  }

  private static SetNewPrevHash tip(long channel, long job) {
    return new SetNewPrevHash(channel, job, U256.ZERO, 1, 1);
  }

  private static SubmitSharesSuccess answer(long number) {
    return new SubmitSharesSuccess(1, number, 1, 1);
  }

  private void offer(Sv2Message... messages) {
    for (Sv2Message message : messages) {
      queue.offer(Sv2Codec.encode(message));
    }
  }

  private List<Sv2Message> leaves() {
    List<Sv2Message> all = new ArrayList<>();
    for (Sv2Frame frame = queue.poll(); frame != null; frame = queue.poll()) {
      all.add(Sv2Codec.decode(frame));
    }
    assertThat(queue.size()).isZero();
    assertThat(queue.bytes()).isZero();
    return all;
  }

  @Test
  void framesLeaveInTheOrderTheyCame() {
    offer(active(1, 1), answer(1), future(1, 2), new SetTarget(1, U256.MAX), answer(2));
    assertThat(leaves())
        .containsExactly(
            active(1, 1), answer(1), future(1, 2), new SetTarget(1, U256.MAX), answer(2));
  }

  @Test
  void tipDropsTheJobsOfItsChannelButTheOneItNames() {
    NewExtendedMiningJob extended =
        new NewExtendedMiningJob(
            7, 3, OptionalLong.of(1), 0, true, List.of(), B064K.EMPTY, B064K.EMPTY);
    offer(active(7, 1), future(7, 2), extended, future(7, 4), tip(7, 2));
    assertThat(leaves()).containsExactly(future(7, 2), tip(7, 2));
  }

  @Test
  void jobThatComesAfterItsTipStays() {
    offer(future(7, 2), tip(7, 2), active(7, 3), active(7, 4));
    assertThat(leaves()).containsExactly(future(7, 2), tip(7, 2), active(7, 3), active(7, 4));
  }

  @Test
  void tipTakesThePlaceOfAnEarlierOne() {
    offer(future(7, 1), tip(7, 1), active(7, 2), future(7, 3), tip(7, 3));
    assertThat(leaves()).containsExactly(future(7, 3), tip(7, 3));
  }

  @Test
  void jobsOfOtherChannelsStay() {
    offer(active(1, 1), active(2, 1), future(2, 2), tip(1, 9));
    assertThat(leaves()).contains(active(2, 1), future(2, 2)).doesNotContain(active(1, 1));
  }

  @Test
  void tipGoesPastAnswersAndFutureJobs() {
    offer(active(2, 1), future(2, 2), answer(1), answer(2), future(3, 5), tip(1, 9));
    assertThat(leaves())
        .containsExactly(active(2, 1), tip(1, 9), future(2, 2), answer(1), answer(2), future(3, 5));
  }

  /** It may be a job of the tip's group: behind the tip it would be mined on the wrong block. */
  @Test
  void tipDoesNotGoPastAnActiveJobOfAnotherChannel() {
    offer(active(2, 1), answer(1), tip(1, 9));
    assertThat(leaves()).containsExactly(active(2, 1), tip(1, 9), answer(1));
  }

  /** A group's job that one of its channels is told to begin with. */
  @Test
  void tipDoesNotGoPastTheJobThatItNamesWhateverItsChannel() {
    offer(answer(1), future(100, 9), answer(2), tip(1, 9));
    assertThat(leaves()).containsExactly(answer(1), future(100, 9), tip(1, 9), answer(2));
  }

  /**
   * Between the two tips of a group there is a job of one of its channels, which needs the first.
   */
  @Test
  void olderTipStaysWithItsJobWhereAnActiveJobOfAnotherChannelComesBehindIt() {
    offer(future(100, 1), tip(100, 1), active(2, 2), active(100, 3), future(100, 4), tip(100, 4));
    assertThat(leaves())
        .containsExactly(future(100, 1), tip(100, 1), active(2, 2), future(100, 4), tip(100, 4));
  }

  @Test
  void olderTipThatWasKeptGoesWhenTheJobBehindItIsGone() {
    offer(future(100, 1), tip(100, 1), active(2, 2), future(100, 3), tip(100, 3));
    offer(future(2, 4), tip(2, 4), future(100, 5), tip(100, 5));
    assertThat(leaves()).containsExactly(future(2, 4), tip(2, 4), future(100, 5), tip(100, 5));
  }

  @Test
  void tipThatFindsNoRoomDropsNothing() {
    OutboundQueue small = new OutboundQueue(new OutboundConfig(8, 1024, Policy.CONFLATE_JOBS));
    BoundedSink<Sv2Frame> sink = new BoundedSink<>(small);
    assertThat(sink.tryEmitNext(Sv2Codec.encode(active(7, 1)))).isEqualTo(EmitResult.OK);
    assertThat(sink.tryEmitNext(Sv2Frame.of(5, 5, new byte[100_000]))).isEqualTo(EmitResult.OK);
    assertThat(sink.tryEmitNext(Sv2Codec.encode(tip(7, 3)))).isEqualTo(EmitResult.FAIL_OVERFLOW);
    assertThat(small.size()).isEqualTo(2);
  }

  @Test
  void tipGoesPastNothingThatChangesAChannel() {
    offer(answer(1), new SetTarget(1, U256.MAX), answer(2), tip(1, 9));
    assertThat(leaves())
        .containsExactly(answer(1), new SetTarget(1, U256.MAX), tip(1, 9), answer(2));
  }

  @Test
  void inOrderNothingIsDroppedOrMoved() {
    OutboundQueue inOrder = new OutboundQueue(new OutboundConfig(MANY, MANY, Policy.IN_ORDER));
    List<Sv2Frame> frames =
        List.of(
            Sv2Codec.encode(active(7, 1)), Sv2Codec.encode(answer(1)), Sv2Codec.encode(tip(7, 2)));
    frames.forEach(inOrder::offer);
    assertThat(inOrder).containsExactlyElementsOf(frames);
  }

  @Test
  void boundIsOnFramesAndOnBytesAndDroppingMakesRoom() {
    OutboundQueue small = new OutboundQueue(new OutboundConfig(8, 1024, Policy.CONFLATE_JOBS));
    BoundedSink<Sv2Frame> sink = new BoundedSink<>(small);
    for (int i = 0; i < 8; i++) {
      assertThat(sink.tryEmitNext(Sv2Codec.encode(active(7, i)))).isEqualTo(EmitResult.OK);
    }
    assertThat(sink.tryEmitNext(Sv2Codec.encode(answer(1)))).isEqualTo(EmitResult.FAIL_OVERFLOW);
    assertThat(sink.tryEmitNext(Sv2Codec.encode(tip(7, 3)))).isEqualTo(EmitResult.OK);
    assertThat(small.size()).isEqualTo(2);
    assertThat(sink.tryEmitNext(Sv2Frame.of(5, 5, new byte[100_000]))).isEqualTo(EmitResult.OK);
    assertThat(sink.tryEmitNext(Sv2Codec.encode(answer(1)))).isEqualTo(EmitResult.FAIL_OVERFLOW);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 31, 32, 33, 3_000})
  void whateverComesAMinerCanFollowIt(int length) {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Sv2Message> sent = new ArrayList<>();
      List<Sv2Message> heard = new ArrayList<>();
      long job = 0;
      List<List<Long>> named =
          Stream.generate(() -> (List<Long>) new ArrayList<Long>()).limit(4).toList();
      for (int i = 0; i < length; i++) {
        Sv2Message message =
            switch (random.nextInt(8)) {
              case 0, 1 -> active(random.nextInt(4), ++job);
              case 2, 3 -> {
                int channel = random.nextInt(4);
                named.get(channel).add(++job);
                yield future(channel, job);
              }
              case 4 -> {
                int channel = random.nextInt(4);
                List<Long> jobs = named.get(channel); // that the last tip has left
                long picked = jobs.isEmpty() ? ++job : jobs.get(random.nextInt(jobs.size()));
                jobs.clear();
                yield tip(channel, picked);
              }
              case 5 -> answer(i);
              case 6 -> new SubmitSharesError(1, i, Str0255.of("stale-share"));
              default -> new SetTarget(random.nextInt(4), U256.MAX);
            };
        sent.add(message);
        offer(message);
        for (int polls = random.nextInt(8) == 0 ? random.nextInt(12) : 0; polls > 0; polls--) {
          Sv2Frame frame = queue.poll();
          if (frame != null) {
            heard.add(Sv2Codec.decode(frame));
          }
        }
      }
      heard.addAll(leaves());
      check(sent, heard);
      if (length > 1_000 && seed == 20) {
        return;
      }
    }
  }

  private static void check(List<Sv2Message> sent, List<Sv2Message> heard) {
    assertThat(sent).containsAll(heard);
    assertThat(heard.stream().filter(OutboundQueueTest::isNeverDropped).toList())
        .isEqualTo(sent.stream().filter(OutboundQueueTest::isNeverDropped).toList());
    for (long channel = 0; channel < 4; channel++) {
      assertThat(state(heard, channel)).isEqualTo(state(sent, channel));
    }
  }

  private static boolean isNeverDropped(Sv2Message message) {
    return !(message instanceof NewMiningJob || message instanceof SetNewPrevHash);
  }

  /** What a miner works on in the end, for each channel: the last tip, and jobs after it. */
  private static List<Sv2Message> state(List<Sv2Message> messages, long channel) {
    List<Sv2Message> jobs = new ArrayList<>();
    for (Sv2Message message : messages) {
      if (message instanceof SetNewPrevHash tip && tip.channelId() == channel) {
        jobs.removeIf(
            before -> !(before instanceof NewMiningJob job && job.jobId() == tip.jobId()));
        jobs.add(tip);
      } else if (message instanceof NewMiningJob job && job.channelId() == channel) {
        jobs.add(job);
      }
    }
    return jobs;
  }
}
