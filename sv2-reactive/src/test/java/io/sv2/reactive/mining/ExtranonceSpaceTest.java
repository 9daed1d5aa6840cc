package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtranonceSpaceTest {
  @Test
  void prefixIsServerIdThenChannelIndexMostSignificantFirst() {
    ExtranonceSpace space = new ExtranonceSpace(0xabcd, 4, 16_777_216);
    assertThat(space.extendedPrefix(0x010203).toHex()).isEqualTo("abcd010203");
    assertThat(space.extendedPrefix(0xffffff).toHex()).isEqualTo("abcdffffff");
  }

  @Test
  void standardPrefixFillsTheRollablePartWithZeros() {
    ExtranonceSpace space = new ExtranonceSpace(0xfffe, 4, 10);
    assertThat(space.standardPrefix(9).toHex()).isEqualTo("fffe000009" + "00000000");
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "4, 9", "27, 32"})
  void allChannelsHaveExtranoncesOfOneSize(int rollable, int whole) {
    ExtranonceSpace space = new ExtranonceSpace(1, rollable, 10);
    assertThat(space.length()).isEqualTo(whole);
    assertThat(space.rollableLength()).isEqualTo(rollable);
    assertThat(space.standardPrefix(3).length()).isEqualTo(whole);
    assertThat(space.extendedPrefix(3).length() + space.rollableLength()).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 4, 10, server id",
    "65536, 4, 10, server id",
    "0, -1, 10, rollable",
    "0, 28, 10, rollable",
    "0, 4, 0, channels",
    "0, 4, 16777217, channels"
  })
  void argumentsOutOfRangeAreNamed(int server, int rollable, int channels, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExtranonceSpace(server, rollable, channels))
        .withMessageContaining(name);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "65535, 27, 16777216"})
  void endsOfTheRangesAreInRange(int server, int rollable, int channels) {
    assertThat(new ExtranonceSpace(server, rollable, channels).allocate()).contains(0);
  }

  @Test
  void indexesAreGivenOutInTurnUntilAllAreTaken() {
    ExtranonceSpace space = new ExtranonceSpace(0, 4, 3);
    List<Optional<Integer>> given = IntStream.range(0, 4).mapToObj(i -> space.allocate()).toList();
    assertThat(given)
        .containsExactly(Optional.of(0), Optional.of(1), Optional.of(2), Optional.empty());
  }

  @Test
  void freedIndexWaitsForItsTurn() {
    ExtranonceSpace space = new ExtranonceSpace(0, 4, 4);
    assertThat(space.allocate()).contains(0);
    assertThat(space.allocate()).contains(1);
    space.release(0);
    space.release(1);
    assertThat(space.allocate()).contains(2);
    assertThat(space.allocate()).contains(3);
    assertThat(space.allocate()).contains(0);
    assertThat(space.allocate()).contains(1);
    assertThat(space.allocate()).isEmpty();
  }

  @Test
  void onlyTheFreedIndexIsGivenOutAgainWhenAllOthersAreTaken() {
    ExtranonceSpace space = new ExtranonceSpace(0, 4, 3);
    IntStream.range(0, 3).forEach(i -> assertThat(space.allocate()).contains(i));
    space.release(1);
    assertThat(space.allocate()).contains(1);
    assertThat(space.allocate()).isEmpty();
  }

  @Test
  void releasingTwiceFreesOnce() {
    ExtranonceSpace space = new ExtranonceSpace(0, 4, 1);
    assertThat(space.allocate()).contains(0);
    space.release(0);
    space.release(0);
    assertThat(space.allocate()).contains(0);
    assertThat(space.allocate()).isEmpty();
  }

  @Test
  void threadsNeverGetTheSameIndex() throws Exception {
    int threads = 4;
    int each = 2_000;
    ExtranonceSpace space = new ExtranonceSpace(0, 4, threads * each);
    Callable<List<Integer>> many =
        () -> IntStream.range(0, each).mapToObj(i -> space.allocate().orElseThrow()).toList();
    List<Integer> given = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (Future<List<Integer>> part : executor.invokeAll(Collections.nCopies(threads, many))) {
        given.addAll(part.get());
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(given).doesNotHaveDuplicates().hasSize(threads * each);
    assertThat(space.allocate()).isEmpty();
  }
}
