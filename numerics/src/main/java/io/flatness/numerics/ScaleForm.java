package io.flatness.numerics;

import java.util.Arrays;

/**
 * The logarithm of a factor as a linear form Σ powers[k] · x_variables[k].
 *
 * @param variables numbers of variables, ascending; never written to
 * @param powers their coefficients, never 0; never written to
 */
record ScaleForm(int[] variables, double[] powers) {
    static final ScaleForm ZERO = new ScaleForm(new int[0], new double[0]);

    static ScaleForm variable(int number) {
        return new ScaleForm(new int[] {number}, new double[] {1});
    }

    boolean isZero() {
        return variables.length == 0;
    }

    /** The largest variable; the form must not be zero. */
    int last() {
        return variables[variables.length - 1];
    }

    double power(int variable) {
        int at = Arrays.binarySearch(variables, variable);
        return at < 0 ? 0 : powers[at];
    }

    ScaleForm times(double factor) {
        if (factor == 0 || isZero()) {
            return ZERO;
        }
        return factor == 1
                ? this
                : new ScaleForm(
                        variables, Arrays.stream(powers).map(p -> factor * p).toArray());
    }

    /** This form plus a multiple of another. */
    ScaleForm plus(ScaleForm other, double factor) {
        if (other.isZero() || factor == 0) {
            return this;
        }
        if (isZero()) {
            return other.times(factor);
        }
        int[] names = new int[variables.length + other.variables.length];
        double[] sums = new double[names.length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < variables.length || j < other.variables.length) {
            int own = i < variables.length ? variables[i] : Integer.MAX_VALUE;
            int theirs = j < other.variables.length ? other.variables[j] : Integer.MAX_VALUE;
            double sum = (own <= theirs ? powers[i] : 0) + (theirs <= own ? factor * other.powers[j] : 0);
            if (sum != 0) {
                names[count] = Math.min(own, theirs);
                sums[count++] = sum;
            }
            i += own <= theirs ? 1 : 0;
            j += theirs <= own ? 1 : 0;
        }
        return new ScaleForm(Arrays.copyOf(names, count), Arrays.copyOf(sums, count));
    }
}
