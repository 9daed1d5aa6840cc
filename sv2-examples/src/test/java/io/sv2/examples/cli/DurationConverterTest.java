package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "7, PT7S",
    "500ms, PT0.5S",
    "30s, PT30S",
    "5M, PT5M",
    "2h, PT2H",
    "999999999s, PT999999999S"
  })
  void unitIsPartOfTheNumber(String text, Duration duration) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "-1s", "+1s", "1.5s", "5 s", "5d", "1m30s", "PT5S", "1000000000"})
  void anythingElseIsRefusedWithTheForms(String text) {
    assertThatThrownBy(() -> new DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("500ms, 30s, 5m or 2h")
        .hasMessageEndingWith("not " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"876001h", "999999999m", "999999999h"})
  void durationThatNoClockCouldCountIsRefused(String text) {
    assertThatThrownBy(() -> new DurationConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("100 years");
  }
}
