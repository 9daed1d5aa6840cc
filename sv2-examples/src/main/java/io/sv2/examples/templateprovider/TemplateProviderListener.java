package io.sv2.examples.templateprovider;

import io.sv2.examples.bitcoin.SubmitResult;

/** Told what became of found blocks; called on any thread. */
public interface TemplateProviderListener {
  /** Does nothing. */
  TemplateProviderListener NONE = result -> {};

  /** A solution was made into a block and submitted. */
  void blockSubmitted(SubmitResult result);
}
