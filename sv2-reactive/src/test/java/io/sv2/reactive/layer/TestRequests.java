package io.sv2.reactive.layer;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.Sv2Client;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What layers are given in tests. */
final class TestRequests {
  static final SubmitSharesStandard SHARE = new SubmitSharesStandard(1, 2, 3, 4, 5, 6);
  static final CloseChannel CLOSE = new CloseChannel(1, Str0255.of("gone"));

  private TestRequests() {}

  static SetupConnection setup(Str0255 text) {
    return new SetupConnection(0, 2, 2, 0, text, 34254, text, text, text, text);
  }

  static IncomingMessage of(long client, Protocol protocol, Sv2Message message) {
    return new IncomingMessage(
        new Sv2Client(client, "peer", protocol, setup(Str0255.EMPTY)), message);
  }

  static IncomingMessage share(long client) {
    return of(client, Protocol.MINING, SHARE);
  }

  static IncomingMessage share() {
    return share(1);
  }

  static IncomingMessage closing() {
    return of(1, Protocol.MINING, CLOSE);
  }

  static void refused(LayerException.Kind kind, String message, ThrowingCallable call) {
    Assertions.assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            LayerException.class,
            refused -> {
              Assertions.assertThat(refused.kind()).isEqualTo(kind);
              Assertions.assertThat(refused).hasMessageContaining(message).hasNoCause();
            });
  }
}
