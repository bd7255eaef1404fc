/** Volume measures: how much room the minimum has below a threshold of the loss (Definition 1, Theorem 2). */
@NullMarked
package io.flatness.metrics.volume;

import org.jspecify.annotations.NullMarked;
