/** Messages as lines of JSON, for logs, tests and tools; needs Jackson's streaming library. */
@NullMarked
package io.sv2.codec.json;

import org.jspecify.annotations.NullMarked;
