package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.Protocol;
import io.sv2.codec.jobdeclaration.AllocateMiningJobToken;
import io.sv2.codec.jobdeclaration.DeclareMiningJob;
import io.sv2.codec.jobdeclaration.PushSolution;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2MiningClientHandler;
import io.sv2.reactive.handler.NullSv2MiningServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionClientHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2JobDeclarationServerHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

class HandlerSetTest {
  private static final InetSocketAddress SOMEWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @ParameterizedTest
  @EnumSource
  void configuredSubprotocolNeedsAHandler(Protocol protocol) {
    assertThatThrownBy(
            () ->
                new HandlerSet<Object>(
                    "service", Set.of(protocol), Map.of(protocol, "null"), String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("service: " + protocol + " is configured, but its handler is a Null handler");
  }

  @ParameterizedTest
  @EnumSource
  void handlerNeedsAConfiguration(Protocol protocol) {
    assertThatThrownBy(
            () -> new HandlerSet<Object>("service", Set.of(), Map.of(protocol, 1), String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("service: " + protocol + " has a handler, but is not configured");
  }

  @Test
  void handlersAreFoundBySubprotocolAndNullHandlersAreNot() {
    Map<Protocol, Object> all =
        Map.of(
            Protocol.MINING, 1,
            Protocol.JOB_DECLARATION, "null",
            Protocol.TEMPLATE_DISTRIBUTION, 3);
    HandlerSet<Object> set =
        new HandlerSet<>(
            "service",
            Set.of(Protocol.MINING, Protocol.TEMPLATE_DISTRIBUTION),
            all,
            String.class,
            Character.class);
    assertThat(set.of(Protocol.MINING)).isEqualTo(1);
    assertThat(set.of(Protocol.TEMPLATE_DISTRIBUTION)).isEqualTo(3);
    assertThat(set.all()).containsExactly(1, 3);
    assertThatThrownBy(() -> set.of(Protocol.JOB_DECLARATION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("JOB_DECLARATION is not supported here");
  }

  @Test
  void clientRefusesWhatDoesNotAgree() {
    var upstream = ClientFixture.upstream(SOMEWHERE);
    assertThatThrownBy(() -> client(false, upstream))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "client: TEMPLATE_DISTRIBUTION is configured, but its handler is a Null handler");
    assertThatThrownBy(() -> client(true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("client: TEMPLATE_DISTRIBUTION has a handler, but is not configured");
    assertThatCode(() -> client(true, upstream)).doesNotThrowAnyException();
    assertThatCode(() -> client(false)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void serverRefusesWhatIsConfiguredWithoutAHandler(Protocol protocol) {
    ProtocolSupport mining = ProtocolSupport.mining(0, 0);
    ProtocolSupport support =
        new ProtocolSupport(
            protocol, 2, 2, 0, 0, 0, 1, mining.firstMessageTimeout(), mining.inactivityTimeout());
    assertThatThrownBy(() -> server(NullSv2JobDeclarationServerHandler.INSTANCE, support))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("server: " + protocol + " is configured, but its handler is a Null handler");
  }

  @Test
  void serverRefusesAHandlerThatIsNotConfigured() {
    assertThatThrownBy(() -> server(new DeclaresNothing()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("server: JOB_DECLARATION has a handler, but is not configured");
    assertThatCode(() -> server(NullSv2JobDeclarationServerHandler.INSTANCE))
        .doesNotThrowAnyException();
  }

  private static void client(boolean handler, UpstreamConfig... upstreams) {
    Sv2ClientService.newService(
        Sv2ClientServiceConfig.of("client", upstreams),
        NullSv2MiningClientHandler.INSTANCE,
        NullSv2JobDeclarationClientHandler.INSTANCE,
        handler ? new TemplateClient() : NullSv2TemplateDistributionClientHandler.INSTANCE);
  }

  private static void server(Sv2JobDeclarationServerHandler handler, ProtocolSupport... support) {
    Sv2ServerService.newService(
        Sv2ServerServiceConfig.of("server", SOMEWHERE, null, support),
        NullSv2MiningServerHandler.INSTANCE,
        handler,
        NullSv2TemplateDistributionServerHandler.INSTANCE);
  }

  private static final class DeclaresNothing implements Sv2JobDeclarationServerHandler {
    @Override
    public Mono<ResponseFromSv2Server> handleAllocateMiningJobToken(
        Sv2Client client, AllocateMiningJobToken message) {
      return Mono.empty();
    }

    @Override
    public Mono<ResponseFromSv2Server> handleDeclareMiningJob(
        Sv2Client client, DeclareMiningJob message) {
      return Mono.empty();
    }

    @Override
    public Mono<ResponseFromSv2Server> handlePushSolution(Sv2Client client, PushSolution message) {
      return Mono.empty();
    }
  }
}
