package io.sv2.examples.templateprovider;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds and policies of a template provider.
 *
 * @param maxTemplates templates that solutions are still taken for
 * @param staleAfter how long after a new tip the transactions of older templates can be requested
 * @param blockDirectory found blocks are also saved there; null saves none
 */
public record TemplateProviderConfig(
    int maxTemplates, Duration staleAfter, @Nullable Path blockDirectory) {
  /** The defaults: 256 templates, 10 s, nothing saved. */
  public static final TemplateProviderConfig DEFAULT =
      new TemplateProviderConfig(256, Duration.ofSeconds(10), null);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is not positive
   */
  public TemplateProviderConfig {
    if (maxTemplates < 1 || staleAfter.isNegative()) {
      throw new IllegalArgumentException("maxTemplates: from 1 up; staleAfter: not negative");
    }
  }

  /** A copy that saves found blocks in {@code directory}. */
  public TemplateProviderConfig withBlockDirectory(Path directory) {
    return new TemplateProviderConfig(maxTemplates, staleAfter, directory);
  }
}
