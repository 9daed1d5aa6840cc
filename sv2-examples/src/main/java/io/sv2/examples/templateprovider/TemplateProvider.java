package io.sv2.examples.templateprovider;

import io.sv2.examples.bitcoin.BlockSource;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.ProtocolSupport;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.Sv2ServerService;
import io.sv2.reactive.Sv2ServerServiceConfig;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2MiningServerHandler;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A Template Distribution server over a {@link BlockSource}. */
public final class TemplateProvider implements Disposable {
  private static final Logger LOG = LoggerFactory.getLogger(TemplateProvider.class);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);
  private static final Duration SETUP_TIMEOUT = Duration.ofSeconds(10);

  /** A solution is handled until the node, retries included, has taken or refused the block. */
  private static final Duration SUBMISSION_TIMEOUT = Duration.ofMinutes(5);

  private final InetSocketAddress address;
  private final Disposable parts;

  private TemplateProvider(InetSocketAddress address, Disposable parts) {
    this.address = address;
    this.parts = parts;
  }

  /**
   * Starts a template provider.
   *
   * @param source of templates, and where blocks go; stays the caller's to close
   * @param config bounds and policies
   * @param listen where clients connect
   * @param noise identity to serve under; null serves unencrypted
   * @param listener told of blocks
   * @return the template provider, once it listens
   */
  public static Mono<TemplateProvider> start(
      BlockSource source,
      TemplateProviderConfig config,
      InetSocketAddress listen,
      @Nullable NoiseResponderConfig noise,
      TemplateProviderListener listener) {
    TemplateProviderHandler handler =
        new TemplateProviderHandler(source, config, listener, Clock.systemUTC());
    var service =
        Sv2ServerService.newService(
            Sv2ServerServiceConfig.of(
                    "template provider", listen, noise, ProtocolSupport.templateDistribution())
                .withTimeouts(SETUP_TIMEOUT, SUBMISSION_TIMEOUT),
            NullSv2MiningServerHandler.INSTANCE,
            NullSv2JobDeclarationServerHandler.INSTANCE,
            handler);
    return service
        .start()
        .map(
            running -> {
              Disposable following =
                  source
                      .templates()
                      .retryWhen(
                          Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                              .maxBackoff(LAST_RETRY)
                              .transientErrors(true)
                              .doBeforeRetry(
                                  signal ->
                                      LOG.error("no templates: {}", signal.failure().getMessage())))
                      .concatMap(
                          template ->
                              service.apply(
                                  new RequestToSv2Server.CarryOut(handler.newTemplate(template))),
                          1)
                      .subscribe(
                          response -> {},
                          error -> LOG.error("no more templates: {}", error.getMessage(), error));
              return new TemplateProvider(
                  running.address(), Disposables.composite(following, running));
            });
  }

  /** Where clients connect, the real port included. */
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
