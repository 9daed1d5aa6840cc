package io.sv2.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.B064K;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.Sv2Upstream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoolTemplateHandlerTest {
  private static final Sv2Upstream UPSTREAM =
      new Sv2Upstream(
          Protocol.TEMPLATE_DISTRIBUTION,
          0,
          InetSocketAddress.createUnresolved("tp.test", 1),
          new SetupConnectionSuccess(2, 0),
          Set.of());

  private final RecentSolutions found = new RecentSolutions(8, Duration.ofMinutes(10));
  private final PoolTemplateHandler handler =
      new PoolTemplateHandler(31, 4, () -> found.at(600_000));

  @Test
  void constraintsAreTheFirstMessage() {
    assertThat(handler.connected(UPSTREAM).block())
        .isEqualTo(
            ResponseFromSv2Client.send(
                Protocol.TEMPLATE_DISTRIBUTION, new CoinbaseOutputConstraints(31, 4)));
  }

  @Test
  void templatesAndTipsGoToTheSibling() {
    NewTemplate template = PoolTemplates.newTemplate(1, true);
    assertThat(handler.handleNewTemplate(template).block()).isEqualTo(toSibling(template));
    SetNewPrevHash tip = PoolTemplates.newTip(1, PoolTemplates.hash(7), PoolTemplates.HARD);
    assertThat(handler.handleSetNewPrevHash(tip).block()).isEqualTo(toSibling(tip));
  }

  @Test
  void blocksOfTheLastTenMinutesAreOfferedAgainAfterTheConstraints() {
    for (int i = 0; i < 10; i++) {
      found.add(solution(i), i);
    }
    assertThat(handler.connected(UPSTREAM).block())
        .isEqualTo(
            new ResponseFromSv2Client.Send(
                Protocol.TEMPLATE_DISTRIBUTION,
                List.of(
                    new CoinbaseOutputConstraints(31, 4),
                    solution(2),
                    solution(3),
                    solution(4),
                    solution(5),
                    solution(6),
                    solution(7),
                    solution(8),
                    solution(9))));
    assertThat(found.at(600_008)).containsExactly(solution(9));
    assertThat(found.at(600_009)).isEmpty();
  }

  private static SubmitSolution solution(int templateId) {
    return new SubmitSolution(templateId, 0x2000_0000, 1, 2, B064K.of(new byte[60]));
  }

  private static ResponseFromSv2Client toSibling(Sv2Message message) {
    return new ResponseFromSv2Client.AskSibling(
        new RequestToSv2Server.SiblingMessage(Protocol.TEMPLATE_DISTRIBUTION, message));
  }
}
