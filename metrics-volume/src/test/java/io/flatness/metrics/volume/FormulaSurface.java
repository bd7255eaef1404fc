package io.flatness.metrics.volume;

import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * A loss surface from a formula. Unless given, its gradient is a central difference of the sixth order, accurate to about 1e-13 at the
 * scale of the point given.
 */
final class FormulaSurface implements LossSurface {
    private static final double[] WEIGHTS = {45.0 / 60, -9.0 / 60, 1.0 / 60};

    private final ToDoubleFunction<double[]> formula;
    private final int size;
    private final double step;
    private final UnaryOperator<double[]> slope;
    private double[] curvatures = {};

    FormulaSurface(int size, double scale, ToDoubleFunction<double[]> formula) {
        this.formula = formula;
        this.size = size;
        this.step = 2e-3 * scale;
        this.slope = this::difference;
    }

    FormulaSurface(int size, ToDoubleFunction<double[]> formula, UnaryOperator<double[]> slope) {
        this.formula = formula;
        this.size = size;
        this.step = 0;
        this.slope = slope;
    }

    @Override
    public ParameterLayout layout() {
        return ParameterLayout.single("x", size);
    }

    @Override
    public double value(double[] theta) {
        return formula.applyAsDouble(theta);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        System.arraycopy(slope.apply(theta), 0, into, 0, size);
        return value(theta);
    }

    private double[] difference(double[] theta) {
        double[] gradient = new double[size];
        double[] x = theta.clone();
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int k = 1; k <= WEIGHTS.length; k++) {
                x[i] = theta[i] + k * step;
                double up = value(x);
                x[i] = theta[i] - k * step;
                sum += WEIGHTS[k - 1] * (up - value(x));
            }
            x[i] = theta[i];
            gradient[i] = sum / step;
        }
        return gradient;
    }

    /** The same surface with a diagonal Hessian, right or wrong. */
    FormulaSurface withHessian(double[] curvatures) {
        FormulaSurface surface = new FormulaSurface(size, formula, slope);
        surface.curvatures = curvatures;
        return surface;
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return size;
            }

            @Override
            public void apply(double[] x, double[] into) {
                if (curvatures.length == 0) {
                    alongDifference(theta, x, into);
                    return;
                }
                for (int i = 0; i < size; i++) {
                    into[i] = curvatures[i] * x[i];
                }
            }
        };
    }

    /** (∇L(θ + h x) − ∇L(θ − h x)) / 2h. */
    private void alongDifference(double[] theta, double[] x, double[] into) {
        double h = step == 0 ? 1e-4 : step;
        double[] forth = theta.clone();
        double[] back = theta.clone();
        for (int i = 0; i < size; i++) {
            forth[i] += h * x[i];
            back[i] -= h * x[i];
        }
        double[] up = gradient(forth);
        double[] down = gradient(back);
        for (int i = 0; i < size; i++) {
            into[i] = (up[i] - down[i]) / (2 * h);
        }
    }
}
