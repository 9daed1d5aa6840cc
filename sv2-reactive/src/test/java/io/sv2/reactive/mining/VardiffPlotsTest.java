package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

/**
 * Draws the plots of docs/vardiff.md, and its table; into the folder that {@code -Dsv2.plots}
 * names, if any.
 */
class VardiffPlotsTest {
  private static final int MAX_SIZE = 150_000;

  static {
    System.setProperty("java.awt.headless", "true");
  }

  private static boolean canDraw() {
    try {
      return GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length
          > 0;
    } catch (LinkageError | RuntimeException | InternalError e) { // a JDK without a font library
      return false;
    }
  }

  private final String folder = System.getProperty("sv2.plots", "");

  @Test
  void writesTheTable() throws IOException {
    String table = VardiffTable.of(folder.isEmpty() ? 2 : 200);
    assertThat(table.lines()).hasSize(26).allMatch(row -> row.split("\\|", -1).length == 7);
    write("vardiff-table.md", table);
  }

  @Test
  void drawsAllPlots() throws IOException {
    assumeTrue(!folder.isEmpty() || canDraw(), "there are no fonts to draw with");
    for (Map.Entry<String, XYChart> chart : VardiffPlots.all().entrySet()) {
      String svg = VardiffPlots.svg(chart.getValue());
      assertThat(svg.length()).isBetween(5_000, MAX_SIZE);
      assertThat(svg).contains("<svg", "</svg>");
      write(chart.getKey() + ".svg", svg);
    }
  }

  private void write(String name, String content) throws IOException {
    if (!folder.isEmpty()) {
      Files.createDirectories(Path.of(folder));
      Files.writeString(Path.of(folder, name), content);
    }
  }
}
