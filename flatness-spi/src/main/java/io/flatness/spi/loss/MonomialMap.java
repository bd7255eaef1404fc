package io.flatness.spi.loss;

import java.util.Arrays;

/**
 * The linear bijection y_k = factor[k] · x[source[k]]: one nonzero per row and column. Rescalings of layers and units,
 * permutations and sign flips of a network are of this form.
 *
 * @param source for each new parameter the old one behind it, a permutation
 * @param factor for each new parameter its factor, never 0
 */
public record MonomialMap(int[] source, double[] factor) implements Bijection {
    /** Checks the lengths and that {@code source} is a permutation. */
    public MonomialMap {
        if (source.length != factor.length) {
            throw new IllegalArgumentException(source.length + " sources but " + factor.length + " factors");
        }
        boolean[] seen = new boolean[source.length];
        for (int k : source) {
            if (seen[k]) {
                throw new IllegalArgumentException("parameter " + k + " is the source of two parameters");
            }
            seen[k] = true;
        }
    }

    /** The identity on n parameters. */
    public static MonomialMap identity(int n) {
        double[] factor = new double[n];
        Arrays.fill(factor, 1);
        return diagonal(factor);
    }

    /** y_k = factor[k] x_k; takes ownership of the array. */
    public static MonomialMap diagonal(double[] factor) {
        int[] source = new int[factor.length];
        for (int k = 0; k < source.length; k++) {
            source[k] = k;
        }
        return new MonomialMap(source, factor);
    }

    /** This map and then another, as one map of the same form. */
    public MonomialMap then(MonomialMap next) {
        int[] sources = new int[source.length];
        double[] factors = new double[source.length];
        for (int k = 0; k < sources.length; k++) {
            sources[k] = source[next.source[k]];
            factors[k] = next.factor[k] * factor[next.source[k]];
        }
        return new MonomialMap(sources, factors);
    }

    @Override
    public int dimension() {
        return source.length;
    }

    @Override
    public double[] forward(double[] x) {
        double[] y = new double[source.length];
        for (int k = 0; k < y.length; k++) {
            y[k] = factor[k] * x[source[k]];
        }
        return y;
    }

    @Override
    public double[] inverse(double[] y) {
        double[] x = new double[source.length];
        for (int k = 0; k < y.length; k++) {
            x[source[k]] = y[k] / factor[k];
        }
        return x;
    }

    @Override
    public double[] pushForward(double[] x, double[] v) {
        return forward(v);
    }

    @Override
    public double[] pullBack(double[] x, double[] w) {
        double[] pulled = new double[source.length];
        for (int k = 0; k < w.length; k++) {
            pulled[source[k]] = factor[k] * w[k];
        }
        return pulled;
    }

    @Override
    public double[] inversePushForward(double[] x, double[] v) {
        return inverse(v);
    }

    @Override
    public double[] inversePullBack(double[] x, double[] w) {
        double[] pulled = new double[source.length];
        for (int k = 0; k < pulled.length; k++) {
            pulled[k] = w[source[k]] / factor[k];
        }
        return pulled;
    }

    @Override
    public double[] secondOrder(double[] x, double[] w, double[] v) {
        return new double[source.length];
    }

    @Override
    public double logAbsDeterminant(double[] x) {
        double sum = 0;
        for (double f : factor) {
            sum += Math.log(Math.abs(f));
        }
        return sum;
    }

    @Override
    public boolean affine() {
        return true;
    }
}
