package io.sv2.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserCacheTest {
  @Test
  void followsTheEnvironmentWhereItIsAbsolute() {
    Path home = Path.of(System.getProperty("user.home"), ".cache");
    assertThat(UserCache.root(Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/x"));
    assertThat(UserCache.root(Map.of("XDG_CACHE_HOME", "x"))).isEqualTo(home);
    assertThat(UserCache.root(Map.of())).isEqualTo(home);
  }
}
