package io.sv2.noise;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The published vectors in the folder of the system property {@code sv2.vectors}. */
public final class Vectors {
  private Vectors() {}

  /** The rows of a CSV file, by the names in its first line. */
  public static List<Map<String, String>> csv(String name) throws IOException {
    List<String> lines = Files.readAllLines(file(name));
    String[] names = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", names.length);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], values[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** The groups of a Wycheproof file. */
  public static JsonNode groups(String name) throws IOException {
    return new ObjectMapper().readTree(file(name).toFile()).get("testGroups");
  }

  public static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static Path file(String name) {
    String folder = System.getProperty("sv2.vectors", "");
    assumeTrue(!folder.isBlank(), "skipped: set -Dsv2.vectors to the folder that has " + name);
    Path inModule = Path.of(folder, name);
    Path inProject = Path.of("..").resolve(inModule); // tests run in the folder of their module
    Path file = Files.isReadable(inModule) ? inModule : inProject;
    assumeTrue(Files.isReadable(file), "skipped: there is no " + file.toAbsolutePath().normalize());
    return file;
  }
}
