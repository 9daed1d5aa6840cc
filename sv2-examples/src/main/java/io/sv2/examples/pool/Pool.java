package io.sv2.examples.pool;

import io.sv2.codec.Protocol;
import io.sv2.codec.SetupFlags;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.ProtocolSupport;
import io.sv2.reactive.Sv2ClientService;
import io.sv2.reactive.Sv2ClientServiceConfig;
import io.sv2.reactive.Sv2ServerService;
import io.sv2.reactive.Sv2ServerServiceConfig;
import io.sv2.reactive.UpstreamConfig;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2MiningClientHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.mining.TxOutput;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** A pool of one server: miners on one side, a template provider on the other. */
public final class Pool implements Disposable {
  /** What a miner may ask for. */
  private static final long SUPPORTED_FLAGS =
      SetupFlags.REQUIRES_STANDARD_JOBS | SetupFlags.REQUIRES_VERSION_ROLLING;

  /** Signature operations of a pay-to-pubkey-hash output, times four as they are counted. */
  private static final int SIGOPS_OF_ONE_OUTPUT = 4;

  private final InetSocketAddress address;
  private final Disposable parts;

  private Pool(InetSocketAddress address, Disposable parts) {
    this.address = address;
    this.parts = parts;
  }

  /**
   * Starts a pool; a template provider that is not there yet is waited for.
   *
   * @param config of the operator
   * @param listen where miners connect
   * @param noise identity to serve under; null serves unencrypted
   * @param templateProvider where templates come from
   * @param templateNoise how the template provider is authenticated; null speaks unencrypted
   * @param listener told what happens
   * @return the pool, once it listens
   */
  public static Mono<Pool> start(
      PoolConfig config,
      InetSocketAddress listen,
      @Nullable NoiseResponderConfig noise,
      InetSocketAddress templateProvider,
      @Nullable NoiseInitiatorConfig templateNoise,
      PoolListener listener) {
    PoolMiningHandler mining = new PoolMiningHandler(config, listener, Clock.systemUTC());
    var server =
        Sv2ServerService.newWithSiblingIo(
            Sv2ServerServiceConfig.of(
                "pool", listen, noise, ProtocolSupport.mining(SUPPORTED_FLAGS, 0)),
            mining,
            NullSv2JobDeclarationServerHandler.INSTANCE,
            NullSv2TemplateDistributionServerHandler.INSTANCE);
    var client =
        Sv2ClientService.newFromSiblingIo(
            Sv2ClientServiceConfig.of(
                "pool",
                UpstreamConfig.of(
                    Protocol.TEMPLATE_DISTRIBUTION, templateProvider, templateNoise, 0)),
            NullSv2MiningClientHandler.INSTANCE,
            NullSv2JobDeclarationClientHandler.INSTANCE,
            new PoolTemplateHandler(
                new TxOutput(0, config.payoutScript()).length(),
                SIGOPS_OF_ONE_OUTPUT,
                mining::recentSolutions),
            server.siblingIo());
    return server
        .service()
        .start()
        .flatMap(
            running ->
                client
                    .start()
                    .map(
                        connecting ->
                            new Pool(running.address(), Disposables.composite(connecting, running)))
                    .doOnError(error -> running.dispose()));
  }

  /** Where miners connect, the real port included. */
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void dispose() {
    parts.dispose();
  }

  @Override
  public boolean isDisposed() {
    return parts.isDisposed();
  }
}
