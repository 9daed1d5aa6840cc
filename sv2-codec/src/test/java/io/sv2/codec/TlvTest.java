package io.sv2.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.extension.Tlv;
import io.sv2.codec.extension.WorkerIdentity;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TlvTest {
  private static final SubmitSharesExtended SHARE =
      new SubmitSharesExtended(1, 2, 3, 4, 5, 0x20000000L, B032.of(new byte[] {7}));
  private static final Tlv A = new Tlv(0x1234, 0, B064K.of(new byte[] {1, 2}));
  private static final Tlv B = new Tlv(0x1234, 9, B064K.EMPTY);
  private static final Set<Integer> ALL = Set.of(2, 0x1234);

  @Test
  void identityOfAWorkerIsAppendedLittleEndian() {
    Sv2Frame frame = Sv2Codec.encode(SHARE, List.of(WorkerIdentity.of("Worker_001")));
    byte[] bytes = frame.toByteArray();
    int share = Sv2Codec.encode(SHARE).length();
    assertThat(HexFormat.of().formatHex(bytes, share, bytes.length))
        .isEqualTo("0200" + "01" + "0a00" + "576f726b65725f303031");
    assertThat(Sv2Codec.decode(frame)).isEqualTo(SHARE);
    assertThat(WorkerIdentity.in(Sv2Codec.tlvs(frame, ALL))).contains("Worker_001");
  }

  @Test
  void extensionsAreInOrderAndTheFieldsOfOneInTheirs() {
    Tlv worker = WorkerIdentity.of("w");
    assertThat(Sv2Codec.tlvs(Sv2Codec.encode(SHARE, List.of(B, A, worker)), ALL))
        .containsExactly(worker, B, A);
  }

  @Test
  void whateverTheOrderTheyWereSentInTheyAreReadInThatOfTheExtensions() {
    byte[] share =
        Arrays.copyOfRange(Sv2Codec.encode(SHARE).toByteArray(), 6, 6 + SHARE.payloadLength());
    byte[] payload = Arrays.copyOf(share, share.length + 5 + 6);
    byte[] tlvs = HexFormat.of().parseHex("3412" + "09" + "0000" + "0200" + "01" + "0100" + "77");
    System.arraycopy(tlvs, 0, payload, share.length, tlvs.length);
    assertThat(Sv2Codec.tlvs(Sv2Frame.of(0x8000, 0x1b, payload), ALL))
        .containsExactly(WorkerIdentity.of("w"), B);
  }

  @Test
  void identityIsNeverPadded() {
    for (int length : new int[] {0, 1, 31, 32}) {
      assertThat(WorkerIdentity.of("x".repeat(length)).value().length()).isEqualTo(length);
    }
  }

  @Test
  void whatWasNotNegotiatedIsLeftOut() {
    Sv2Frame frame = Sv2Codec.encode(SHARE, List.of(A, WorkerIdentity.of("w")));
    assertThat(Sv2Codec.tlvs(frame, Set.of(0x1234))).containsExactly(A);
    assertThat(Sv2Codec.tlvs(frame, Set.of())).isEmpty();
    assertThat(Sv2Codec.tlvs(Sv2Codec.encode(SHARE), ALL)).isEmpty();
  }

  @Test
  void identityHasAtMost32Bytes() {
    String longest = "\u00e9".repeat(16);
    assertThat(WorkerIdentity.in(List.of(WorkerIdentity.of(longest)))).contains(longest);
    assertThatThrownBy(() -> WorkerIdentity.of(longest + "x"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("user_identity");
    Tlv tooLong = new Tlv(2, 1, B064K.of(new byte[33]));
    assertThatThrownBy(() -> WorkerIdentity.in(List.of(tooLong)))
        .isInstanceOf(InvalidValueException.class);
    assertThat(WorkerIdentity.in(List.of(new Tlv(2, 2, B064K.EMPTY), A))).isEmpty();
  }

  @Test
  void everyCutLeavesTheShareAndTheWholeTlvsBeforeIt() {
    Sv2Frame whole = Sv2Codec.encode(SHARE, List.of(A, B));
    byte[] payload = Arrays.copyOfRange(whole.toByteArray(), 6, whole.length());
    int share = SHARE.payloadLength();
    for (int length = share; length < payload.length; length++) {
      Sv2Frame cut = Sv2Frame.of(0x8000, 0x1b, Arrays.copyOf(payload, length));
      assertThat(Sv2Codec.decode(cut)).isEqualTo(SHARE);
      assertThat(Sv2Codec.tlvs(cut, ALL)).isEqualTo(length >= share + 7 ? List.of(A) : List.of());
    }
  }

  @Test
  void garbageBehindAMessageNeverFailsIt() {
    Random random = new Random(5);
    byte[] share =
        Arrays.copyOfRange(Sv2Codec.encode(SHARE).toByteArray(), 6, 6 + SHARE.payloadLength());
    for (int i = 0; i < 5_000; i++) {
      byte[] payload = Arrays.copyOf(share, share.length + random.nextInt(40));
      for (int at = share.length; at < payload.length; at++) {
        payload[at] = (byte) random.nextInt(4);
      }
      Sv2Frame frame = Sv2Frame.of(0x8000, 0x1b, payload);
      assertThat(Sv2Codec.decode(frame)).isEqualTo(SHARE);
      assertThat(Sv2Codec.tlvs(frame, ALL)).allMatch(tlv -> tlv.extensionType() == 2);
    }
  }

  @Test
  void whoeverAppendsTlvsLeavesTheHeaderOfTheMessage() {
    for (MessageType type : MessageType.values()) {
      Sv2Message message = new Messages(6).of(type.record(), Messages.Fill.EMPTY);
      Sv2Frame plain = Sv2Codec.encode(message);
      Sv2Frame extended = Sv2Codec.encode(message, List.of(A));
      assertThat(extended.extensionType()).isEqualTo(plain.extensionType());
      assertThat(extended.messageType()).isEqualTo(plain.messageType());
      assertThat(extended.payloadLength()).isEqualTo(plain.payloadLength() + A.length());
      assertThat(Sv2Codec.decode(extended)).isEqualTo(message);
    }
  }

  @Test
  void ofOneKindTheFirstCounts() {
    Tlv first = WorkerIdentity.of("first");
    Sv2Frame frame = Sv2Codec.encode(SHARE, List.of(first, WorkerIdentity.of("second"), B, B));
    assertThat(Sv2Codec.tlvs(frame, ALL)).containsExactly(first, B);
  }

  @Test
  void manyEmptyTlvsCostNothing() {
    // 3 million TLVs of 5 bytes each would be ten times their frame as objects.
    byte[] payload = Arrays.copyOf(new byte[0], 16_000_000);
    byte[] share = Sv2Codec.encode(SHARE).toByteArray();
    System.arraycopy(share, 6, payload, 0, share.length - 6);
    byte[] tlv = {2, 0, 7, 0, 0};
    for (int at = share.length - 6; at + tlv.length <= payload.length; at += tlv.length) {
      System.arraycopy(tlv, 0, payload, at, tlv.length);
    }
    assertThat(Sv2Codec.tlvs(Sv2Frame.of(0x8000, 0x1b, payload), ALL))
        .containsExactly(new Tlv(2, 7, B064K.EMPTY));
  }

  @Test
  void anIdentityThatBreaksItsRuleRefusesTheMessageWhereverItStands() {
    Tlv tooLong = new Tlv(2, 1, B064K.of(new byte[33]));
    assertThatThrownBy(() -> WorkerIdentity.in(List.of(WorkerIdentity.of("ok"), tooLong)))
        .isInstanceOf(InvalidValueException.class);
    Tlv latin1 = new Tlv(2, 1, B064K.of(new byte[] {(byte) 0xe9}));
    assertThatThrownBy(() -> WorkerIdentity.in(List.of(latin1)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("user_identity: UTF-8, not e9");
  }

  @Test
  void rangesAreChecked() {
    assertThatThrownBy(() -> new Tlv(0x10000, 0, B064K.EMPTY))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Tlv(0, 256, B064K.EMPTY))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void frameOfAnUnknownExtensionIsPassedOnWithOnlyItsChannelChanged() {
    byte[] payload = HexFormat.of().parseHex("04030201" + "aabbcc");
    Sv2Frame frame = Sv2Frame.of(0x8000 | 0x4b0f, 3, payload);
    assertThat(frame.withChannelId(0xfffefdfcL))
        .isEqualTo(Sv2Frame.of(0x8000 | 0x4b0f, 3, HexFormat.of().parseHex("fcfdfeff" + "aabbcc")));
    assertThat(frame.channelId()).isEqualTo(0x01020304);
    assertThatThrownBy(() -> frame.withChannelId(1L << 32))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Sv2Frame.of(0x4b0f, 3, payload).withChannelId(1))
        .isInstanceOf(IllegalStateException.class);
  }
}
