package io.sv2.reactive.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples in the documentation are regions of tests that compile and run. */
class RegionsTest {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "<!-- the region ([\\w-]+) of (\\w+)[^>]*-->\n```java\n(.*?)```\n", Pattern.DOTALL);

  record Sample(String file, String region, String test, String text) {
    @Override
    public String toString() {
      return file + ": " + region + " of " + test;
    }
  }

  static Stream<Sample> samples() throws IOException {
    Stream.Builder<Sample> samples = Stream.builder();
    for (String file :
        List.of("README.md", "docs/handlers.md", "docs/mining.md", "docs/routes.md")) {
      Matcher found = SAMPLE.matcher(Files.readString(Path.of("..", file)));
      while (found.find()) {
        samples.add(new Sample(file, found.group(1), found.group(2), found.group(3)));
      }
    }
    return samples.build();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void sampleIsTheRegionOfItsTest(Sample sample) throws IOException {
    assertThat(sample.text().stripTrailing())
        .isEqualTo(String.join("\n", region(sample.test(), sample.region())));
  }

  @Test
  void everySampleIsFound() throws IOException {
    assertThat(samples().map(Sample::region))
        .containsExactlyInAnyOrder(
            "minimal-server",
            "handler",
            "handler-test",
            "layer",
            "route",
            "siblings",
            "mining",
            "proxy");
  }

  @Test
  void samplesAreAsShortAsTheyAreSaidToBe() throws IOException {
    assertThat(region("MinimalMiningServerTest", "minimal-server")).hasSizeBetween(10, 25);
    assertThat(region("ProxyInThirtyLinesTest", "proxy").stream().filter(line -> !line.isBlank()))
        .hasSizeBetween(20, 30);
  }

  private static List<String> region(String test, String tag) throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/java/io/sv2/reactive/docs/" + test + ".java"));
    int begin = indexOf(lines, "// tag::" + tag);
    int end = indexOf(lines, "// end::" + tag);
    while (lines.get(end - 1).isBlank()) {
      end--;
    }
    return lines.subList(begin + 1, end).stream().map(RegionsTest::outdent).toList();
  }

  private static int indexOf(List<String> lines, String marker) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(marker)) {
        return i;
      }
    }
    throw new AssertionError(marker + " is missing");
  }

  private static String outdent(String line) {
    return line.startsWith("  ") ? line.substring(2) : line;
  }
}
