package io.sv2.reactive.bench;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.ProtocolSupport;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.Sv2ServerService;
import io.sv2.reactive.Sv2ServerServiceConfig;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.test.ConnectionPair;
import io.sv2.reactive.test.ScriptedPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Mono;

/**
 * One job (12 merkle steps) to all of so many connections in memory whose peers read: from the call
 * until the last of them has it queued and taken. The job is encoded once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BroadcastBenchmark {
  /** How many connections. */
  @Param({"1", "1000", "10000"})
  public String name;

  private Sv2ServerService<?, ?, ?> service;
  private ResponseFromSv2Server broadcast;
  private long taken;

  /** The reference has no broadcast that could be timed by itself. */
  public static String reference(String benchmark, String name) {
    return null;
  }

  private static final class Idle implements Sv2MiningServerHandler {
    @Override
    public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
        Sv2Client client, OpenStandardMiningChannel message) {
      return Mono.just(ResponseFromSv2Server.nothing());
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
        Sv2Client client, SubmitSharesStandard message) {
      return Mono.just(ResponseFromSv2Server.nothing());
    }
  }

  /** Connects them all. */
  @Setup
  public void connect() {
    int connections = Integer.parseInt(name);
    service =
        Sv2ServerService.newService(
            Sv2ServerServiceConfig.of(
                    "bench",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    null,
                    ProtocolSupport.mining(0, 0))
                .withAdmission(AdmissionConfig.ofConnections(connections)),
            new Idle(),
            NullSv2JobDeclarationServerHandler.INSTANCE,
            NullSv2TemplateDistributionServerHandler.INSTANCE);
    for (int i = 0; i < connections; i++) {
      ConnectionPair.Ends ends = ConnectionPair.plain().connect();
      service.accept(ends.server());
      ends.client().inbound().subscribe(frame -> taken++);
      ends.client()
          .outbound()
          .tryEmitNext(
              Sv2Codec.encode(ScriptedPeer.setupConnection(Protocol.MINING.code(), 2, 2, 0)))
          .orThrow();
    }
    broadcast =
        new ResponseFromSv2Server.SendToGroup(
            client -> true,
            List.of(
                new NewExtendedMiningJob(
                    1,
                    7,
                    OptionalLong.of(1_700_000_000),
                    0x2000_0000,
                    true,
                    Collections.nCopies(12, U256.MAX),
                    B064K.of(new byte[100]),
                    B064K.of(new byte[120]))));
  }

  /** The broadcast. */
  @Benchmark
  public long sendToGroup() {
    service.apply(new RequestToSv2Server.CarryOut(broadcast)).block();
    return taken;
  }
}
