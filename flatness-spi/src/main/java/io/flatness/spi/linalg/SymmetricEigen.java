package io.flatness.spi.linalg;

/**
 * Eigenvalues and eigenvectors of a symmetric n×n matrix.
 *
 * @param values length n, descending
 * @param vectors vectors[i] is the unit eigenvector of values[i], length n
 */
public record SymmetricEigen(double[] values, double[][] vectors) {}
