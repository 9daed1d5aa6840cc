package io.sv2.reactive.layer;

import java.util.Set;

/** Shows these fields and no others, so that a field that is new is not shown by accident. */
record AllowedFields(Set<String> names) implements Redaction {
  @Override
  public boolean isShown(String field) {
    return names.contains(field);
  }
}
