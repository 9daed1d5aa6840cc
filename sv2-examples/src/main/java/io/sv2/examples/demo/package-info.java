/** All roles in one process: the first thing a newcomer runs. */
@NullMarked
package io.sv2.examples.demo;

import org.jspecify.annotations.NullMarked;
