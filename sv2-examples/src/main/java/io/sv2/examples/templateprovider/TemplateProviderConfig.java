package io.sv2.examples.templateprovider;

import io.sv2.reactive.Limits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds and policies of a template provider.
 *
 * @param maxTemplates templates that solutions are still taken for
 * @param maxTemplatesOfOneClient of them, those that only one client was given because it repeated
 *     its constraints: it cannot push out what others mine on
 * @param staleAfter how long after a new tip the transactions of older templates can be requested
 * @param blockDirectory found blocks are also saved there; null saves none
 */
public record TemplateProviderConfig(
    int maxTemplates,
    int maxTemplatesOfOneClient,
    Duration staleAfter,
    @Nullable Path blockDirectory) {
  /** The defaults: 256 templates, 4 of one client, 10 s, nothing saved. */
  public static final TemplateProviderConfig DEFAULT =
      new TemplateProviderConfig(256, 4, Duration.ofSeconds(10), null);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is not positive
   */
  public TemplateProviderConfig {
    Limits.positive("maxTemplates", maxTemplates);
    Limits.positive("maxTemplatesOfOneClient", maxTemplatesOfOneClient);
    if (staleAfter.isNegative()) {
      throw new IllegalArgumentException("staleAfter: not negative");
    }
  }

  /** A copy that saves found blocks in {@code directory}. */
  public TemplateProviderConfig withBlockDirectory(Path directory) {
    return new TemplateProviderConfig(maxTemplates, maxTemplatesOfOneClient, staleAfter, directory);
  }
}
