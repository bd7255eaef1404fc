package io.flatness.metrics.hessian;

import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.SampleGradients;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;

/** The diagonal of a curvature matrix without probes, where there is a way. */
final class ExactDiagonal {
    private ExactDiagonal() {}

    /** The diagonal, in the order of the selection; empty where it would take more products than a small matrix. */
    static Optional<double[]> of(Curvature curvature, int largest, MetricContext context) {
        Optional<double[]> closed = closedForm(curvature);
        if (closed.isPresent() || curvature.dimension() > largest) {
            return closed;
        }
        return Optional.of(
                curvature.dimension() <= Curvature.SMALL
                        ? diagonal(curvature.dense(context).matrix(), curvature.dimension())
                        : byProducts(curvature.operator(), context));
    }

    /** From the surface's own passes, without products. */
    static Optional<double[]> closedForm(Curvature curvature) {
        var surface = curvature.minimum().surface();
        double[] theta = curvature.minimum().theta();
        return switch (curvature.selection().matrix()) {
            case HESSIAN ->
                surface.as(ExactCurvature.class).map(exact -> curvature.restrict(exact.hessianDiagonal(theta)));
            // Every diagonal block of H equals that of G, for the loss alone.
            case GAUSS_NEWTON ->
                surface.as(NetworkLoss.class)
                        .filter(net -> net.architecture().piecewiseLinear() && net.dependsOnFunctionAlone())
                        .flatMap(net -> surface.as(ExactCurvature.class))
                        .map(exact -> curvature.restrict(exact.hessianDiagonal(theta)));
            case FISHER -> Optional.empty();
            case EMPIRICAL_FISHER ->
                surface.as(SampleGradients.class)
                        .flatMap(samples -> surface.as(EmpiricalRisk.class)
                                .map(risk -> curvature.restrict(squares(samples, risk.sampleCount(), theta))));
        };
    }

    private static double[] squares(SampleGradients samples, int count, double[] theta) {
        double[] sum = new double[theta.length];
        for (int i = 0; i < count; i++) {
            double[] gradient = samples.sampleGradient(theta, i);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += gradient[k] * gradient[k] / count;
            }
        }
        return sum;
    }

    private static double[] byProducts(SymmetricOperator operator, MetricContext context) {
        int n = operator.dimension();
        int block = 16;
        double[] diagonal = new double[n];
        for (int start = 0; start < n; start += block) {
            context.checkCancelled();
            int size = Math.min(block, n - start);
            double[][] unit = new double[size][n];
            double[][] images = new double[size][n];
            for (int j = 0; j < size; j++) {
                unit[j][start + j] = 1;
            }
            operator.applyBlock(unit, images);
            for (int j = 0; j < size; j++) {
                diagonal[start + j] = images[j][start + j];
            }
            context.progress((double) start / n, "diagonal");
        }
        return diagonal;
    }

    private static double[] diagonal(double[] matrix, int n) {
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) {
            diagonal[i] = matrix[i * n + i];
        }
        return diagonal;
    }

    /** Σ of the diagonal over each block of the selection. */
    static double[] blockTraces(Curvature curvature, double[] diagonal) {
        double[] traces = new double[curvature.blocks().size()];
        int k = 0;
        for (int b = 0; b < traces.length; b++) {
            Block block = curvature.blocks().get(b);
            for (int i = 0; i < block.size(); i++) {
                traces[b] += diagonal[k++];
            }
        }
        return traces;
    }
}
