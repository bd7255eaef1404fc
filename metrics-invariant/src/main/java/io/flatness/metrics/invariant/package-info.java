/** Measures that survive function-preserving changes of the parameters, each with the families that it survives. */
@NullMarked
package io.flatness.metrics.invariant;

import org.jspecify.annotations.NullMarked;
