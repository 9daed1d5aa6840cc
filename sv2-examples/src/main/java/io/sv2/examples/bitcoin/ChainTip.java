package io.sv2.examples.bitcoin;

import org.bitcoinj.base.Sha256Hash;

/**
 * The best block a {@link BlockSource} knows.
 *
 * @param height the block's height, at least 0
 * @param hash the block's hash
 */
public record ChainTip(int height, Sha256Hash hash) {}
