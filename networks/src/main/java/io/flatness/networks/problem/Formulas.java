package io.flatness.networks.problem;

import java.util.Arrays;

/** The formulas that experiments know by name. */
final class Formulas {
    private Formulas() {}

    /** (x² − 1)², minima at ±1. */
    record DoubleWell() implements Formula {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double value(double[] x) {
            double r = (x[0] - 1) * (x[0] + 1);
            return r * r;
        }

        @Override
        public void gradient(double[] x, double[] into) {
            into[0] = 4 * x[0] * ((x[0] - 1) * (x[0] + 1));
        }

        @Override
        public void hessian(double[] x, double[] into) {
            into[0] = 12 * x[0] * x[0] - 4;
        }

        @Override
        public Range range(Range[] x) {
            return x[0].square().plus(-1).square();
        }

        @Override
        public double[] minimum() {
            return new double[] {1};
        }
    }

    /** ½(ab − 1)²: a linear network of two weights; its minima are the hyperbola ab = 1. */
    record Hyperbola() implements Formula {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public double value(double[] x) {
            double r = Math.fma(x[0], x[1], -1);
            return 0.5 * r * r;
        }

        @Override
        public void gradient(double[] x, double[] into) {
            double r = Math.fma(x[0], x[1], -1);
            into[0] = r * x[1];
            into[1] = r * x[0];
        }

        @Override
        public void hessian(double[] x, double[] into) {
            into[0] = x[1] * x[1];
            into[1] = Math.fma(2 * x[0], x[1], -1);
            into[2] = into[1];
            into[3] = x[0] * x[0];
        }

        @Override
        public Range range(Range[] x) {
            return x[0].times(x[1]).plus(-1).square().times(0.5);
        }

        @Override
        public double[] minimum() {
            return new double[] {1, 1};
        }
    }

    /** ½(max(a, 0) b − 1)²: one rectified unit; flat where a ≤ 0. */
    record RectifiedHyperbola() implements Formula {
        private static final Hyperbola ACTIVE = new Hyperbola();

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public double value(double[] x) {
            return x[0] > 0 ? ACTIVE.value(x) : 0.5;
        }

        @Override
        public void gradient(double[] x, double[] into) {
            if (x[0] > 0) {
                ACTIVE.gradient(x, into);
            } else {
                into[0] = 0;
                into[1] = 0;
            }
        }

        @Override
        public void hessian(double[] x, double[] into) {
            if (x[0] > 0) {
                ACTIVE.hessian(x, into);
            } else {
                Arrays.fill(into, 0);
            }
        }

        @Override
        public Range range(Range[] x) {
            return ACTIVE.range(new Range[] {x[0].rectified(), x[1]});
        }

        @Override
        public double[] minimum() {
            return ACTIVE.minimum();
        }

        @Override
        public double kinkMargin(double[] x) {
            return Math.abs(x[0]);
        }
    }

    /** (x² + y² − 1)²: its minima are the unit circle. */
    record Ring() implements Formula {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public double value(double[] x) {
            double r = excess(x);
            return r * r;
        }

        @Override
        public void gradient(double[] x, double[] into) {
            double r = excess(x);
            into[0] = 4 * x[0] * r;
            into[1] = 4 * x[1] * r;
        }

        @Override
        public void hessian(double[] x, double[] into) {
            double r = excess(x);
            into[0] = 4 * r + 8 * x[0] * x[0];
            into[1] = 8 * x[0] * x[1];
            into[2] = into[1];
            into[3] = 4 * r + 8 * x[1] * x[1];
        }

        @Override
        public Range range(Range[] x) {
            return x[0].square().plus(x[1].square()).plus(-1).square();
        }

        @Override
        public double[] minimum() {
            return new double[] {1, 0};
        }

        private static double excess(double[] x) {
            return Math.fma(x[1], x[1], (x[0] - 1) * (x[0] + 1));
        }
    }

    /** (y − kx²)² + cx²: a valley bent like a banana, minimum at the origin. */
    record Banana(double k, double c) implements Formula {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public double value(double[] x) {
            double r = x[1] - k * x[0] * x[0];
            return r * r + c * x[0] * x[0];
        }

        @Override
        public void gradient(double[] x, double[] into) {
            double r = x[1] - k * x[0] * x[0];
            into[0] = 2 * x[0] * (c - 2 * k * r);
            into[1] = 2 * r;
        }

        @Override
        public void hessian(double[] x, double[] into) {
            double r = x[1] - k * x[0] * x[0];
            into[0] = 2 * (c - 2 * k * r) + 8 * k * k * x[0] * x[0];
            into[1] = -4 * k * x[0];
            into[2] = into[1];
            into[3] = 2;
        }

        @Override
        public Range range(Range[] x) {
            Range square = x[0].square();
            return x[1].minus(square.times(k)).square().plus(square.times(c));
        }

        @Override
        public double[] minimum() {
            return new double[] {0, 0};
        }
    }

    /** 1 − cos 2πx: a minimum of the same curvature 4π² at every integer. */
    record Cosine() implements Formula {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public double value(double[] x) {
            double s = StrictMath.sin(Math.PI * offset(x));
            return 2 * s * s;
        }

        @Override
        public void gradient(double[] x, double[] into) {
            into[0] = 2 * Math.PI * StrictMath.sin(2 * Math.PI * offset(x));
        }

        @Override
        public void hessian(double[] x, double[] into) {
            into[0] = 4 * Math.PI * Math.PI * StrictMath.cos(2 * Math.PI * offset(x));
        }

        @Override
        public Range range(Range[] x) {
            return x[0].squaredSine().times(2);
        }

        @Override
        public double[] minimum() {
            return new double[] {0};
        }

        /** Distance from the nearest integer, exact. */
        private static double offset(double[] x) {
            return x[0] - Math.rint(x[0]);
        }
    }

    /** x²/2 + y⁴/4: a minimum whose Hessian is singular although its volume is finite. */
    record QuarticValley() implements Formula {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public double value(double[] x) {
            double square = x[1] * x[1];
            return 0.5 * x[0] * x[0] + 0.25 * square * square;
        }

        @Override
        public void gradient(double[] x, double[] into) {
            into[0] = x[0];
            into[1] = x[1] * x[1] * x[1];
        }

        @Override
        public void hessian(double[] x, double[] into) {
            into[0] = 1;
            into[1] = 0;
            into[2] = 0;
            into[3] = 3 * x[1] * x[1];
        }

        @Override
        public Range range(Range[] x) {
            return x[0].square().times(0.5).plus(x[1].square().square().times(0.25));
        }

        @Override
        public double[] minimum() {
            return new double[] {0, 0};
        }
    }
}
