package io.sv2.examples.templateprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.B064K;
import io.sv2.examples.bitcoin.BlockSource;
import io.sv2.examples.bitcoin.BlockTemplate;
import io.sv2.examples.bitcoin.ChainTip;
import io.sv2.examples.bitcoin.SubmitResult;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bitcoinj.base.Sha256Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class SubmittedSolutionTest {
  private TemplateBench bench = new TemplateBench();
  private Sv2Client client = bench.connect(1);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void solutionBecomesABlockOfTheSource() {
    TemplateSolver.Solved solved = solve();
    bench.submit(client, solved.solution());
    assertThat(bench.verdicts).containsExactly(new SubmitResult.Accepted(solved.hash()));
    assertThat(bench.now(bench.chain.tip())).isEqualTo(new ChainTip(840_001, solved.hash()));
  }

  @Test
  void solutionOfAnEarlierTemplateOfTheTipIsAcceptedToo() {
    TemplateSolver.Solved solved = solve();
    bench.time.advanceTimeBy(Duration.ofSeconds(5));
    bench.offer(client);
    bench.submit(client, solved.solution());
    assertThat(bench.verdicts).containsExactly(new SubmitResult.Accepted(solved.hash()));
  }

  @Test
  void solutionThatComesTooLateIsStale() {
    bench.offer(client);
    List<Sv2Message> messages = bench.constrain(client, 100);
    NewTemplate template = (NewTemplate) messages.get(0);
    SetNewPrevHash tip = (SetNewPrevHash) messages.get(1);
    TemplateSolver.Solved first = TemplateSolver.solve(template, tip);
    long nextNonce = first.solution().headerNonce() + 1;
    bench.submit(client, first.solution());
    bench.offer(client);
    bench.submit(client, TemplateSolver.solve(template, tip, nextNonce).solution());
    assertThat(bench.verdicts)
        .containsExactly(
            new SubmitResult.Accepted(first.hash()),
            new SubmitResult.Stale("inconclusive-not-best-prevblk"));
  }

  @Test
  void solutionThatMeetsNoTargetCostsTheNodeNothingAndNoDiskSpace(@TempDir Path directory)
      throws IOException {
    bench.close();
    bench = new TemplateBench(TemplateProviderConfig.DEFAULT.withBlockDirectory(directory));
    client = bench.connect(1);
    bench.submit(client, otherNonce(solve().solution()));
    assertThat(bench.verdicts).containsExactly(new SubmitResult.Rejected("high-hash"));
    try (var saved = Files.list(directory)) {
      assertThat(saved).isEmpty();
    }
  }

  @Test
  void submissionGoesOnWhenTheClientsConnectionEnds() {
    Sinks.One<SubmitResult> verdict = Sinks.one();
    TemplateProviderHandler patient = bench.handlerOn(new SlowSource(verdict.asMono()));
    SubmitSolution solution = solve(welcome(patient)).solution();
    patient.handleSubmitSolution(client, solution).subscribe().dispose();
    verdict.tryEmitValue(new SubmitResult.Stale("late"));
    assertThat(bench.verdicts).containsExactly(new SubmitResult.Stale("late"));
  }

  @Test
  void solutionOfAnUnknownTemplateIsNoBlock() {
    SubmitSolution good = solve().solution();
    bench.submit(
        client,
        new SubmitSolution(
            good.templateId() + 1,
            good.version(),
            good.headerTimestamp(),
            good.headerNonce(),
            good.coinbaseTx()));
    assertThat(bench.verdicts).isEmpty();
    assertThat(bench.now(bench.chain.tip()).height()).isEqualTo(840_000);
  }

  @Test
  void coinbaseThatIsNoTransactionIsRejectedAndEndsNothing() {
    SubmitSolution good = solve().solution();
    Random random = new Random(3);
    for (int length = 0; length < 40; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      bench.submit(client, withCoinbase(good, bytes));
    }
    byte[] whole = good.coinbaseTx().toByteArray();
    for (int length = 0; length < whole.length; length += 7) {
      bench.submit(client, withCoinbase(good, Arrays.copyOf(whole, length)));
    }
    assertThat(bench.verdicts)
        .hasSize(40 + (whole.length + 6) / 7)
        .hasOnlyElementsOfType(SubmitResult.Rejected.class);
    bench.submit(client, good);
    assertThat(bench.verdicts).last().isInstanceOf(SubmitResult.Accepted.class);
  }

  @Test
  void sourceThatCannotTakeTheBlockEndsNothing() {
    TemplateProviderHandler failing =
        bench.handlerOn(new SlowSource(Mono.error(new IOException("node is away"))));
    SubmitSolution solution = solve(welcome(failing)).solution();
    assertThat(failing.handleSubmitSolution(client, solution).block())
        .isEqualTo(ResponseFromSv2Server.nothing());
    assertThat(bench.verdicts).containsExactly(new SubmitResult.Rejected("node is away"));
  }

  /** What a new client of {@code handler} gets. */
  private List<Sv2Message> welcome(TemplateProviderHandler handler) {
    handler.clientAdded(client).block();
    handler.newTemplate(bench.current());
    var response =
        (ResponseFromSv2Server.Send)
            handler
                .handleCoinbaseOutputConstraints(client, new CoinbaseOutputConstraints(100, 4))
                .block();
    return response.messages();
  }

  @Test
  void foundBlockIsSaved(@TempDir Path directory) throws IOException {
    Path blocks = directory.resolve("found");
    bench.close();
    bench = new TemplateBench(TemplateProviderConfig.DEFAULT.withBlockDirectory(blocks));
    client = bench.connect(1);
    TemplateSolver.Solved solved = solve();
    bench.submit(client, solved.solution());
    byte[] saved = Files.readAllBytes(blocks.resolve(solved.hash() + ".block"));
    assertThat(Sha256Hash.wrapReversed(Sha256Hash.hashTwice(saved, 0, 80)))
        .isEqualTo(solved.hash());
    assertThat(saved[80]).as("coinbase and six transactions").isEqualTo((byte) 7);
    assertThat(bench.verdicts).containsExactly(new SubmitResult.Accepted(solved.hash()));
  }

  private TemplateSolver.Solved solve() {
    bench.offer(client);
    return solve(bench.constrain(client, 100));
  }

  private static TemplateSolver.Solved solve(List<Sv2Message> messages) {
    return TemplateSolver.solve((NewTemplate) messages.get(0), (SetNewPrevHash) messages.get(1));
  }

  private static SubmitSolution otherNonce(SubmitSolution solution) {
    return new SubmitSolution(
        solution.templateId(),
        solution.version(),
        solution.headerTimestamp(),
        solution.headerNonce() + 1,
        solution.coinbaseTx());
  }

  private static SubmitSolution withCoinbase(SubmitSolution solution, byte[] coinbase) {
    return new SubmitSolution(
        solution.templateId(),
        solution.version(),
        solution.headerTimestamp(),
        solution.headerNonce(),
        B064K.of(coinbase));
  }

  /** A source that only answers submissions, and these as it is told. */
  private record SlowSource(Mono<SubmitResult> verdict) implements BlockSource {
    @Override
    public Flux<BlockTemplate> templates() {
      return Flux.never();
    }

    @Override
    public Mono<SubmitResult> submit(byte[] block) {
      return verdict;
    }

    @Override
    public Mono<ChainTip> tip() {
      return Mono.error(new IOException("node is away"));
    }

    @Override
    public void dispose() {}
  }
}
