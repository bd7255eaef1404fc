package io.flatness.networks.elementary;

/**
 * Polynomials by Horner's rule, two coefficients in one loop over the arguments, from one array to another: what
 * compilers make vector instructions of.
 */
final class Polynomial {
    private Polynomial() {}

    /**
     * sum[i] := Σ_j coefficients[j] x[i]^(length−1−j).
     *
     * @param coefficients highest power first; an even number of them
     * @param spare space; like sum another array than x
     */
    static void evaluate(double[] coefficients, double[] x, double[] sum, double[] spare, int count) {
        double[] from = coefficients.length % 4 == 0 ? sum : spare;
        double[] into = from == sum ? spare : sum;
        start(coefficients[0], coefficients[1], x, into, count);
        for (int j = 2; j < coefficients.length; j += 2) {
            double[] swap = from;
            from = into;
            into = swap;
            step(coefficients[j], coefficients[j + 1], x, from, into, count);
        }
    }

    private static void start(double a, double b, double[] x, double[] into, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = a * x[i] + b;
        }
    }

    private static void step(double a, double b, double[] x, double[] from, double[] into, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = (from[i] * x[i] + a) * x[i] + b;
        }
    }
}
