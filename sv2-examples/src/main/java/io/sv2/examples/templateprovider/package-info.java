/** A template provider: Stratum V2 in front of a source of blocks. */
@NullMarked
package io.sv2.examples.templateprovider;

import org.jspecify.annotations.NullMarked;
