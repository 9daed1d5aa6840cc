package io.sv2.reactive.layer;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.test.ScriptedPeer;

/** What the tests of layers send through them. */
final class Requests {
  private Requests() {}

  static IncomingMessage share(long client) {
    return of(client, new SubmitSharesStandard(1, client, 1, 0, 0, 0));
  }

  static IncomingMessage of(long client, Sv2Message message) {
    return new IncomingMessage(
        new Sv2Client(client, "test", Protocol.MINING, ScriptedPeer.setupConnection(0, 2, 2, 0)),
        message);
  }
}
