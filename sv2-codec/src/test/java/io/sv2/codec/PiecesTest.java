package io.sv2.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sv2.codec.Messages.Fill;
import io.sv2.codec.extension.Tlv;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B064K;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A frame that arrived in pieces is the frame that arrived whole, wherever it is cut. */
class PiecesTest {
  private static final int[] PIECE_LENGTHS = {10, 11, 12, 13, 16, 17, 31, 32, 33, 40, 64, 100};

  static List<Class<? extends Sv2Message>> messages() {
    return Messages.classes();
  }

  private static Sv2Frame inPieces(byte[] frame, int pieceLength) {
    return Corpus.inPieces(Sv2Frame.adopt(frame), pieceLength);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theMessageIsTheSameWhereverItsFrameIsCut(Class<? extends Sv2Message> type) {
    Messages messages = new Messages(11);
    for (int i = 0; i < 20; i++) {
      Sv2Message message = messages.of(type, Fill.RANDOM);
      Sv2Frame whole = Sv2Codec.encode(message);
      for (int pieceLength : PIECE_LENGTHS) {
        Sv2Frame pieces = inPieces(whole.toByteArray(), pieceLength);
        assertThat(pieces).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(pieces.toByteArray()).isEqualTo(whole.toByteArray());
        Sv2Message decoded = Sv2Codec.decode(pieces);
        assertThat(decoded).isEqualTo(message).hasSameHashCodeAs(message);
        assertThat(Sv2Codec.encode(decoded)).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theLongestMessageIsReadFromItsPieces(Class<? extends Sv2Message> type) {
    Sv2Message message = new Messages(12).of(type, Fill.FULL);
    Sv2Frame whole = Sv2Codec.encode(message);
    Sv2Frame pieces = inPieces(whole.toByteArray(), FrameDecoder.CHUNK);
    assertThat(pieces.asByteBuffers())
        .hasSize(Math.max(1, (whole.length() + FrameDecoder.CHUNK - 1) / FrameDecoder.CHUNK));
    assertThat(Sv2Codec.encode(Sv2Codec.decode(pieces))).isEqualTo(whole);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMissingByteIsNamedAsItIsInAWholeFrame(Class<? extends Sv2Message> type) {
    byte[] frame = Sv2Codec.encode(new Messages(13).of(type, Fill.RANDOM)).toByteArray();
    for (int cut = frame.length - 1; cut >= 10; cut -= 1 + cut / 16) {
      byte[] shorter = Arrays.copyOf(frame, cut);
      new FrameHeader(FrameHeader.u16(frame, 0), frame[2] & 0xff, cut - 6).write(shorter, 0);
      TruncatedException expected = truncated(Sv2Frame.adopt(shorter));
      for (int pieceLength : PIECE_LENGTHS) {
        TruncatedException error = truncated(inPieces(shorter, pieceLength));
        assertThat(error.getMessage()).isEqualTo(expected.getMessage());
      }
    }
  }

  private static TruncatedException truncated(Sv2Frame frame) {
    return catchThrowableOfType(TruncatedException.class, () -> Sv2Codec.decode(frame));
  }

  @Test
  void framesOfAMessageWithManyTransactionsShareThem() {
    for (int length : new int[] {10, 397, 70_000}) {
      int count = Math.max(10, 300_000 / (length + 3) + 1);
      List<B016M> transactions = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] transaction = new byte[length];
        Arrays.fill(transaction, (byte) i);
        transactions.add(B016M.of(transaction));
      }
      B064K excess = B064K.of(new byte[100]);
      RequestTransactionDataSuccess message =
          new RequestTransactionDataSuccess(-1L, excess, transactions);
      assertThat(message.transactionList())
          .isEqualTo(transactions)
          .hasSameHashCodeAs(transactions)
          .isInstanceOf(PackedList.class);
      Sv2Frame shared = Sv2Codec.encode(message);
      assertThat(shared.asByteBuffers()).hasSize(2);
      assertThat(shared.payloadLength()).isEqualTo(message.payloadLength());
      // By the road of a message that is too small to share.
      Sv2Frame copied = Sv2Codec.encode(message, List.of(new Tlv(0x4001, 1, B064K.EMPTY)));
      assertThat(copied.asByteBuffers()).hasSize(1);
      byte[] bytes = Arrays.copyOf(copied.toByteArray(), copied.length() - 5);
      new FrameHeader(0, 0x74, bytes.length - 6).write(bytes, 0);
      assertThat(shared).isEqualTo(Sv2Frame.adopt(bytes));
      assertThat(Sv2Codec.decode(shared)).isEqualTo(message);
      assertThat(Sv2Codec.encode(Sv2Codec.decode(shared))).isEqualTo(shared);
    }
  }

  @Test
  void everyPartIsCopiedAndWhatLiesInOnePieceIsReadThere() {
    byte[] bytes = new byte[40];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    new FrameHeader(0, 1, 34).write(bytes, 0);
    for (int pieceLength : PIECE_LENGTHS) {
      Sv2Frame frame = inPieces(bytes, pieceLength);
      for (int from = 0; from <= bytes.length; from++) {
        for (int count = 0; from + count <= bytes.length; count++) {
          byte[] expected = Arrays.copyOfRange(bytes, from, from + count);
          byte[] copy = new byte[count];
          frame.copyTo(from, copy, 0, count);
          assertThat(copy).isEqualTo(expected);
          byte[] read = new byte[count];
          int size = count;
          boolean inOne =
              frame.read(from, count, (source, at) -> System.arraycopy(source, at, read, 0, size));
          boolean crosses = count > 0 && from / pieceLength != (from + count - 1) / pieceLength;
          assertThat(inOne).isEqualTo(!crosses);
          assertThat(read).isEqualTo(crosses ? new byte[count] : expected);
        }
      }
      assertThatIndexOutOfBounds(frame, 40, 1);
      assertThatIndexOutOfBounds(frame, -1, 1);
      assertThatIndexOutOfBounds(frame, 0, 41);
      assertThatIndexOutOfBounds(frame, 1, Integer.MAX_VALUE);
    }
  }

  private static void assertThatIndexOutOfBounds(Sv2Frame frame, int from, int count) {
    assertThatThrownBy(() -> frame.copyTo(from, new byte[50], 0, count))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> frame.read(from, count, (source, at) -> {}))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
