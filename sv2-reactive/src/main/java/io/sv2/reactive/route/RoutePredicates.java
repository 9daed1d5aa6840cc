package io.sv2.reactive.route;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.Protocol;
import io.sv2.reactive.Incoming;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.Sv2Client;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** What routes are nested under; they combine by {@code and}, {@code or} and {@code negate}. */
public final class RoutePredicates {
  private RoutePredicates() {}

  /** What came by a connection of {@code protocol}. */
  public static Predicate<Incoming> protocol(Protocol protocol) {
    return request -> request.protocol() == protocol;
  }

  /** Messages that extension {@code extension} defines, 0 being the protocol itself. */
  public static Predicate<Incoming> extension(int extension) {
    return request -> request.message().type().extension() == extension;
  }

  /** Messages of a channel, or of a group channel, whose id, U32, {@code ids} accepts. */
  public static Predicate<Incoming> channel(LongPredicate ids) {
    return request ->
        request.message() instanceof ChannelMessage message && ids.test(message.channelId());
  }

  /** What a client sent that {@code clients} accepts. */
  public static Predicate<RequestToSv2Server.IncomingMessage> client(
      Predicate<? super Sv2Client> clients) {
    return request -> clients.test(request.client());
  }

  /** What a client sent that has set all of {@code flags} in its SetupConnection. */
  public static Predicate<RequestToSv2Server.IncomingMessage> setupFlags(long flags) {
    return client(sender -> (sender.setup().flags() & flags) == flags);
  }
}
