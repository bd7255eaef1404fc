package io.flatness.transforms;

import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;

/** Σ log cosh(aₖ·θ − bₖ): smooth, with every derivative at hand; b = 0 puts its minimum at the origin. */
record SmoothSurface(double[][] a, double[] b) implements LossSurface {
    static SmoothSurface random(int n, RandomGenerator random) {
        double[][] a = new double[n + 2][];
        for (int k = 0; k < a.length; k++) {
            a[k] = random.doubles(n, -1, 1).toArray();
        }
        return new SmoothSurface(a, random.doubles(a.length, -1, 1).toArray());
    }

    private double argument(int k, double[] theta) {
        return dot(a[k], theta) - b[k];
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    @Override
    public ParameterLayout layout() {
        return ParameterLayout.single("theta", a[0].length);
    }

    @Override
    public double value(double[] theta) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += Math.log(Math.cosh(argument(k, theta)));
        }
        return sum;
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        java.util.Arrays.fill(into, 0);
        for (int k = 0; k < a.length; k++) {
            double slope = Math.tanh(argument(k, theta));
            for (int i = 0; i < into.length; i++) {
                into[i] += slope * a[k][i];
            }
        }
        return value(theta);
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        double[] curvature = new double[a.length];
        for (int k = 0; k < a.length; k++) {
            double slope = Math.tanh(argument(k, theta));
            curvature[k] = 1 - slope * slope;
        }
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return a[0].length;
            }

            @Override
            public void apply(double[] x, double[] into) {
                java.util.Arrays.fill(into, 0);
                for (int k = 0; k < a.length; k++) {
                    double along = curvature[k] * dot(a[k], x);
                    for (int i = 0; i < into.length; i++) {
                        into[i] += along * a[k][i];
                    }
                }
            }
        };
    }
}
