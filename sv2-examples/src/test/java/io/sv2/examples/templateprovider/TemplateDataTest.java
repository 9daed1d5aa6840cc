package io.sv2.examples.templateprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.RequestTransactionDataError;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.examples.bitcoin.BlockTemplate;
import io.sv2.reactive.Sv2Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of templates, and for how long. */
class TemplateDataTest {
  private TemplateBench bench = new TemplateBench();
  private Sv2Client client = bench.connect(1);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void transactionsAreThoseOfTheTemplateInTheirOrder() {
    long id = first(bench.constrain(client, 100), bench.offer(client));
    BlockTemplate block = bench.current();
    List<B016M> bytes =
        block.transactions().stream().map(tx -> B016M.of(tx.toByteArray())).toList();
    assertThat(bytes).hasSize(6);
    assertThat(bench.request(client, id))
        .containsExactly(new RequestTransactionDataSuccess(id, B064K.EMPTY, bytes));
  }

  @Test
  void clientThatAsksAgainAndAgainDoesNotPushOutWhatOthersMineOn() {
    bench.offer(client);
    Sv2Client greedy = bench.connect(2);
    long id = ((NewTemplate) bench.constrain(client, 100).get(0)).templateId();
    for (int i = 0; i < 2 * TemplateProviderConfig.DEFAULT.maxTemplates(); i++) {
      assertThat(bench.constrain(greedy, 100)).hasSize(2);
    }
    assertThat(bench.request(client, id))
        .hasOnlyElementsOfType(RequestTransactionDataSuccess.class)
        .hasSize(1);
  }

  @Test
  void templateNobodyServedIsNotFound() {
    assertThat(bench.request(client, 5)).containsExactly(error(5, "template-id-not-found"));
    long id = first(bench.constrain(client, 100), bench.offer(client));
    assertThat(bench.request(client, id + 1))
        .containsExactly(error(id + 1, "template-id-not-found"));
  }

  @Test
  void templateOfTheLastTipIsStaleSomeTimeAfterTheNewOne() {
    bench.constrain(client, 100);
    List<Sv2Message> messages = bench.offer(client);
    long id = solve(messages);
    bench.time.advanceTimeBy(Duration.ofHours(1));
    bench.offer(client);
    bench.time.advanceTimeBy(Duration.ofSeconds(10));
    assertThat(bench.request(client, id))
        .hasOnlyElementsOfType(RequestTransactionDataSuccess.class)
        .hasSize(1);
    bench.time.advanceTimeBy(Duration.ofMillis(1));
    assertThat(bench.request(client, id)).containsExactly(error(id, "stale-template-id"));
  }

  @Test
  void templateOfTheSameTipIsNeverStale() {
    long id = first(bench.constrain(client, 100), bench.offer(client));
    bench.time.advanceTimeBy(Duration.ofHours(1));
    assertThat(bench.offer(client)).hasSize(1);
    assertThat(bench.request(client, id))
        .hasOnlyElementsOfType(RequestTransactionDataSuccess.class)
        .hasSize(1);
  }

  @Test
  void templatesAreBoundedAndTheOldestGoes() {
    restart(2);
    long first = first(bench.constrain(client, 100), bench.offer(client));
    long second = first(bench.constrain(client, 100), List.of());
    assertThat(bench.request(client, first))
        .hasOnlyElementsOfType(RequestTransactionDataSuccess.class);
    long third = first(bench.constrain(client, 100), List.of());
    assertThat(bench.request(client, first)).containsExactly(error(first, "template-id-not-found"));
    assertThat(bench.request(client, second))
        .hasOnlyElementsOfType(RequestTransactionDataSuccess.class);
    assertThat(bench.request(client, third))
        .hasOnlyElementsOfType(RequestTransactionDataSuccess.class);
  }

  @Test
  void templateThatIsSentIsAlwaysKnown() {
    restart(2);
    bench.offer(client);
    for (int size : List.of(100, 200, 300)) {
      bench.constrain(client, size);
    }
    Sv2Client next = bench.connect(2);
    long id = first(bench.constrain(next, 100), List.of());
    assertThat(bench.request(next, id))
        .hasOnlyElementsOfType(RequestTransactionDataSuccess.class)
        .hasSize(1);
  }

  private static long first(List<Sv2Message> answer, List<Sv2Message> offered) {
    return ((NewTemplate) (answer.isEmpty() ? offered : answer).get(0)).templateId();
  }

  private long solve(List<Sv2Message> messages) {
    NewTemplate template = (NewTemplate) messages.get(0);
    bench.submit(
        client, TemplateSolver.solve(template, (SetNewPrevHash) messages.get(1)).solution());
    return template.templateId();
  }

  private void restart(int maxTemplates) {
    bench.close();
    bench = new TemplateBench(new TemplateProviderConfig(maxTemplates, 4, Duration.ZERO, null));
    client = bench.connect(1);
  }

  private static RequestTransactionDataError error(long templateId, String code) {
    return new RequestTransactionDataError(templateId, Str0255.of(code));
  }
}
