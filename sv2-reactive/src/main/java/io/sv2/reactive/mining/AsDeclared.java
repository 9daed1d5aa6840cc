package io.sv2.reactive.mining;

/** Believes what clients say. */
final class AsDeclared implements Vardiff {
  private double rate;

  AsDeclared(double rate) {
    this.rate = rate;
  }

  @Override
  public void accepted(double hashes, long now) {
    // no evidence wanted
  }

  @Override
  public void declared(double hashRate, long now) {
    rate = hashRate;
  }

  @Override
  public double hashRate(double hashesPerShare, long now) {
    return rate;
  }
}
