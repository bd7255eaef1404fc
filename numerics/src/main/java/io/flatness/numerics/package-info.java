/**
 * Matrix-free numerics over the SPI alone: Krylov eigenvalues, quadrature, trace estimators, the trust-region subproblem
 * and L-BFGS. Every tolerance is relative to the scale of the problem.
 */
@NullMarked
package io.flatness.numerics;

import org.jspecify.annotations.NullMarked;
