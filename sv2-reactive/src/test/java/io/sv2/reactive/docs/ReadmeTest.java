package io.sv2.reactive.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README shows is what compiles and runs here. */
class ReadmeTest {
  @Test
  void theSampleInTheReadmeIsTheOneThatRuns() throws IOException {
    List<String> sample = region("minimal-server");
    assertThat(sample).hasSizeBetween(10, 25);
    assertThat(Files.readString(Path.of("..", "README.md")))
        .contains("```java\n" + String.join("\n", sample) + "\n```");
  }

  private static List<String> region(String tag) throws IOException {
    List<String> lines =
        Files.readAllLines(
            Path.of("src/test/java/io/sv2/reactive/docs/MinimalMiningServerTest.java"));
    int begin = indexOf(lines, "// tag::" + tag);
    int end = indexOf(lines, "// end::" + tag);
    while (lines.get(end - 1).isBlank()) {
      end--;
    }
    return lines.subList(begin + 1, end).stream().map(ReadmeTest::outdent).toList();
  }

  private static int indexOf(List<String> lines, String marker) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(marker)) {
        return i;
      }
    }
    throw new AssertionError(marker + " is missing");
  }

  private static String outdent(String line) {
    return line.startsWith("  ") ? line.substring(2) : line;
  }
}
