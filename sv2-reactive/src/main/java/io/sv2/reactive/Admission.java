package io.sv2.reactive;

import io.sv2.reactive.CloseReason.Kind;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts a server's connections by state and address, and refuses what is more than it may hold.
 *
 * <p>A few counters, and one short lock for the rate of handshakes: refusing one connection holds
 * up no other.
 */
public final class Admission {
  private static final int IPV6_NETWORK = 8;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Which bound a connection was refused by; a metric uses the names as labels. */
  public enum Cause {
    /** Connections in all. */
    CONNECTIONS,
    /** Connections from its address. */
    ADDRESS,
    /** Connections that shake hands. */
    HANDSHAKE,
    /** Handshakes that its address has begun within a minute. */
    HANDSHAKE_RATE,
    /** Connections that have not sent SetupConnection. */
    SETUP,
    /** Connections without a channel. */
    FIRST_CHANNEL,
    /** Handshakes that wait for a thread ({@link ConnectionConfig#handshakeQueue()}). */
    HANDSHAKE_QUEUE
  }

  private final AdmissionConfig config;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<ConnectionState, AtomicInteger> states = new EnumMap<>(ConnectionState.class);
  private final Map<Cause, LongAdder> refused = new EnumMap<>(Cause.class);
  private final Map<Object, Integer> addresses = new ConcurrentHashMap<>(); // of open connections
  private final AddressRate handshakeRate;
  private volatile HandshakeListener handshakes = (succeeded, nanos, reason) -> {};
  private volatile Consumer<Cause> refusals = cause -> {};

  /** Told how handshakes end. */
  @FunctionalInterface
  public interface HandshakeListener {
    /**
     * One has ended.
     *
     * @param succeeded whether there is a session
     * @param nanos since the connection came
     * @param reason why there is none; null where there is
     */
    void ended(boolean succeeded, long nanos, @Nullable CloseReason reason);
  }

  /** An empty house under {@code config}. */
  public Admission(AdmissionConfig config) {
    this.config = config;
    this.handshakeRate =
        new AddressRate(
            config.handshakesPerAddressPerMinute(), MINUTE, config.addressesRemembered());
    for (ConnectionState state : ConnectionState.values()) {
      states.put(state, new AtomicInteger());
    }
    for (Cause cause : Cause.values()) {
      refused.put(cause, new LongAdder());
    }
  }

  /**
   * A connection has come.
   *
   * @param from where from; null where there are no addresses, in memory for one
   * @param state the first that it is in
   * @return its ticket, which may be a refusal
   */
  public Ticket admit(@Nullable SocketAddress from, ConnectionState state) {
    if (open.incrementAndGet() > config.maxConnections()) {
      open.decrementAndGet();
      return refuse(Cause.CONNECTIONS, config.maxConnections() + " connections are open");
    }
    Refusal full = full();
    if (full != null) {
      open.decrementAndGet();
      return refuse(full.cause, full.detail);
    }
    Object address = address(from);
    if (address != null && addresses.merge(address, 1, Integer::sum) > config.maxPerAddress()) {
      leaves(address);
      open.decrementAndGet();
      return refuse(
          Cause.ADDRESS, config.maxPerAddress() + " connections are open from its address");
    }
    // Last: a connection that is refused for another reason begins no handshake.
    if (state == ConnectionState.HANDSHAKE && address != null && !handshakeRate.admits(address)) {
      leaves(address);
      open.decrementAndGet();
      return refuse(
          Cause.HANDSHAKE_RATE,
          config.handshakesPerAddressPerMinute() + " handshakes a minute came from its address");
    }
    count(state).incrementAndGet();
    return new Ticket(this, address, state, null);
  }

  private record Refusal(Cause cause, String detail) {}

  private @Nullable Refusal full() {
    if (count(ConnectionState.HANDSHAKE).get() >= config.maxHandshaking()) {
      return new Refusal(Cause.HANDSHAKE, config.maxHandshaking() + " connections shake hands");
    } else if (count(ConnectionState.SETUP).get() >= config.maxAwaitingSetup()) {
      return new Refusal(Cause.SETUP, config.maxAwaitingSetup() + " connections are not set up");
    } else if (count(ConnectionState.FIRST_CHANNEL).get() >= config.maxWithoutChannel()) {
      return new Refusal(
          Cause.FIRST_CHANNEL, config.maxWithoutChannel() + " connections have no channel");
    }
    return null;
  }

  private Ticket refuse(Cause cause, String detail) {
    count(cause);
    return new Ticket(
        this,
        null,
        null,
        new CloseReason(Kind.ADMISSION_REFUSED, detail + ", the most that are allowed"));
  }

  private void count(Cause cause) {
    refusedBy(cause).increment();
    refusals.accept(cause);
  }

  private LongAdder refusedBy(Cause cause) {
    LongAdder adder = refused.get(cause);
    if (adder == null) {
      throw new IllegalStateException(cause.name());
    }
    return adder;
  }

  private AtomicInteger count(ConnectionState state) {
    AtomicInteger count = states.get(state);
    if (count == null) {
      throw new IllegalStateException(state.name());
    }
    return count;
  }

  private static @Nullable Object address(@Nullable SocketAddress from) {
    InetAddress address = from instanceof InetSocketAddress inet ? inet.getAddress() : null;
    return address instanceof Inet6Address
        ? ByteBuffer.wrap(address.getAddress(), 0, IPV6_NETWORK) // equal by content
        : address;
  }

  private void leaves(Object address) {
    addresses.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  /** Tells {@code listener}, on connections' threads, how handshakes end from now on. */
  public void onHandshakes(HandshakeListener listener) {
    handshakes = listener;
  }

  /** Tells {@code listener}, on connections' threads, each refusal from now on. */
  public void onRefusals(Consumer<Cause> listener) {
    refusals = listener;
  }

  /** Connections in {@code state} now. */
  public int connections(ConnectionState state) {
    return count(state).get();
  }

  /** Connections in all now. */
  public int connections() {
    return open.get();
  }

  /** Addresses that have a connection now. */
  public int addresses() {
    return addresses.size();
  }

  /** Connections refused by {@code cause} so far. */
  public long refused(Cause cause) {
    return refusedBy(cause).sum();
  }

  /** What a connection holds from its coming to its end. Any thread may use it. */
  public static final class Ticket {
    private final Admission admission;
    private final @Nullable Object address;
    private final @Nullable CloseReason refusal;
    private final AtomicBoolean closed;
    private volatile boolean takenOver;
    private final long since = System.nanoTime();
    private @Nullable ConnectionState state; // guarded by this

    private Ticket(
        Admission admission,
        @Nullable Object address,
        @Nullable ConnectionState state,
        @Nullable CloseReason refusal) {
      this.admission = admission;
      this.address = address;
      this.state = state;
      this.refusal = refusal;
      this.closed = new AtomicBoolean(refusal != null);
    }

    /** Why the connection has to be closed; null when it is let in. */
    public @Nullable CloseReason refusal() {
      return refusal;
    }

    /** The connection has come further. */
    public synchronized void moveTo(ConnectionState next) {
      if (!closed.get() && state != null && state != next) {
        ConnectionState before = state;
        admission.count(before).decrementAndGet();
        admission.count(next).incrementAndGet();
        state = next;
        if (before == ConnectionState.HANDSHAKE) { // last: it may throw
          admission.handshakes.ended(true, System.nanoTime() - since, null);
        }
      }
    }

    /** The connection was let in, and is refused all the same: it counts as refused. */
    public void refuseLater(Cause cause) {
      admission.count(cause);
    }

    /** From now on the socket's end is not the connection's: who has taken it over closes this. */
    public void takenOver() {
      takenOver = true;
    }

    /** The socket has closed, for {@code reason}: the end, unless somebody has taken over. */
    public void socketClosed(CloseReason reason) {
      if (!takenOver) {
        close(reason);
      }
    }

    /** The connection has ended; more than once does no harm. */
    public void close() {
      close(CloseReason.peerClosed());
    }

    /** The connection has ended for {@code reason}; more than once does no harm. */
    public synchronized void close(CloseReason reason) {
      if (closed.compareAndSet(false, true)) {
        admission.open.decrementAndGet();
        if (state != null) {
          admission.count(state).decrementAndGet();
        }
        if (address != null) {
          admission.leaves(address);
        }
        if (state == ConnectionState.HANDSHAKE) { // last: it may throw
          admission.handshakes.ended(false, System.nanoTime() - since, reason);
        }
      }
    }
  }
}
