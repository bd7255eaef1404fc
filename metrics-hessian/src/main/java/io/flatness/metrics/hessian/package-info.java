/** Measures of the Hessian and its positive semidefinite relatives at a point. */
@NullMarked
package io.flatness.metrics.hessian;

import org.jspecify.annotations.NullMarked;
