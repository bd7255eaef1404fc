package io.flatness.metrics.invariant;

import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.Lbfgs;
import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.numerics.ScaledOperator;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The smallest spectral norm of the Hessian that any rescaling of the same function shows.
 *
 * <p>The logarithm of the norm is convex in the logarithms of the scales ({@link LogNorm}), so that a descent finds the
 * global minimum; a subgradient g at the point found proves that no point of the orbit is lower than log‖·‖ − Σ|g_v| times
 * the range that the diagonal of H leaves to coordinate v. Where the top eigenvalue is simple, the masses of its
 * eigenvector in the layers are equal at the minimum.
 */
final class OrbitMinimalSpectralNorm implements Metric {
    private static final int DENSE = 300;
    private static final double[] SCHATTEN = {16, 512, 1 << 14, 1 << 19};
    private static final int EVALUATIONS = 60;
    private static final double CERTIFIED = 1e-6;

    private final Level group;

    OrbitMinimalSpectralNorm(OrbitMinimalSpectralNormParameters parameters) {
        this.group = parameters.group();
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<String> obstacle = Architectures.obstacleToRescaling(minimum.surface());
        if (obstacle.isPresent()) {
            return Measurement.notApplicable(obstacle.get());
        }
        NetworkLoss network = minimum.surface().as(NetworkLoss.class).orElseThrow();
        RescalingGroup orbit = RescalingGroup.of(network.architecture(), group);
        SymmetricOperator operator = minimum.surface().hessianAt(minimum.theta());
        int n = minimum.theta().length;
        boolean dense = n <= DENSE;
        SymmetricOperator hessian = dense ? written(operator) : operator;
        double[] x = new double[orbit.dimension()];
        double[] gradient = new double[x.length];
        LogNorm exact = new LogNorm(hessian, orbit, Double.POSITIVE_INFINITY, context);
        double atPoint = exact.valueAndGradient(x, gradient);
        if (Double.isInfinite(atPoint)) {
            throw new MeasurementException("the Hessian is zero at this point: every rescaling has norm 0");
        }
        double slack = 0;
        if (dense && orbit.dimension() > 0) {
            for (double schatten : SCHATTEN) {
                x = descend(new LogNorm(hessian, orbit, schatten, context), x);
            }
            slack = Math.log(n) / SCHATTEN[SCHATTEN.length - 1];
        }
        if (orbit.dimension() > 0) {
            double[] polished = descend(exact, x);
            double[] scratch = new double[x.length];
            if (exact.valueAndGradient(polished, scratch) < exact.valueAndGradient(x, gradient)) {
                x = polished;
            }
        }
        double value = exact.valueAndGradient(x, gradient);
        Optional<double[]> diagonal =
                minimum.surface().as(ExactCurvature.class).map(curvature -> curvature.hessianDiagonal(minimum.theta()));
        double lower = Double.NEGATIVE_INFINITY;
        if (diagonal.isPresent()) {
            OrbitBox box = OrbitBox.below(value, diagonal.get(), orbit);
            lower = value - box.drop(gradient, x);
            if (dense) {
                double[] smooth = new double[x.length];
                double level =
                        new LogNorm(hessian, orbit, SCHATTEN[SCHATTEN.length - 1], context).valueAndGradient(x, smooth);
                lower = Math.max(lower, level - slack - box.drop(smooth, x));
            }
        }
        boolean certified = value - lower <= CERTIFIED || orbit.dimension() == 0;
        Measurement measured = certified
                ? Measurement.exact(Math.exp(value))
                : Measurement.upperBound(Math.exp(value))
                        .remark("no proof that this is the minimum to six digits: see details.lowerBound");
        return measured.converged(certified)
                .with("spectralNorm", Math.exp(atPoint))
                .with("lowerBound", Math.exp(lower))
                .with("blockMasses", masses(minimum, hessian, orbit, x, context))
                .with("coordinates", orbit.dimension())
                .with("logScales", x);
    }

    private static SymmetricOperator written(SymmetricOperator operator) {
        DenseSymmetric matrix = FisherRange.dense(operator);
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return matrix.n();
            }

            @Override
            public void apply(double[] v, double[] into) {
                System.arraycopy(matrix.apply(v), 0, into, 0, into.length);
            }
        };
    }

    private static double[] descend(LogNorm objective, double[] start) {
        return new Lbfgs(10, 1e-12, EVALUATIONS).minimize(objective, start).x();
    }

    private static Map<String, Object> masses(
            Minimum minimum, SymmetricOperator hessian, RescalingGroup orbit, double[] x, MetricContext context) {
        double[] inverse = orbit.factors(x);
        for (int k = 0; k < inverse.length; k++) {
            inverse[k] = 1 / inverse[k];
        }
        double[] vector = TopPair.of(new ScaledOperator(hessian, inverse), "orbit-spectral", context)
                .vector();
        Map<String, Object> masses = new LinkedHashMap<>();
        for (Block block : minimum.surface().layout().blocks()) {
            double mass = 0;
            for (int k = block.offset(); k < block.end(); k++) {
                mass += vector[k] * vector[k];
            }
            masses.put(block.name(), mass);
        }
        return masses;
    }

    @Override
    public Set<Invariance> invariances() {
        return group == Level.LAYER
                ? Set.of(Invariance.LAYER_RESCALING, Invariance.PERMUTATION, Invariance.SOFTMAX_SHIFT)
                : Set.of(
                        Invariance.LAYER_RESCALING,
                        Invariance.NODE_RESCALING,
                        Invariance.PERMUTATION,
                        Invariance.SOFTMAX_SHIFT);
    }
}
