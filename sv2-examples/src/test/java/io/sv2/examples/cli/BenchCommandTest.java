package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sv2.examples.bench.Score;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whereBenchmarksAreNotBuiltItSaysSoAndFails() {
    CommandRun run = CommandRun.of("bench", "codec", "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().toString()).contains("bench").contains("mvn -Pbench package");
  }

  @Test
  void aScoreIsTheLineThatProgramsRead() throws IOException {
    Score alone = new Score("codec.read.SetTarget", "ns/op", 1.5, null, 64, null, null);
    assertThat(JSON.writeValueAsString(alone))
        .isEqualTo(
            "{\"name\":\"codec.read.SetTarget\",\"unit\":\"ns/op\",\"score\":1.5,"
                + "\"bytesPerOp\":64.0}");
    Score compared = new Score("codec.decode.SetTarget", "ns/op", 1.5, 0.25, 64, 3.0, 0.5);
    assertThat(JSON.writeValueAsString(compared))
        .isEqualTo(
            "{\"name\":\"codec.decode.SetTarget\",\"unit\":\"ns/op\",\"score\":1.5,"
                + "\"error\":0.25,\"bytesPerOp\":64.0,\"reference\":3.0,\"ratio\":0.5}");
  }
}
