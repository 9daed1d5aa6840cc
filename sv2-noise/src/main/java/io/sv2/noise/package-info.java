/**
 * Key formats, the Noise NX handshake and the sealed records of a Stratum V2 connection (chapter 4
 * of the specification): plain objects over byte arrays, without I/O and without threads.
 */
@NullMarked
package io.sv2.noise;

import org.jspecify.annotations.NullMarked;
