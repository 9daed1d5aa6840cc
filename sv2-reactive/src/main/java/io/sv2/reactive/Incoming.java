package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.extension.Tlv;
import java.util.List;

/** A message that came from a peer, as layers and routes see it on either side. */
public interface Incoming {
  /** The subprotocol of the connection it came by. */
  Protocol protocol();

  /** What came. */
  Sv2Message message();

  /** What negotiated extensions have appended to it (section 3.4.3); mostly nothing. */
  List<Tlv> tlvs();
}
