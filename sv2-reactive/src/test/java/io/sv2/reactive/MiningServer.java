package io.sv2.reactive;

import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.VendorMessage;
import io.sv2.codec.extension.Tlv;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.layer.Sv2Layer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A server on virtual time whose handler answers as the test says, and keeps what it was told. */
final class MiningServer implements Sv2MiningServerHandler, AutoCloseable {
  static final Duration FIRST_MESSAGE = Duration.ofSeconds(60);
  static final Duration INACTIVITY = Duration.ofMinutes(15);
  static final Duration SETUP = Duration.ofSeconds(10);
  static final Duration HANDLER = Duration.ofSeconds(30);
  static final long FLAGS = 0b101;
  static final long ANSWERED = 0b10;

  final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  final List<Sv2Client> added = new ArrayList<>();
  final List<Sv2Message> handled = new ArrayList<>();
  final List<String> removed = new ArrayList<>();
  final List<Set<Integer>> extensions = new ArrayList<>();
  final List<VendorMessage> vendors = new ArrayList<>();
  final List<Sv2Frame> unknown = new ArrayList<>();
  final List<List<Tlv>> tlvs = new ArrayList<>();
  BiFunction<Sv2Client, Sv2Message, Mono<ResponseFromSv2Server>> answer =
      (client, message) -> Mono.just(ResponseFromSv2Server.nothing());
  ResponseFromSv2Server welcome = ResponseFromSv2Server.nothing();
  final Sv2ServerService<?, ?, ?> service;
  private final Disposable serving;

  MiningServer() {
    this(ExtensionsConfig.NONE);
  }

  MiningServer(ExtensionsConfig extensions) {
    this(extensions, Sv2Layer.none());
  }

  MiningServer(Sv2Layer<RequestToSv2Server.IncomingMessage, ResponseFromSv2Server> layers) {
    this(ExtensionsConfig.NONE, layers);
  }

  private MiningServer(
      ExtensionsConfig extensions,
      Sv2Layer<RequestToSv2Server.IncomingMessage, ResponseFromSv2Server> layers) {
    service =
        Sv2ServerService.newService(
            Sv2ServerServiceConfig.of(
                    "test",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    null,
                    ProtocolSupport.mining(FLAGS, ANSWERED).withTimeouts(FIRST_MESSAGE, INACTIVITY))
                .withTimeouts(SETUP, HANDLER)
                .withExtensions(extensions)
                .withLayers(layers)
                .withTimer(time),
            this,
            NullSv2JobDeclarationServerHandler.INSTANCE,
            NullSv2TemplateDistributionServerHandler.INSTANCE);
    serving = service.startServing();
  }

  TestPeer connects(TestPeer peer) {
    service.accept(peer.connection());
    return peer;
  }

  /** A peer that is set up. */
  TestPeer client() {
    TestPeer peer = connects(new TestPeer()).sends(TestPeer.setup());
    peer.hears();
    return peer;
  }

  void passes(Duration duration) {
    time.advanceTimeBy(duration);
  }

  @Override
  public Mono<ResponseFromSv2Server> clientAdded(Sv2Client client) {
    added.add(client);
    return Mono.just(welcome);
  }

  @Override
  public void clientRemoved(Sv2Client client, CloseReason reason) {
    removed.add(client.id() + " " + reason.kind());
  }

  @Override
  public Mono<ResponseFromSv2Server> extensionsNegotiated(
      Sv2Client client, Set<Integer> negotiated) {
    extensions.add(negotiated);
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  @Override
  public Mono<ResponseFromSv2Server> handleVendorMessage(Sv2Client client, VendorMessage message) {
    vendors.add(message);
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  @Override
  public Mono<ResponseFromSv2Server> handleUnknownFrame(Sv2Client client, Sv2Frame frame) {
    unknown.add(frame);
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  @Override
  public Mono<ResponseFromSv2Server> handle(RequestToSv2Server.IncomingMessage request) {
    tlvs.add(request.tlvs());
    return Sv2MiningServerHandler.super.handle(request);
  }

  @Override
  public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
      Sv2Client client, OpenStandardMiningChannel message) {
    return handle(client, message);
  }

  @Override
  public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
      Sv2Client client, SubmitSharesStandard message) {
    return handle(client, message);
  }

  private Mono<ResponseFromSv2Server> handle(Sv2Client client, Sv2Message message) {
    handled.add(message);
    return answer.apply(client, message);
  }

  @Override
  public void close() {
    serving.dispose();
  }
}
