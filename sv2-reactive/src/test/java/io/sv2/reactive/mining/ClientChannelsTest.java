package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is meant by an id. */
class ClientChannelsTest {
  private static final U256 HALF = U256.ofHex("7" + "f".repeat(63));

  private final ClientChannels channels = new ClientChannels(3);
  private final ClientChannel two = channel(2, 1);
  private final ClientChannel three = channel(3, 1);
  private final ClientChannel five = channel(5, 4);

  ClientChannelsTest() {
    channels.add(two);
    channels.add(three);
    channels.add(five);
  }

  private static ClientChannel channel(long id, long group) {
    return ClientChannel.of(
        new OpenStandardMiningChannelSuccess(9, id, U256.MAX, TestWork.PREFIX, group),
        true,
        ChannelConfig.DEFAULT);
  }

  @Test
  void anIdMeansAChannelOrAGroupOrNobody() {
    assertThat(channels.addressedBy(2)).containsExactly(two);
    assertThat(channels.addressedBy(1)).containsExactly(two, three);
    assertThat(channels.addressedBy(4)).containsExactly(five);
    assertThat(channels.addressedBy(77)).isEmpty();
    assertThat(channels.channel(1)).isNull();
    assertThat(channels.all()).containsExactly(two, three, five);
  }

  @Test
  void aGroupsTargetIsThatOfItsChannels() {
    channels.setTarget(new SetTarget(1, HALF));
    assertThat(two.target()).isEqualTo(HALF);
    assertThat(three.target()).isEqualTo(HALF);
    assertThat(five.target()).isEqualTo(U256.MAX);
    channels.setTarget(new SetTarget(3, U256.MAX));
    assertThat(two.target()).isEqualTo(HALF);
    assertThat(three.target()).isEqualTo(U256.MAX);
  }

  @Test
  void channelsMoveToAnotherGroup() {
    channels.setGroup(new SetGroupChannel(6, List.of(3L, 5L, 77L)));
    assertThat(channels.addressedBy(1)).containsExactly(two);
    assertThat(channels.addressedBy(6)).containsExactly(three, five);
    assertThat(channels.addressedBy(4)).isEmpty();
  }

  @Test
  void channelsAreClosedAloneOrAsAGroup() {
    assertThat(channels.close(new CloseChannel(5, Str0255.EMPTY))).containsExactly(five);
    assertThat(channels.close(new CloseChannel(1, Str0255.EMPTY))).containsExactly(two, three);
    assertThat(channels.close(new CloseChannel(1, Str0255.EMPTY))).isEmpty();
    assertThat(channels.all()).isEmpty();
  }

  /** Channels and groups share their ids (section 5.2.3). */
  @ParameterizedTest
  @CsvSource({"2, 1", "1, 7", "7, 2", "7, 7", "4, 1"})
  void idsThatAreTakenAreRefused(long id, long group) {
    ClientChannels roomy = new ClientChannels(10);
    channels.all().forEach(channel -> assertThat(roomy.add(channel)).isTrue());
    assertThat(roomy.add(channel(id, group))).isFalse();
    assertThat(roomy.all()).hasSize(3);
  }

  @Test
  void thereIsABound() {
    assertThat(channels.add(channel(7, 1))).isFalse();
    channels.close(new CloseChannel(5, Str0255.EMPTY));
    assertThat(channels.add(channel(7, 1))).isTrue();
    channels.clear();
    assertThat(channels.all()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new ClientChannels(0));
  }
}
