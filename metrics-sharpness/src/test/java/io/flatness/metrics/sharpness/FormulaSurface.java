package io.flatness.metrics.sharpness;

import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;

/** Loss surfaces with exact derivatives for closed forms. */
interface FormulaSurface extends LossSurface {
    int size();

    double[] slope(double[] x);

    double[][] curvature(double[] x);

    @Override
    default ParameterLayout layout() {
        return ParameterLayout.single("x", size());
    }

    @Override
    default double valueAndGradient(double[] theta, double[] into) {
        System.arraycopy(slope(theta), 0, into, 0, into.length);
        return value(theta);
    }

    @Override
    default SymmetricOperator hessianAt(double[] theta) {
        double[][] h = curvature(theta);
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return h.length;
            }

            @Override
            public void apply(double[] x, double[] into) {
                for (int i = 0; i < h.length; i++) {
                    double sum = 0;
                    for (int j = 0; j < h.length; j++) {
                        sum += h[i][j] * x[j];
                    }
                    into[i] = sum;
                }
            }
        };
    }

    /** ½(max(a, 0) b − 1)². */
    record RectifiedHyperbola(double factor) implements FormulaSurface {
        @Override
        public int size() {
            return 2;
        }

        @Override
        public double value(double[] x) {
            double r = Math.max(x[0], 0) * x[1] - 1;
            return factor * 0.5 * r * r;
        }

        @Override
        public double[] slope(double[] x) {
            double r = Math.max(x[0], 0) * x[1] - 1;
            return new double[] {x[0] > 0 ? factor * r * x[1] : 0, factor * r * Math.max(x[0], 0)};
        }

        @Override
        public double[][] curvature(double[] x) {
            double a = Math.max(x[0], 0);
            double cross = factor * (2 * a * x[1] - 1);
            return new double[][] {{factor * x[1] * x[1], cross}, {cross, factor * a * a}};
        }
    }

    /** base + g·(x − center) + ½ (x − center)ᵀ H (x − center). */
    record Quadratic(double base, double[][] h, double[] g, double[] center) implements FormulaSurface {
        @Override
        public int size() {
            return g.length;
        }

        @Override
        public double value(double[] x) {
            double sum = base;
            for (int i = 0; i < g.length; i++) {
                double row = 0;
                for (int j = 0; j < g.length; j++) {
                    row += h[i][j] * (x[j] - center[j]);
                }
                sum += (x[i] - center[i]) * (g[i] + 0.5 * row);
            }
            return sum;
        }

        @Override
        public double[] slope(double[] x) {
            double[] slope = g.clone();
            for (int i = 0; i < g.length; i++) {
                for (int j = 0; j < g.length; j++) {
                    slope[i] += h[i][j] * (x[j] - center[j]);
                }
            }
            return slope;
        }

        @Override
        public double[][] curvature(double[] x) {
            return h;
        }
    }

    /** (x² − 1)². */
    record DoubleWell() implements FormulaSurface {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public double value(double[] x) {
            double r = x[0] * x[0] - 1;
            return r * r;
        }

        @Override
        public double[] slope(double[] x) {
            return new double[] {4 * x[0] * (x[0] * x[0] - 1)};
        }

        @Override
        public double[][] curvature(double[] x) {
            return new double[][] {{12 * x[0] * x[0] - 4}};
        }
    }

    /** x² + skew x³. */
    record SkewedBowl(double skew) implements FormulaSurface {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public double value(double[] x) {
            return x[0] * x[0] * (1 + skew * x[0]);
        }

        @Override
        public double[] slope(double[] x) {
            return new double[] {x[0] * (2 + 3 * skew * x[0])};
        }

        @Override
        public double[][] curvature(double[] x) {
            return new double[][] {{2 + 6 * skew * x[0]}};
        }
    }
}
