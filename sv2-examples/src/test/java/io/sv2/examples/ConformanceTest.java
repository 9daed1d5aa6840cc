package io.sv2.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The promise of docs/conformance.md can be followed: its classes and tests are there. */
class ConformanceTest {
  private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");
  private static final Pattern COUNTS =
      Pattern.compile("(?m)^(\\d+) rows: (\\d+) shown by a test, (\\d+) open");
  private static Map<String, String> sources;
  private static List<List<String>> musts;
  private static List<List<String>> rows;
  private static String document;

  @BeforeAll
  static void read() throws IOException {
    sources =
        Stream.of("codec", "noise", "reactive", "examples")
            .flatMap(module -> walk(Path.of("..", "sv2-" + module, "src")))
            .filter(file -> file.toString().matches(".*/src/(main|test|interop)/.*\\.java"))
            .filter(file -> !file.endsWith("package-info.java"))
            .filter(file -> !file.endsWith("module-info.java"))
            .collect(
                Collectors.toMap(
                    file -> file.getFileName().toString().replace(".java", ""),
                    ConformanceTest::content,
                    (one, other) -> one + other));
    document = Files.readString(Path.of("../docs/conformance.md"));
    rows = rows(document);
    musts = rows(document.substring(document.indexOf("\n## Every MUST")));
  }

  private static Stream<Path> walk(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<List<String>> rows(String text) {
    return text.lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> Stream.of(line.substring(2).split(" \\|(?: |$)", -1)).toList())
        .filter(cells -> !cells.get(0).equals("clause"))
        .toList();
  }

  private static String test(List<String> row) {
    return row.get(row.size() - 2);
  }

  @Test
  void everyTestThatIsNamedIsThere() {
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (List<String> row : rows) {
      Matcher name = NAME.matcher(test(row));
      while (name.find()) {
        if (name.group(1).endsWith("Test") || name.group(1).endsWith("Contract")) {
          named++;
          String source = sources.get(name.group(1));
          boolean there =
              source != null
                  && (name.group(2) == null
                      || Pattern.compile("void " + name.group(2) + "\\(").matcher(source).find());
          if (!there) {
            missing.add(name.group());
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).isGreaterThan(100);
  }

  @Test
  void everyPlaceThatIsNamedIsThere() {
    List<String> missing = new ArrayList<>();
    for (List<String> row : musts) {
      Matcher name = NAME.matcher(row.get(2));
      while (name.find()) {
        String source = sources.get(name.group(1));
        if (source == null || (name.group(2) != null && !source.contains(name.group(2) + "("))) {
          missing.add(name.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void aRowIsShownByATestOrOpen() {
    assertThat(musts)
        .allSatisfy(
            row -> {
              assertThat(row).hasSize(5);
              assertThat(test(row))
                  .matches(
                      "open( \\(.*\\))?|`\\w+(Test|Contract)\\.\\w+`(,"
                          + " `\\w+(Test|Contract)\\.\\w+`)*");
            });
  }

  @Test
  void theCountsAreTrue() {
    Matcher counts = COUNTS.matcher(document);
    assertThat(counts.find()).isTrue();
    long open = musts.stream().filter(row -> test(row).startsWith("open")).count();
    assertThat(List.of(counts.group(1), counts.group(2), counts.group(3)))
        .containsExactly(
            String.valueOf(musts.size()),
            String.valueOf(musts.size() - open),
            String.valueOf(open));
  }
}
