package io.sv2.reactive.transport;

class NoiseTransportTest extends TransportContract {
  @Override
  Loopback.Security security() {
    return Loopback.Security.NOISE;
  }
}
