package io.sv2.examples.demo;

/**
 * What a demo came to.
 *
 * @param sharesAccepted by the pool
 * @param sharesRejected by the pool
 * @param blocksFound shares that were blocks
 * @param blocksAccepted by the chain
 * @param tipHeight of the chain at the end, asked of the chain itself
 * @param hashrate of all miners over the whole run, hashes per second
 */
public record DemoSummary(
    long sharesAccepted,
    long sharesRejected,
    long blocksFound,
    long blocksAccepted,
    long tipHeight,
    double hashrate) {}
