package io.sv2.reactive;

import java.util.Iterator;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.util.concurrent.Queues;

/** Bounded by number alone; takes memory as elements come. */
final class CountedQueue<T> extends BoundedQueue<T> {
  private static final int LINK = 32;

  private final Queue<T> elements = Queues.<T>unbounded(LINK).get();
  private final int capacity;

  CountedQueue(int capacity) {
    Limits.inRange("capacity", capacity, 8, Integer.MAX_VALUE);
    this.capacity = capacity;
  }

  @Override
  boolean hasRoomFor(T element) {
    return elements.size() < capacity;
  }

  @Override
  double load() {
    return (double) elements.size() / capacity;
  }

  @Override
  public boolean offer(T element) {
    return elements.offer(element);
  }

  @Override
  public @Nullable T poll() {
    return elements.poll();
  }

  @Override
  public @Nullable T peek() {
    return elements.peek();
  }

  @Override
  public boolean isEmpty() {
    return elements.isEmpty();
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public void clear() {
    elements.clear();
  }

  @Override
  public Iterator<T> iterator() {
    return elements.iterator();
  }
}
