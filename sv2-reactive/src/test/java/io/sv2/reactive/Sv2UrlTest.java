package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.KeyFormatException;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sv2UrlTest {
  /** Of section 4.7.1. */
  private static final String KEY = "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh";

  @Test
  void theUrlOfTheSpecificationIsReadAndPrinted() {
    String text = "stratum2+tcp://thepool.com:34254/" + KEY;
    Sv2Url url = Sv2Url.parse(text);
    assertThat(url)
        .isEqualTo(new Sv2Url("thepool.com", 34254, Optional.of(AuthorityPublicKey.parse(KEY))))
        .hasToString(text);
    assertThat(url.address().getHostString()).isEqualTo("thepool.com");
    assertThat(url.address().isUnresolved()).isTrue();
    assertThat(url.noise().authority()).hasValue(AuthorityPublicKey.parse(KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stratum2+tcp://127.0.0.1:1",
        "stratum2+tcp://[::1]:65535",
        "stratum2+tcp://[2001:db8::1]:3333/" + KEY,
        "stratum2+tcp://a-b.example:34254",
        "stratum2+tcp://my_pool:34254"
      })
  void whatIsReadIsPrintedTheSame(String text) {
    assertThat(Sv2Url.parse(text)).hasToString(text);
  }

  @Test
  void withoutAKeySomebodyHasToSayThatAnybodyWillDo() {
    assertThat(Sv2Url.parse("stratum2+tcp://pool:34254/").authority()).isEmpty();
    Sv2Url open = Sv2Url.parse("STRATUM2+TCP://pool:34254");
    assertThat(open.authority()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(open::noise)
        .withMessage("no authority's key is in stratum2+tcp://pool:34254");
    assertThat(Sv2Url.parse("stratum2+tcp://[::1]:34254").host()).isEqualTo("::1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pool:34254",
        "stratum+tcp://pool:3333",
        "stratum2+tcp://pool",
        "stratum2+tcp://:34254",
        "stratum2+tcp://pool:0",
        "stratum2+tcp://pool:65536",
        "stratum2+tcp://pool:x",
        "stratum2+tcp://user@pool:34254",
        "stratum2+tcp://pool:34254?a=b",
        "stratum2+tcp://pool:34254#a",
        "stratum2+tcp://po ol:34254",
        "stratum2+tcp:pool:34254",
        "stratum2+tcp://::1:34254",
        "stratum2+tcp://[pool]:34254",
        "stratum2+tcp://[::1:34254",
        "stratum2+tcp://[:::]:34254",
        "stratum2+tcp://-pool:34254",
        "stratum2+tcp://pool:",
        "stratum2+tcp://pool:99999999999"
      })
  void otherTextIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Sv2Url.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EguTM8UR", "x/y", "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXi"})
  void aPathThatIsNoKeyIsRefusedAsSuch(String path) {
    assertThatThrownBy(() -> Sv2Url.parse("stratum2+tcp://pool:34254/" + path))
        .isInstanceOf(KeyFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stratum+tcp://pool:1/",
        "stratum2+tcp://pool/",
        "stratum2+tcp://pool:1?key=",
        "stratum2+tcp://pool:1/#",
        "stratum2+tcp://pool:1/"
      })
  void aSecretKeyInPlaceOfThePublicOneIsNotShown(String before) {
    String secret = AuthoritySecretKey.generate(new SecureRandom()).toBase58();
    assertThatThrownBy(() -> Sv2Url.parse(before + secret)).message().doesNotContain(secret);
  }

  @Test
  void anErrorQuotesTheAddress() {
    assertThatThrownBy(() -> Sv2Url.parse("stratum2+tcp://pool.example/" + KEY))
        .hasMessageContaining("'stratum2+tcp://pool.example...'");
    assertThatThrownBy(() -> Sv2Url.parse("pool:34254")).hasMessageContaining("'pool:34254'");
  }

  @Test
  void hostsThatNoUrlCanHaveAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Sv2Url("a b", 1, Optional.empty()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Sv2Url("", 1, Optional.empty()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Sv2Url("a", 0, Optional.empty()));
  }
}
