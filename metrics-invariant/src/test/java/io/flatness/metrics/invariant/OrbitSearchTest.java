package io.flatness.metrics.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.layer.Activation;
import io.flatness.numerics.DenseSymmetric;
import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.reference.ReferenceNetwork;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Orbit minima against points of the orbit evaluated one by one, and networks without an orbit. */
class OrbitSearchTest {
    private static final String DEEP = "04b-mlp-3432-relu-bias-mse";

    private static MetricContext context() {
        return LocalContext.singleThreaded(4);
    }

    private static RescalingGroup orbit(Minimum minimum, Level group) {
        return RescalingGroup.of(
                minimum.surface().as(NetworkLoss.class).orElseThrow().architecture(), group);
    }

    private static double[] moved(Minimum minimum, RescalingGroup orbit, double[] x) {
        double[] factors = orbit.factors(x);
        double[] theta = minimum.theta().clone();
        for (int k = 0; k < theta.length; k++) {
            theta[k] *= factors[k];
        }
        return theta;
    }

    private static double[] eigenvalues(Minimum minimum, double[] theta) {
        DenseSymmetric hessian = DenseSymmetric.of(minimum.surface().hessianAt(theta));
        return context().linearAlgebra().eigenvalues(hessian.matrix(), hessian.n());
    }

    @Test
    void pointsOfTheOrbitHaveTheSameLoss() {
        Minimum minimum = ReferenceNetwork.of(DEEP).minimum(0);
        double loss = minimum.surface().value(minimum.theta());
        for (Level group : Level.values()) {
            RescalingGroup orbit = orbit(minimum, group);
            assertEquals(group == Level.LAYER ? 2 : 7, orbit.dimension());
            for (int v = 0; v < orbit.dimension(); v++) {
                double[] x = new double[orbit.dimension()];
                x[v] = 3 * Math.log(2);
                assertEquals(loss, minimum.surface().value(moved(minimum, orbit, x)), 1e-14);
            }
        }
    }

    @Test
    void noPointOfAGridIsBelowTheMinimaAndOneComesNear() {
        Minimum minimum = ReferenceNetwork.of(DEEP).minimum(0);
        RescalingGroup orbit = orbit(minimum, Level.LAYER);
        Measurement trace =
                new OrbitMinimalTrace(new OrbitMinimalTraceParameters(Level.LAYER)).measure(minimum, context());
        Measurement norm = new OrbitMinimalSpectralNorm(new OrbitMinimalSpectralNormParameters(Level.LAYER))
                .measure(minimum, context());
        double leastTrace = Double.POSITIVE_INFINITY;
        double leastNorm = Double.POSITIVE_INFINITY;
        for (int i = -15; i <= 15; i++) {
            for (int j = -15; j <= 15; j++) {
                double[] values = eigenvalues(minimum, moved(minimum, orbit, new double[] {i / 7.5, j / 7.5}));
                leastTrace = Math.min(leastTrace, Arrays.stream(values).sum());
                leastNorm = Math.min(leastNorm, Math.max(values[0], -values[values.length - 1]));
            }
        }
        assertTrue(trace.value() <= leastTrace * (1 + 1e-12) && leastTrace < 1.02 * trace.value());
        assertTrue(norm.value() <= leastNorm * (1 + 1e-12) && leastNorm < 1.2 * norm.value());
    }

    @Test
    void randomMovesOfUnitsStayAboveTheMinima() {
        Minimum minimum = ReferenceNetwork.of(DEEP).minimum(0);
        RescalingGroup orbit = orbit(minimum, Level.NODE);
        double trace = new OrbitMinimalTrace(new OrbitMinimalTraceParameters(Level.NODE))
                .measure(minimum, context())
                .value();
        Measurement norm = new OrbitMinimalSpectralNorm(new OrbitMinimalSpectralNormParameters(Level.NODE))
                .measure(minimum, context());
        RandomGenerator random = context().random("moves");
        for (int trial = 0; trial < 200; trial++) {
            double[] x = new double[orbit.dimension()];
            for (int v = 0; v < x.length; v++) {
                x[v] = random.nextGaussian() * (trial % 2 == 0 ? 1 : 0.2);
            }
            double[] values = eigenvalues(minimum, moved(minimum, orbit, x));
            assertTrue(Arrays.stream(values).sum() >= trace * (1 - 1e-12));
            assertTrue(values[0] >= (double) norm.details().get("lowerBound") * (1 - 1e-12));
        }
        assertTrue(norm.kind() == ValueKind.EXACT || norm.kind() == ValueKind.UPPER_BOUND);
    }

    @Test
    void theMinimumIsAttainedAtItsScales() {
        Minimum minimum = ReferenceNetwork.of(DEEP).minimum(0);
        RescalingGroup orbit = orbit(minimum, Level.LAYER);
        Measurement norm = new OrbitMinimalSpectralNorm(new OrbitMinimalSpectralNormParameters(Level.LAYER))
                .measure(minimum, context());
        double[] x = (double[]) norm.details().get("logScales");
        assertEquals(norm.value(), eigenvalues(minimum, moved(minimum, orbit, x))[0], 1e-9 * norm.value());
    }

    @Test
    void aDeadUnitIsLeftAloneAndAOneSidedOneIsScaledAway() {
        Minimum minimum = ReferenceNetwork.of("01-mlp-231-relu-mse").minimum(0);
        double[] silent = minimum.theta().clone();
        silent[6] = 0;
        Measurement measured = new OrbitMinimalTrace(new OrbitMinimalTraceParameters(Level.NODE))
                .measure(new Minimum(minimum.surface(), silent), context());
        assertEquals(false, measured.details().get("attained"));
        assertTrue(String.valueOf(measured.reason()).startsWith("the infimum is not attained"));
        double[] dead = minimum.theta().clone();
        dead[0] = -1000;
        dead[3] = -1000;
        dead[6] = 0;
        Measurement without = new OrbitMinimalTrace(new OrbitMinimalTraceParameters(Level.NODE))
                .measure(new Minimum(minimum.surface(), dead), context());
        assertEquals(ValueKind.EXACT, without.kind());
        assertTrue((double) without.details().get("imbalance") < 1e-9);
    }

    @Test
    void whereRescalingChangesTheLossThereIsNoOrbit() {
        OrbitMinimalTrace trace = new OrbitMinimalTrace(new OrbitMinimalTraceParameters(Level.LAYER));
        Measurement decayed =
                trace.measure(ReferenceNetwork.of(DEEP).withWeightDecay(0.1).minimum(0), context());
        assertEquals(Measurement.Status.NOT_APPLICABLE, decayed.status());
        assertTrue(String.valueOf(decayed.reason()).contains("weight decay"));
        Measurement tanh = trace.measure(
                ReferenceNetwork.of(DEEP)
                        .with(new Activation(Activation.Function.TANH))
                        .minimum(0),
                context());
        assertEquals(Measurement.Status.NOT_APPLICABLE, tanh.status());
        Measurement path = new PathNorm(new PathNormParameters(2))
                .measure(
                        ReferenceNetwork.of(DEEP)
                                .with(new Activation(Activation.Function.TANH))
                                .minimum(0),
                        context());
        assertEquals(Measurement.Status.NOT_APPLICABLE, path.status());
    }

    @Test
    void relativeFlatnessIsEstimatedWithoutBiasWhenItsBudgetIsShort() {
        Minimum minimum = ReferenceNetwork.of(DEEP).minimum(0);
        double exact = new RelativeFlatness(new RelativeFlatnessParameters(4000))
                .measure(minimum, context())
                .value();
        int seeds = 200;
        double mean = 0;
        double variance = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Measurement estimate = new RelativeFlatness(new RelativeFlatnessParameters(18))
                    .measure(minimum, LocalContext.singleThreaded(seed));
            assertEquals(ValueKind.ESTIMATE, estimate.kind());
            double error = estimate.standardError() == null ? 0 : estimate.standardError();
            mean += estimate.value() / seeds;
            variance += error * error / seeds;
        }
        assertEquals(exact, mean, 4 * Math.sqrt(variance / seeds));
        assertTrue(variance > 0);
    }
}
