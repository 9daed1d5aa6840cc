package io.sv2.reactive.transport;

class PlainTransportTest extends TransportContract {
  @Override
  Loopback.Security security() {
    return Loopback.Security.PLAIN;
  }
}
