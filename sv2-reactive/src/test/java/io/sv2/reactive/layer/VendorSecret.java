package io.sv2.reactive.layer;

import io.sv2.codec.Direction;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.VendorMessage;
import io.sv2.codec.VendorMessageType;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.Str0255;
import org.jspecify.annotations.Nullable;

/** A vendor's message, of whose fields nobody can say what they mean; never on a wire. */
record VendorSecret(@Nullable Str0255 text, @Nullable B0255 bytes, long key)
    implements VendorMessage {
  static final VendorMessageType<VendorSecret> TYPE =
      VendorMessageType.of(
          VendorSecret.class,
          "Vendor\nSecret",
          0x4000,
          1,
          Direction.CLIENT_TO_SERVER,
          reader -> new VendorSecret(null, null, 0));

  @Override
  public VendorMessageType<VendorSecret> type() {
    return TYPE;
  }

  @Override
  public int payloadLength() {
    return 0;
  }

  @Override
  public void write(PayloadWriter writer) {}
}
