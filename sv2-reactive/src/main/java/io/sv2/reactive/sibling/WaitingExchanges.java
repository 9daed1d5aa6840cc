package io.sv2.reactive.sibling;

import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A queue that any element leaves at once, so that who has withdrawn takes nobody's place. */
final class WaitingExchanges<T> extends AbstractQueue<T> {
  private final Set<T> elements = new LinkedHashSet<>(); // guarded by this

  @Override
  public synchronized boolean offer(T element) {
    return elements.add(element);
  }

  @Override
  public synchronized @Nullable T poll() {
    Iterator<T> first = elements.iterator();
    if (!first.hasNext()) {
      return null;
    }
    T element = first.next();
    first.remove();
    return element;
  }

  @Override
  public synchronized @Nullable T peek() {
    return elements.isEmpty() ? null : elements.iterator().next();
  }

  @Override
  public synchronized boolean remove(Object element) {
    return elements.remove(element);
  }

  @Override
  public synchronized int size() {
    return elements.size();
  }

  @Override
  public synchronized void clear() {
    elements.clear();
  }

  @Override
  public synchronized Iterator<T> iterator() {
    return new ArrayList<>(elements).iterator();
  }
}
