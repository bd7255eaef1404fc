package io.flatness.networks.problem;

import io.flatness.spi.loss.BoxBounds;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Kinks;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;

/** A formula in one or two variables as a loss surface, with its exact derivatives and bounds over boxes. */
final class AnalyticSurface implements LossSurface, ExactCurvature, Kinks, BoxBounds {
    private final Formula formula;
    private final ParameterLayout layout;

    AnalyticSurface(Formula formula) {
        this.formula = formula;
        this.layout = ParameterLayout.single("theta", formula.dimension());
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public double value(double[] theta) {
        layout.requireVector(theta);
        return formula.value(theta);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        layout.requireVector(theta);
        formula.gradient(theta, into);
        return formula.value(theta);
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        return new DenseOperator(hessian(theta), dimension());
    }

    @Override
    public double[] hessianDiagonal(double[] theta) {
        double[] hessian = hessian(theta);
        double[] diagonal = new double[dimension()];
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = hessian[i * diagonal.length + i];
        }
        return diagonal;
    }

    @Override
    public double[] hessianBlockTraces(double[] theta) {
        double trace = 0;
        for (double entry : hessianDiagonal(theta)) {
            trace += entry;
        }
        return new double[] {trace};
    }

    @Override
    public Report kinks(double[] theta) {
        layout.requireVector(theta);
        double margin = formula.kinkMargin(theta);
        return new Report(margin, Double.isInfinite(margin) ? 0 : 1, margin <= Report.CLOSE ? 1 : 0);
    }

    @Override
    public double upperBound(double[] center, double[] radius) {
        return range(center, radius).high();
    }

    @Override
    public double lowerBound(double[] center, double[] radius) {
        return range(center, radius).low();
    }

    private Range range(double[] center, double[] radius) {
        layout.requireVector(center);
        layout.requireVector(radius);
        Range[] box = new Range[center.length];
        for (int i = 0; i < box.length; i++) {
            box[i] = Range.around(center[i], radius[i]);
        }
        return formula.range(box);
    }

    private double[] hessian(double[] theta) {
        layout.requireVector(theta);
        double[] hessian = new double[dimension() * dimension()];
        formula.hessian(theta, hessian);
        return hessian;
    }

    /** A small dense symmetric matrix. */
    private record DenseOperator(double[] matrix, int dimension) implements SymmetricOperator {
        @Override
        public void apply(double[] x, double[] into) {
            for (int i = 0; i < dimension; i++) {
                double sum = 0;
                for (int j = 0; j < dimension; j++) {
                    sum += matrix[i * dimension + j] * x[j];
                }
                into[i] = sum;
            }
        }
    }
}
