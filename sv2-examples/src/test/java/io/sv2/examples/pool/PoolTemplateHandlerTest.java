package io.sv2.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.ResponseFromSv2Client;
import org.junit.jupiter.api.Test;

class PoolTemplateHandlerTest {
  private final PoolTemplateHandler handler = new PoolTemplateHandler(31, 4);

  @Test
  void constraintsAreTheFirstMessage() {
    assertThat(handler.connected(new SetupConnectionSuccess(2, 0)).block())
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

  private static ResponseFromSv2Client toSibling(Sv2Message message) {
    return new ResponseFromSv2Client.AskSibling(
        new RequestToSv2Server.SiblingMessage(Protocol.TEMPLATE_DISTRIBUTION, message));
  }
}
