package io.sv2.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sv2.codec.Messages.Fill;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactionsSuccess;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B064K;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What hostile bytes can make a decoder hold: what has arrived and 256 KiB, whatever they claim.
 *
 * <p>Measured as what is allocated, which is at least what is held.
 */
class MemoryTest {
  private static final int AHEAD = 256 * 1024;

  /** A field that lies across two pieces is put together before it is copied. */
  private static final int SCRATCH = 64 * 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  static Stream<Sv2Message> largestAndMostDivided() {
    B064K excess = B064K.of(new byte[0xffff]);
    List<B016M> empty = Collections.nCopies(0xffff, B016M.EMPTY);
    List<B016M> tiny = Collections.nCopies(0xffff, B016M.of(new byte[] {1}));
    List<B016M> one = List.of(B016M.of(new byte[16_000_000]));
    return Stream.concat(
        Messages.classes().stream().map(type -> new Messages(51).of(type, Fill.FULL)),
        Stream.of(empty, tiny, one)
            .flatMap(
                transactions ->
                    Stream.of(
                        new RequestTransactionDataSuccess(1, excess, transactions),
                        new ProvideMissingTransactionsSuccess(1, transactions))));
  }

  @ParameterizedTest
  @MethodSource("largestAndMostDivided")
  void frameAndMessageHoldWhatHasArrivedAndNoMoreThanTheMarginBeside(Sv2Message message) {
    byte[] bytes = Sv2Codec.encode(message).toByteArray();
    Sv2Message[] decoded = new Sv2Message[1];
    decode(bytes, decoded); // what is allocated once, for classes and the like
    long before = allocated();
    decode(bytes, decoded);
    long taken = allocated() - before;
    assertThat(taken).isLessThan(bytes.length + AHEAD + SCRATCH);
    assertThat(decoded[0]).isEqualTo(message);
  }

  private static void decode(byte[] bytes, Sv2Message[] decoded) {
    FrameDecoder decoder = new FrameDecoder(FrameHeader.MAX_PAYLOAD_LENGTH);
    decoder.decode(ByteBuffer.wrap(bytes), frame -> decoded[0] = Sv2Codec.decode(frame));
  }

  @Test
  void aMessageThatIsTheLesserPartOfItsFrameDoesNotKeepIt() {
    // One empty transaction, and 16 MB that nobody asked for.
    byte[] payload = new byte[16_000_000];
    payload[4] = 1;
    var message =
        (ProvideMissingTransactionsSuccess) Sv2Codec.decode(Sv2Frame.of(0, 0x56, payload));
    assertThat(message.transactionList()).containsExactly(B016M.EMPTY);
    assertThat(((PackedList<?>) message.transactionList()).frame.length()).isEqualTo(3);
  }

  @Test
  void aClaimCostsWhatHasArrivedAndTheMargin() {
    byte[] header = new byte[6];
    new FrameHeader(0, 0x74, FrameHeader.MAX_PAYLOAD_LENGTH).write(header, 0);
    ByteBuffer some = ByteBuffer.allocate(1_000);
    FrameDecoder decoder = new FrameDecoder(FrameHeader.MAX_PAYLOAD_LENGTH);
    decoder.decode(ByteBuffer.wrap(header), frame -> {});
    long before = allocated();
    long most = 0;
    for (int arrived = 1_000; arrived <= 3_000_000; arrived += 1_000) {
      decoder.decode(some.clear(), frame -> {});
      most = Math.max(most, allocated() - before - arrived);
    }
    assertThat(most).isLessThan(AHEAD + 2_000); // the list of pieces
    assertThat(decoder.isMidFrame()).isTrue();
  }

  @Test
  void aSequenceThatClaimsMoreThanThereIsCostsNothing() {
    // RequestTransactionData.Success: 65,535 transactions are announced, none comes.
    byte[] payload = new byte[12];
    payload[10] = (byte) 0xff;
    payload[11] = (byte) 0xff;
    Sv2Frame frame = Sv2Frame.of(0, 0x74, payload);
    refused(frame);
    long before = allocated();
    refused(frame);
    assertThat(allocated() - before).isLessThan(20_000);
  }

  private static void refused(Sv2Frame frame) {
    try {
      assertThat(Sv2Codec.decode(frame)).isNull();
    } catch (TruncatedException e) {
      assertThat(e.field()).isEqualTo("transaction_list");
    }
  }
}
