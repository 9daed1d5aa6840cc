package io.sv2.reactive.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.mining.ExtranonceLayout;
import io.sv2.reactive.mining.ExtranonceSpace;
import io.sv2.reactive.mining.ServerChannels;
import io.sv2.reactive.mining.ServerChannelsConfig;
import io.sv2.reactive.mining.Submission;
import io.sv2.reactive.mining.TargetPolicy;
import io.sv2.reactive.mining.UserAccounts;
import io.sv2.reactive.mining.Work;
import io.sv2.reactive.test.ScriptedPeer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sample of docs/mining.md. */
class MiningDocTest {
  private final Clock clock = Clock.systemUTC();

  // tag::mining
  private final ExtranonceSpace extranonces =
      new ExtranonceSpace(ExtranonceLayout.ofPool(1, 8), 100_000);
  private final UserAccounts users = new UserAccounts(100_000, Duration.ofMinutes(10));
  private final ServerChannelsConfig config = ServerChannelsConfig.of(new TargetPolicy(6, 1e12));

  /** For a connection, when it is set up. */
  ServerChannels channels(Sv2Client client) {
    return new ServerChannels(client.setup().flags(), config, extranonces, users);
  }

  List<Sv2Message> opened(ServerChannels channels, OpenStandardMiningChannel m, Work work) {
    return channels.open(m, work, clock.millis());
  }

  List<Sv2Message> submitted(ServerChannels channels, SubmitSharesStandard m) {
    Submission submission = channels.submit(m, clock.millis());
    return submission.messages(); // submission.result() says what became of it
  }

  /** A new template or a new tip. */
  List<Sv2Message> changed(ServerChannels channels, Work work) {
    return channels.update(work, clock.millis());
  }

  // end::mining

  @Test
  void channelIsOpenedBeforeThereIsWorkAndAShareOfNoJobIsRefused() {
    ServerChannels channels =
        channels(
            new Sv2Client(1, "peer", Protocol.MINING, ScriptedPeer.setupConnection(0, 2, 2, 0)));
    assertThat(
            opened(
                channels,
                new OpenStandardMiningChannel(7, Str0255.of("user"), 1e12f, U256.MAX),
                Work.NONE))
        .singleElement()
        .isInstanceOf(OpenStandardMiningChannelSuccess.class);
    assertThat(submitted(channels, new SubmitSharesStandard(2, 1, 1, 0, 0, 0)))
        .singleElement()
        .isInstanceOf(SubmitSharesError.class);
    assertThat(changed(channels, Work.NONE)).isEmpty();
  }
}
