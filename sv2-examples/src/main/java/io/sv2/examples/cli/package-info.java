/** The launcher: ./sv2 and its commands. */
@NullMarked
package io.sv2.examples.cli;

import org.jspecify.annotations.NullMarked;
