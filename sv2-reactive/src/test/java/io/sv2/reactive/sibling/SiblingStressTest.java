package io.sv2.reactive.sibling;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.RequestToSv2Client;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.ResponseFromSv2Server;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A million requests each way at once, some of them slow, some withdrawn. */
class SiblingStressTest {
  private static final int REQUESTS = 1_000_000;
  private static final int AT_ONCE = 512;
  private static final Duration PATIENCE = Duration.ofMinutes(15); // of a failing test only

  private final SiblingConfig config = new SiblingConfig(64, AT_ONCE, 16, Duration.ofSeconds(30));

  /** What became of each request: how often it was worked on, and how often answered. */
  private static final class Way {
    final AtomicIntegerArray worked = new AtomicIntegerArray(REQUESTS);
    final AtomicIntegerArray answered = new AtomicIntegerArray(REQUESTS);
    final LongAdder withdrawn = new LongAdder();

    Mono<Integer> work(int number) {
      worked.incrementAndGet(number);
      return delayed(number, Mono.just(number));
    }

    /** One in 200 takes a while. */
    private static <T> Mono<T> delayed(int number, Mono<T> answer) {
      int chance = new SplittableRandom(number).nextInt(200);
      return chance == 0 ? answer.delayElement(Duration.ofMillis(1)) : answer;
    }

    /** One in ten is withdrawn, at once or after a moment. */
    Mono<Void> ask(int number, IntFunction<Mono<Integer>> asks) {
      Mono<Integer> asked = asks.apply(number).doOnNext(answer -> answered.incrementAndGet(answer));
      int chance = new SplittableRandom(~number).nextInt(100);
      if (chance < 5) {
        withdrawn.increment();
        asked.subscribe().dispose();
        return Mono.empty();
      } else if (chance < 6) {
        withdrawn.increment();
        return asked.takeUntilOther(Mono.delay(Duration.ofMillis(1))).then();
      }
      return asked.then();
    }

    void check() {
      for (int i = 0; i < REQUESTS; i++) {
        assertThat(answered.get(i)).as("answers to " + i).isLessThanOrEqualTo(1);
        assertThat(worked.get(i)).as("work on " + i).isLessThanOrEqualTo(1);
        assertThat(answered.get(i)).isLessThanOrEqualTo(worked.get(i));
        boolean kept = new SplittableRandom(~i).nextInt(100) >= 6;
        assertThat(kept ? answered.get(i) : 1).as("answer to " + i).isEqualTo(1);
      }
      assertThat(withdrawn.sum()).isBetween(REQUESTS / 20L, REQUESTS / 12L);
    }
  }

  @Test
  void millionRequestsEachWayAreAnsweredOnceOrWithdrawn() {
    Sv2SiblingServerServiceIo.Pair pair =
        Sv2SiblingServerServiceIo.newPair(config, Schedulers.parallel());
    Way toServer = new Way();
    Way toClient = new Way();
    var servers = pair.forServer().serve(request -> answer(toServer, request));
    var clients = pair.forClient().serve(request -> answer(toClient, request));
    long before = usedMemory();
    Mono.when(
            all(n -> toServer.ask(n, i -> askServer(pair, i))),
            all(n -> toClient.ask(n, i -> askClient(pair, i))))
        .block(PATIENCE);
    toServer.check();
    toClient.check();
    assertThat(usedMemory() - before).as("bytes held").isLessThan(32 * 1024 * 1024);
    servers.dispose();
    clients.dispose();
  }

  private static Mono<Void> all(IntFunction<Mono<Void>> ask) {
    return Flux.range(0, REQUESTS)
        .flatMap(ask::apply, AT_ONCE)
        .then()
        .subscribeOn(Schedulers.boundedElastic());
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  // ---- requests and responses that carry a number

  private static Mono<ResponseFromSv2Server> answer(Way way, RequestToSv2Server request) {
    var carried = (ResponseFromSv2Server.Send) ((RequestToSv2Server.CarryOut) request).response();
    return way.work((int) carried.clientId())
        .map(number -> new ResponseFromSv2Server.Send(number, List.of()));
  }

  private static Mono<ResponseFromSv2Client> answer(Way way, RequestToSv2Client request) {
    var carried = (ResponseFromSv2Client.Close) ((RequestToSv2Client.CarryOut) request).response();
    return way.work(Integer.parseInt(carried.reason().detail())).map(SiblingStressTest::numbered);
  }

  private static ResponseFromSv2Client numbered(int number) {
    return new ResponseFromSv2Client.Close(
        Protocol.MINING, CloseReason.local(Integer.toString(number)));
  }

  private static Mono<Integer> askServer(Sv2SiblingServerServiceIo.Pair pair, int number) {
    return pair.forClient()
        .ask(new RequestToSv2Server.CarryOut(new ResponseFromSv2Server.Send(number, List.of())))
        .map(response -> (int) ((ResponseFromSv2Server.Send) response).clientId());
  }

  private static Mono<Integer> askClient(Sv2SiblingServerServiceIo.Pair pair, int number) {
    return pair.forServer()
        .ask(new RequestToSv2Client.CarryOut(numbered(number)))
        .map(
            response ->
                Integer.parseInt(((ResponseFromSv2Client.Close) response).reason().detail()));
  }
}
