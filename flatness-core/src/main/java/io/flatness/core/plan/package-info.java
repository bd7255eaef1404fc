/** From an experiment and a registry to a plan in which everything is bound, opened and checked. */
@NullMarked
package io.flatness.core.plan;

import org.jspecify.annotations.NullMarked;
