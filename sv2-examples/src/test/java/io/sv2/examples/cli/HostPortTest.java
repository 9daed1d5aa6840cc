package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.noise.AuthoritySecretKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class HostPortTest {
  private static final AuthoritySecretKey KEY = AuthoritySecretKey.generate(new SecureRandom());

  @ParameterizedTest
  @CsvSource({
    "localhost:0, localhost, 0",
    "127.0.0.1:34254, 127.0.0.1, 34254",
    "pool.example.org:65535, pool.example.org, 65535",
    "[::1]:8442, ::1, 8442",
    "[2001:db8::a]:1, 2001:db8::a, 1"
  })
  void hostAndPortAreTakenApart(String text, String host, int port) {
    assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port, null));
  }

  @Test
  void keyBehindTheSlashIsPinned() {
    String text = "[::1]:8442/" + KEY.publicKey();
    assertThat(HostPort.parse(text)).isEqualTo(new HostPort("::1", 8442, KEY.publicKey()));
    assertThat(HostPort.parse(text).noise().authority()).contains(KEY.publicKey());
    assertThat(HostPort.parse("h:1").noise().authority()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "stratum2+tcp://pool.example.org:34254/KEY, pool.example.org:34254/KEY",
    "Stratum2+TCP://[::1]:34254/KEY, [::1]:34254/KEY",
    "stratum2+tcp://127.0.0.1:34254/, 127.0.0.1:34254",
    "stratum2+tcp://127.0.0.1:34254, 127.0.0.1:34254"
  })
  void urlIsTheSameAsItsParts(String url, String parts) {
    String key = KEY.publicKey().toString();
    assertThat(HostPort.parse(url.replace("KEY", key)))
        .isEqualTo(HostPort.parse(parts.replace("KEY", key)));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, 127.0.0.1",
    "localhost, 127.0.0.1, localhost",
    "::1, ::1, [::1]",
    "a_name, 127.0.0.1, a_name",
    "no url, 127.0.0.1,"
  })
  void urlOfAServerNamesItAsItsOperatorDid(String host, String address, String inUrl)
      throws UnknownHostException {
    InetSocketAddress listening = new InetSocketAddress(InetAddress.getByName(address), 8442);
    assertThat(ReachableUrl.of(host, listening, KEY.publicKey()))
        .isEqualTo(inUrl == null ? null : "stratum2+tcp://" + inUrl + ":8442/" + KEY.publicKey());
  }

  @Test
  void urlOfAServerOnAllAddressesNamesOneOfThem() {
    InetSocketAddress any = new InetSocketAddress(8442);
    assertThat(any.getAddress().isAnyLocalAddress()).isTrue();
    HostPort url = HostPort.parse(ReachableUrl.of("0.0.0.0", any, KEY.publicKey()));
    assertThat(url.toListen().getAddress().isAnyLocalAddress()).isFalse();
    assertThat(url.authority()).isEqualTo(KEY.publicKey());
  }

  @ParameterizedTest
  @CsvSource({
    "'', is wanted",
    "localhost, is wanted",
    ":8442, is wanted",
    "[]:8442, is wanted",
    "[::1]8442, is wanted",
    "::1, is wanted",
    "::1:8442, is wanted",
    "[::1:8442, is wanted",
    "::1]:8442, is wanted",
    "http://localhost:8442, 'http://localhost:8442'",
    "stratum2+tcp://localhost, a port from 1 to 65535",
    "stratum2+tcp://localhost:0, port",
    "stratum2+tcp://localhost:8442/nonsense, authority public key",
    "localhost:, not ''",
    "localhost:x, not 'x'",
    "localhost:-1, not '-1'",
    "localhost:+1, not '+1'",
    "localhost:65536, not '65536'",
    "localhost:99999999999, not '99999999999'",
    "localhost:84 42, not '84 42'",
    "localhost:8442/, authority public key",
    "localhost:8442/nonsense, authority public key",
    "localhost:8442/9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXi, authority public key"
  })
  void anythingElseIsRefusedWithWhatIsWrong(String text, String complaint) {
    assertThatThrownBy(() -> HostPort.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void secretKeyInPlaceOfThePublicOneIsRefusedWithoutBeingShown() {
    for (String before : new String[] {"localhost:8442/", "stratum2+tcp://localhost:8442/"}) {
      assertThatThrownBy(() -> HostPort.parse(before + KEY.toBase58()))
          .isInstanceOf(TypeConversionException.class)
          .hasMessageContaining("secret")
          .message()
          .doesNotContain(KEY.toBase58());
    }
  }

  @Test
  void addressIsPrintedAsItIsParsed() throws UnknownHostException {
    for (String host : new String[] {"127.0.0.1", "::1"}) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), 8442);
      assertThat(HostPort.parse(HostPort.print(address)).toListen()).isEqualTo(address);
    }
  }

  @Test
  void nameIsResolvedWhenTheConnectionIsMade() {
    assertThat(HostPort.parse("localhost:1").toConnect().isUnresolved()).isTrue();
    assertThat(HostPort.parse("localhost:1").toListen().isUnresolved()).isFalse();
  }
}
