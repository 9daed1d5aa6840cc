package io.sv2.reactive.mining;

import io.sv2.codec.type.Str0255;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accounts of all users of a server, which outlive their channels. Thread-safe, and bounded: users
 * beyond the bound share one account, called {@link #OTHERS}.
 */
public final class UserAccounts {
  /** The account of all users for whom there was no room. */
  public static final String OTHERS = "(others)";

  private static final int LOOKED_AT = 64;

  private final int maxUsers;
  private final long window;
  private final Map<String, UserAccounting> accounts = new ConcurrentHashMap<>();
  private Iterator<UserAccounting> next = Collections.emptyIterator(); // guarded by this

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

  /** A channel of {@code user} opens, whose client declares so many hashes per second. */
  synchronized UserAccounting opened(Str0255 user, double hashRate, long now) {
    UserAccounting account = of(name(user), now);
    account.opened(hashRate);
    return account;
  }

  /** Bytes that are no UTF-8 are told apart, too: section 5.3.2 leaves them to the client. */
  private static String name(Str0255 user) {
    return user.isUtf8() ? user.text() : "0x" + user.toHex();
  }

  /** One at a time, or several would take the last room. */
  private synchronized UserAccounting added(String user, long now) {
    if (!accounts.containsKey(user) && accounts.size() >= maxUsers) {
      makeRoom();
    }
    String name = accounts.containsKey(user) || accounts.size() < maxUsers ? user : OTHERS;
    return accounts.computeIfAbsent(name, key -> new UserAccounting(window, now));
  }

  /**
   * Or who opens and closes under made-up names would keep out everybody else. A few are looked at
   * each time, those that follow the last ones: nobody waits for all of them.
   */
  private void makeRoom() {
    for (int i = 0; i < LOOKED_AT; i++) {
      if (!next.hasNext()) {
        next = accounts.values().iterator();
      }
      if (next.next().isUnused()) {
        next.remove();
        return;
      }
    }
  }

  /** All of them by user, as they are now. */
  public Map<String, UserAccounting> all() {
    return Map.copyOf(accounts);
  }
}
