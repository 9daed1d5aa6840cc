package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeAddressTest {
  @Test
  void userAndPasswordAreDecodedAndKeptOutOfSight() {
    NodeAddress address = NodeAddress.parse("http://miner:p%40ss+w@localhost:8332");
    assertThat(address.userAndPassword()).contains("miner:p@ss+w");
    assertThat(address).hasToString("http://localhost:8332/");
    assertThat(address.url()).hasToString("http://localhost:8332/");
  }

  @Test
  void cookieIsGivenInTheUrlOrApart() {
    Path cookie = Path.of("/data/.cookie");
    assertThat(NodeAddress.parse("http://h:1?cookie=/data/.cookie").cookie()).contains(cookie);
    assertThat(NodeAddress.parse("http://h:1/wallet/w", cookie).cookie()).contains(cookie);
    assertThatThrownBy(() -> NodeAddress.parse("http://u:p@h:1", cookie))
        .hasMessageContaining("one of them");
  }

  @Test
  void addressesOfVersion6Work() {
    assertThat(NodeAddress.parse("https://[::1]:8332")).hasToString("https://[::1]:8332/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:8332",
        "ftp://u:s3cret@h:1",
        "http://u:s3cret@h",
        "http://u:s3cret@h:99999",
        "http://s3cret@h:1",
        "http://u:s3cret^@h:1",
        "http://u:s3cret@h:1?cookie=/x",
        "http://h:1?x=s3cret"
      })
  void anythingElseIsRefusedWithoutSayingTheSecret(String text) {
    assertThatThrownBy(() -> NodeAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://user:password@host:port")
        .hasNoCause()
        .message()
        .doesNotContain("s3cret");
  }
}
