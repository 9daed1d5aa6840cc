package io.sv2.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import org.junit.jupiter.api.Test;

class JsonFactoryTest {
  /** With it, names of a peer's choice stay in a table of the factory as long as the JVM lives. */
  @Test
  void namesThatArriveAreNotKept() {
    assertThat(Sv2Json.JSON.isEnabled(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)).isFalse();
  }
}
