/** Sharpness measures: how far the loss rises within a neighbourhood of the minimum (Definition 2 and its relatives). */
@NullMarked
package io.flatness.metrics.sharpness;

import org.jspecify.annotations.NullMarked;
