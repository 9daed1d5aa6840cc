package io.sv2.reactive.mining;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accounts of all users of a server, which outlive their channels. Thread-safe, and bounded: users
 * beyond the bound share one account, called {@link #OTHERS}.
 */
public final class UserAccounts {
  /** The account of all users for whom there was no room. */
  public static final String OTHERS = "(others)";

  private final int maxUsers;
  private final long window;
  private final Map<String, UserAccounting> accounts = new ConcurrentHashMap<>();

  /**
   * No accounts yet.
   *
   * @param maxUsers accounts kept, from 1 up
   * @param hashRateWindow over which accepted work is averaged, from 1 s up
   * @throws IllegalArgumentException when one is out of range
   */
  public UserAccounts(int maxUsers, Duration hashRateWindow) {
    if (maxUsers < 1 || hashRateWindow.toMillis() < 1_000) {
      throw new IllegalArgumentException("maxUsers: from 1 up; hashRateWindow: from 1 s up");
    }
    this.maxUsers = maxUsers;
    this.window = hashRateWindow.toMillis();
  }

  /** The account of {@code user}, made when there is none. */
  public UserAccounting of(String user, long now) {
    UserAccounting known = accounts.get(user);
    return known == null ? added(user, now) : known;
  }

  /** One at a time, or several would take the last room. */
  private synchronized UserAccounting added(String user, long now) {
    String name = accounts.containsKey(user) || accounts.size() < maxUsers ? user : OTHERS;
    return accounts.computeIfAbsent(name, key -> new UserAccounting(window, now));
  }

  /** All of them by user, as they are now. */
  public Map<String, UserAccounting> all() {
    return Map.copyOf(accounts);
  }
}
