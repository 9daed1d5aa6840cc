package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.reactive.Admission.Cause;
import io.sv2.reactive.Admission.Ticket;
import io.sv2.reactive.CloseReason.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
  private final Admission admission = new Admission(new AdmissionConfig(5, 2, 3, 3, 3, 100, 10));

  private static SocketAddress from(int... address) {
    byte[] bytes = new byte[address.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) address[i];
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), 1_000);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private Ticket comes(int host, ConnectionState state) {
    return admission.admit(from(10, 0, 0, host), state);
  }

  private void isRefused(Ticket ticket, Cause cause) {
    assertThat(ticket.refusal()).isNotNull();
    assertThat(ticket.refusal().kind()).isEqualTo(Kind.ADMISSION_REFUSED);
    assertThat(admission.refused(cause)).isEqualTo(1);
  }

  @Test
  void asManyAsAllowedInAllAndOneMoreWhenOneLeaves() {
    List<Ticket> all =
        IntStream.range(0, 5).mapToObj(i -> comes(i, ConnectionState.ACTIVE)).toList();
    assertThat(all).allMatch(ticket -> ticket.refusal() == null);
    isRefused(comes(9, ConnectionState.HANDSHAKE), Cause.CONNECTIONS);
    all.get(0).close();
    all.get(0).close();
    assertThat(admission.connections()).isEqualTo(4);
    assertThat(comes(9, ConnectionState.HANDSHAKE).refusal()).isNull();
  }

  @Test
  void asManyAsAllowedFromOneAddress() {
    Ticket first = comes(1, ConnectionState.ACTIVE);
    comes(1, ConnectionState.ACTIVE);
    isRefused(comes(1, ConnectionState.ACTIVE), Cause.ADDRESS);
    assertThat(comes(2, ConnectionState.ACTIVE).refusal()).isNull();
    first.close();
    assertThat(comes(1, ConnectionState.ACTIVE).refusal()).isNull();
    assertThat(admission.connections()).isEqualTo(3);
  }

  /** Whoever has one IPv6 address has 2^64 of them. */
  @Test
  void addressesOfOneIpv6NetworkAreOne() {
    int[] a = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1};
    int[] b = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 9, 9, 9, 9, 9, 9, 9, 9};
    int[] c = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1};
    admission.admit(from(a), ConnectionState.ACTIVE);
    admission.admit(from(b), ConnectionState.ACTIVE);
    isRefused(admission.admit(from(a), ConnectionState.ACTIVE), Cause.ADDRESS);
    assertThat(admission.admit(from(c), ConnectionState.ACTIVE).refusal()).isNull();
  }

  private static Admission withHandshakesPerMinute(int handshakes) {
    return new Admission(
        new AdmissionConfig(10, 2, 10, 10, 10, 1, 10)
            .withHandshakesPerAddressPerMinute(handshakes));
  }

  private static boolean handshakeOnceBegins(Admission admission, int... address) {
    Ticket ticket = admission.admit(from(address), ConnectionState.HANDSHAKE);
    ticket.close();
    return ticket.refusal() == null;
  }

  @Test
  void handshakesOfAnAddressAreCountedAlsoWhenTheyHaveEnded() {
    Admission limited = withHandshakesPerMinute(3);
    for (int i = 0; i < 3; i++) {
      assertThat(handshakeOnceBegins(limited, 10, 0, 0, 1)).isTrue();
    }
    Ticket refused = limited.admit(from(10, 0, 0, 1), ConnectionState.HANDSHAKE);
    assertThat(refused.refusal().kind()).isEqualTo(Kind.ADMISSION_REFUSED);
    assertThat(refused.refusal().detail()).contains("3 handshakes a minute");
    assertThat(limited.refused(Cause.HANDSHAKE_RATE)).isEqualTo(1);
    assertThat(limited.connections()).isZero();
    assertThat(limited.addresses()).isZero();
    assertThat(handshakeOnceBegins(limited, 10, 0, 0, 2)).isTrue();
  }

  @Test
  void handshakesOfOneIpv6NetworkAreCountedTogether() {
    Admission limited = withHandshakesPerMinute(1);
    int[] a = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1};
    int[] b = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 9, 9, 9, 9, 9, 9, 9, 9};
    int[] c = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1};
    assertThat(handshakeOnceBegins(limited, a)).isTrue();
    assertThat(handshakeOnceBegins(limited, b)).isFalse();
    assertThat(handshakeOnceBegins(limited, c)).isTrue();
  }

  @Test
  void connectionsWithoutAHandshakeOrAnAddressAreNotCounted() {
    Admission limited = withHandshakesPerMinute(1);
    for (int i = 0; i < 5; i++) {
      Ticket plain = limited.admit(from(10, 0, 0, 1), ConnectionState.SETUP);
      Ticket inMemory = limited.admit(null, ConnectionState.HANDSHAKE);
      assertThat(plain.refusal()).isNull();
      assertThat(inMemory.refusal()).isNull();
      plain.close();
      inMemory.close();
    }
    assertThat(handshakeOnceBegins(limited, 10, 0, 0, 1)).isTrue();
    assertThat(handshakeOnceBegins(limited, 10, 0, 0, 1)).isFalse();
  }

  /** Or a farm that has all its connections, and tries for more, would lose them for a minute. */
  @Test
  void connectionsThatAreRefusedAnywayAreNotCounted() {
    Admission limited = withHandshakesPerMinute(3);
    Ticket first = limited.admit(from(10, 0, 0, 1), ConnectionState.HANDSHAKE);
    limited.admit(from(10, 0, 0, 1), ConnectionState.HANDSHAKE);
    for (int i = 0; i < 5; i++) {
      assertThat(handshakeOnceBegins(limited, 10, 0, 0, 1)).isFalse();
    }
    assertThat(limited.refused(Cause.ADDRESS)).isEqualTo(5);
    assertThat(limited.refused(Cause.HANDSHAKE_RATE)).isZero();
    first.close();
    assertThat(handshakeOnceBegins(limited, 10, 0, 0, 1)).isTrue();
    assertThat(handshakeOnceBegins(limited, 10, 0, 0, 1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"HANDSHAKE, HANDSHAKE", "SETUP, SETUP", "FIRST_CHANNEL, FIRST_CHANNEL"})
  void stateBeforeTheFirstChannelThatIsFullLetsNobodyIn(ConnectionState state, Cause cause) {
    List<Ticket> waiting =
        IntStream.range(0, 3).mapToObj(i -> comes(i, ConnectionState.HANDSHAKE)).toList();
    waiting.forEach(ticket -> ticket.moveTo(state));
    isRefused(comes(7, ConnectionState.HANDSHAKE), cause);
    waiting.get(1).moveTo(ConnectionState.ACTIVE);
    assertThat(comes(8, ConnectionState.HANDSHAKE).refusal()).isNull();
    assertThat(admission.connections(state)).isEqualTo(state == ConnectionState.HANDSHAKE ? 3 : 2);
  }

  @Test
  void handshakesThatEndAreTold() {
    List<String> ended = new ArrayList<>();
    admission.onHandshakes(
        (succeeded, nanos, reason) ->
            ended.add(succeeded + " " + (reason == null ? "" : reason.kind())));
    Ticket good = comes(1, ConnectionState.HANDSHAKE);
    good.moveTo(ConnectionState.SETUP);
    good.close();
    Ticket bad = comes(2, ConnectionState.HANDSHAKE);
    bad.close(new CloseReason(Kind.HANDSHAKE_TIMEOUT, "nothing came"));
    bad.close();
    comes(3, ConnectionState.SETUP).close();
    assertThat(ended).containsExactly("true ", "false HANDSHAKE_TIMEOUT");
  }

  @Test
  void nothingIsLeftOfConnectionsWhoseListenerThrows() {
    admission.onHandshakes(
        (succeeded, nanos, reason) -> {
          throw new IllegalStateException("on purpose");
        });
    Ticket good = comes(1, ConnectionState.HANDSHAKE);
    assertThatThrownBy(() -> good.moveTo(ConnectionState.SETUP)).hasMessage("on purpose");
    assertThat(admission.connections(ConnectionState.SETUP)).isEqualTo(1);
    good.close();
    Ticket bad = comes(2, ConnectionState.HANDSHAKE);
    assertThatThrownBy(bad::close).hasMessage("on purpose");
    assertThat(admission.connections()).isZero();
    assertThat(admission.connections(ConnectionState.HANDSHAKE)).isZero();
    assertThat(admission.addresses()).isZero();
  }

  @Test
  void nothingIsLeftOfConnectionsThatHaveEndedFromWhateverThread() throws InterruptedException {
    Admission busy = new Admission(AdmissionConfig.ofConnections(1_000_000));
    CountDownLatch done = new CountDownLatch(4);
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  Ticket ticket = busy.admit(from(10, 0, 0, i % 7), ConnectionState.HANDSHAKE);
                  ticket.moveTo(ConnectionState.SETUP);
                  ticket.moveTo(ConnectionState.ACTIVE);
                  ticket.close();
                  ticket.moveTo(ConnectionState.SETUP);
                }
                done.countDown();
              });
      thread.start();
    }
    done.await();
    assertThat(busy.connections()).isZero();
    for (ConnectionState state : ConnectionState.values()) {
      assertThat(busy.connections(state)).isZero();
    }
    assertThat(busy.addresses()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "maxConnections",
    "maxPerAddress",
    "maxHandshaking",
    "maxAwaitingSetup",
    "maxWithoutChannel",
    "handshakesPerAddressPerMinute",
    "addressesRemembered"
  })
  void boundsArePositive(String field) {
    assertThatThrownBy(
            () ->
                new AdmissionConfig(
                    field.equals("maxConnections") ? 0 : 1,
                    field.equals("maxPerAddress") ? 0 : 1,
                    field.equals("maxHandshaking") ? 0 : 1,
                    field.equals("maxAwaitingSetup") ? 0 : 1,
                    field.equals("maxWithoutChannel") ? 0 : 1,
                    field.equals("handshakesPerAddressPerMinute") ? 0 : 1,
                    field.equals("addressesRemembered") ? 0 : 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(field);
  }
}
