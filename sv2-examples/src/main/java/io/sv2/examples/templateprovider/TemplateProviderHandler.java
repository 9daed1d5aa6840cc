package io.sv2.examples.templateprovider;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.template.RequestTransactionDataError;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.examples.bitcoin.BlockSource;
import io.sv2.examples.bitcoin.BlockTemplate;
import io.sv2.examples.bitcoin.SubmitResult;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.handler.Sv2TemplateDistributionServerHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Serves a block source's templates (chapter 7). */
public final class TemplateProviderHandler implements Sv2TemplateDistributionServerHandler {
  private static final Logger LOG = LoggerFactory.getLogger(TemplateProviderHandler.class);

  /** What one client wants and has; touched on its own thread. */
  private static final class ClientState {
    TemplateStore.@Nullable Constraints constraints;
    TemplateStore.@Nullable Offer served;
    final Deque<Long> fresh = new ArrayDeque<>(); // ids of templates that only this client has
  }

  private final BlockSource source;
  private final TemplateProviderConfig config;
  private final TemplateProviderListener listener;
  private final Clock clock;
  private final TemplateStore store;
  private final Map<Long, ClientState> clients = new ConcurrentHashMap<>(); // one a connection
  private volatile TemplateStore.@Nullable Offer latest;
  private volatile long tipSince;

  /** Serves {@code source} under {@code config} and tells {@code listener} of blocks. */
  public TemplateProviderHandler(
      BlockSource source,
      TemplateProviderConfig config,
      TemplateProviderListener listener,
      Clock clock) {
    this.source = source;
    this.config = config;
    this.listener = listener;
    this.clock = clock;
    this.store = new TemplateStore(config.maxTemplates(), clock.millis());
  }

  @Override
  public Mono<ResponseFromSv2Server> clientAdded(Sv2Client client) {
    clients.put(client.id(), new ClientState());
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  @Override
  public void clientRemoved(Sv2Client client, CloseReason reason) {
    clients.remove(client.id());
  }

  private ClientState state(Sv2Client client) {
    ClientState state = clients.get(client.id());
    if (state == null) {
      throw new IllegalStateException(client + " was not added");
    }
    return state;
  }

  /** The source has a new template: what to do about it. Called for one after the other. */
  ResponseFromSv2Server newTemplate(BlockTemplate template) {
    TemplateStore.Offer before = latest;
    if (before == null || isNewTip(before.block(), template)) {
      tipSince = clock.millis();
    }
    TemplateStore.Offer offer =
        new TemplateStore.Offer(before == null ? 1 : before.number() + 1, template);
    latest = offer;
    return new ResponseFromSv2Server.ForEachClient(
        client -> serve(client, state(client), offer, false));
  }

  private static boolean isNewTip(BlockTemplate before, BlockTemplate after) {
    return !before.previousBlockHash().equals(after.previousBlockHash());
  }

  private ResponseFromSv2Server serve(
      Sv2Client client, ClientState state, TemplateStore.Offer offer, boolean fresh) {
    TemplateStore.Constraints constraints = state.constraints;
    TemplateStore.Offer before = state.served;
    if (constraints == null || (before != null && before.number() >= offer.number())) {
      return ResponseFromSv2Server.nothing(); // nothing before constraints, nothing twice
    }
    boolean newTip = before == null || isNewTip(before.block(), offer.block());
    state.served = offer;
    ServedTemplate served = store.serve(offer, constraints, fresh);
    if (fresh) {
      state.fresh.addLast(served.id());
      if (state.fresh.size()
          > config.maxTemplatesOfOneClient()) { // or one client would push out what others mine on
        store.forget(state.fresh.removeFirst());
      }
    }
    List<Sv2Message> messages = new ArrayList<>();
    messages.add(served.newTemplate(newTip));
    if (newTip) {
      messages.add(served.setNewPrevHash());
    }
    return new ResponseFromSv2Server.Send(client.id(), messages);
  }

  @Override
  public Mono<ResponseFromSv2Server> handleCoinbaseOutputConstraints(
      Sv2Client client, CoinbaseOutputConstraints message) {
    if (message.coinbaseOutputMaxAdditionalSize() > BlockTemplate.MAX_COINBASE_OUTPUT_SIZE) {
      return Mono.error(
          new IllegalArgumentException(
              "coinbase_output_max_additional_size: no block holds more than "
                  + BlockTemplate.MAX_COINBASE_OUTPUT_SIZE
                  + " bytes of outputs"));
    }
    ClientState state = state(client);
    boolean repeated = state.constraints != null;
    state.constraints =
        new TemplateStore.Constraints(
            (int) message.coinbaseOutputMaxAdditionalSize(),
            message.coinbaseOutputMaxAdditionalSigops());
    state.served = null; // each repeat is answered afresh
    TemplateStore.Offer offer = latest;
    return Mono.just(
        offer == null
            ? ResponseFromSv2Server.nothing() // it comes as soon as the source has one
            : serve(client, state, offer, repeated));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleRequestTransactionData(
      Sv2Client client, RequestTransactionData message) {
    ServedTemplate template = store.byId(message.templateId());
    TemplateStore.Offer current = latest;
    if (template == null || current == null) {
      return Mono.just(noData(client, message, ErrorCodes.TEMPLATE_ID_NOT_FOUND));
    }
    boolean old = isNewTip(template.block(), current.block());
    if (old && clock.millis() - tipSince > config.staleAfter().toMillis()) {
      return Mono.just(noData(client, message, ErrorCodes.STALE_TEMPLATE_ID));
    }
    List<B016M> transactions =
        template.block().transactions().stream().map(tx -> B016M.of(tx.toByteArray())).toList();
    return Mono.just(
        ResponseFromSv2Server.send(
            client,
            new RequestTransactionDataSuccess(message.templateId(), B064K.EMPTY, transactions)));
  }

  private static ResponseFromSv2Server noData(
      Sv2Client client, RequestTransactionData message, String code) {
    return ResponseFromSv2Server.send(
        client, new RequestTransactionDataError(message.templateId(), Str0255.of(code)));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleSubmitSolution(
      Sv2Client client, SubmitSolution message) {
    ServedTemplate template = store.byId(message.templateId());
    if (template == null) {
      LOG.error("{} solved template {}, which is not known", client, message.templateId());
      return Mono.just(ResponseFromSv2Server.nothing());
    }
    SolvedBlock block;
    try {
      block = SolvedBlock.of(template, message);
    } catch (IllegalArgumentException e) {
      LOG.error("{}: {}", client, e.getMessage());
      tell(new SubmitResult.Rejected(String.valueOf(e.getMessage())));
      return Mono.just(ResponseFromSv2Server.nothing());
    }
    if (block.hash().toBigInteger().compareTo(template.block().target()) > 0) {
      LOG.error("{}: {} is no block", client, block.hash());
      tell(new SubmitResult.Rejected("high-hash"));
      return Mono.just(ResponseFromSv2Server.nothing());
    }
    // Not cancelled when the client's connection breaks meanwhile: it is a block.
    Sinks.Empty<Void> done = Sinks.empty();
    Mono.whenDelayError(submit(block), save(block))
        .subscribe(null, done::tryEmitError, done::tryEmitEmpty);
    return done.asMono().thenReturn(ResponseFromSv2Server.nothing());
  }

  private void tell(SubmitResult result) {
    try {
      listener.blockSubmitted(result);
    } catch (RuntimeException e) {
      LOG.error("the listener failed at {}", result, e);
    }
  }

  private Mono<Void> submit(SolvedBlock block) {
    return source
        .submit(block.bytes())
        .onErrorResume(
            error -> {
              LOG.error("block {} could not be submitted", block.hash(), error);
              return Mono.just(new SubmitResult.Rejected(String.valueOf(error.getMessage())));
            })
        .doOnNext(
            result -> {
              LOG.info("block {}: {}", block.hash(), result);
              tell(result);
            })
        .then();
  }

  private Mono<Void> save(SolvedBlock block) {
    Path directory = config.blockDirectory();
    if (directory == null) {
      return Mono.empty();
    }
    return Mono.<Void>fromCallable(
            () -> {
              Files.createDirectories(directory);
              Files.write(directory.resolve(block.hash() + ".block"), block.bytes());
              return null;
            })
        .subscribeOn(Schedulers.boundedElastic())
        .onErrorResume(
            IOException.class,
            error -> {
              LOG.error("block {} could not be saved in {}", block.hash(), directory, error);
              return Mono.empty();
            });
  }
}
