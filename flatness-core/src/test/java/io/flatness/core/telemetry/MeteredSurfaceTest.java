package io.flatness.core.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.spi.UndefinedException;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.Kinks;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class MeteredSurfaceTest {
    private final Telemetry telemetry = new Telemetry(new SimpleMeterRegistry());
    private final Evaluations evaluations = telemetry.evaluations("p");

    /** L = ½ |θ|², a risk of two samples with exact curvature and a kink at 0. */
    private static final class Risk implements EmpiricalRisk, ExactCurvature, Kinks, Doubling {
        @Override
        public ParameterLayout layout() {
            return ParameterLayout.single("x", 2);
        }

        @Override
        public double value(double[] theta) {
            return 0.5 * (theta[0] * theta[0] + theta[1] * theta[1]);
        }

        @Override
        public double valueAndGradient(double[] theta, double[] into) {
            System.arraycopy(theta, 0, into, 0, 2);
            return value(theta);
        }

        @Override
        public SymmetricOperator hessianAt(double[] theta) {
            return new SymmetricOperator() {
                @Override
                public int dimension() {
                    return 2;
                }

                @Override
                public void apply(double[] x, double[] into) {
                    System.arraycopy(x, 0, into, 0, 2);
                }
            };
        }

        @Override
        public int sampleCount() {
            return 2;
        }

        @Override
        public int outputCount() {
            return 1;
        }

        @Override
        public EmpiricalRisk restrictedTo(int[] samples) {
            return new Risk();
        }

        @Override
        public double[] outputs(double[] theta) {
            return new double[] {theta[0], theta[1]};
        }

        @Override
        public double[] sampleLosses(double[] theta) {
            return theta.clone();
        }

        @Override
        public OptionalDouble accuracy(double[] theta) {
            return OptionalDouble.empty();
        }

        @Override
        public double[] hessianDiagonal(double[] theta) {
            return new double[] {1, 1};
        }

        @Override
        public double[] hessianBlockTraces(double[] theta) {
            return new double[] {2};
        }

        @Override
        public double twice(double x) {
            if (Double.isNaN(x)) {
                throw new UndefinedException("not here");
            }
            return 2 * x;
        }

        @Override
        public SymmetricOperator identity() {
            return hessianAt(new double[2]);
        }

        @Override
        public Report kinks(double[] theta) {
            return new Report(Math.abs(theta[0]), 2, theta[0] == 0 ? 1 : 0);
        }
    }

    private LossSurface metered(Runnable check) {
        return MeteredSurface.of(new Risk(), new Watch(evaluations, check));
    }

    @Test
    void evaluationsAreCountedAndABlockCountsItsVectors() {
        LossSurface surface = metered(() -> {});
        double[] theta = {1, 2};
        surface.value(theta);
        surface.value(theta);
        surface.gradient(theta);
        surface.valueAndGradient(theta, new double[2]);
        SymmetricOperator hessian = surface.hessianAt(theta);
        hessian.apply(theta);
        hessian.applyBlock(new double[3][2], new double[3][2]);
        surface.as(EmpiricalRisk.class)
                .orElseThrow()
                .restrictedTo(new int[] {0})
                .value(theta);
        assertEquals(3, evaluations.counts(Evaluation.LOSS).count());
        assertEquals(2, evaluations.counts(Evaluation.GRADIENT).count());
        Evaluations.Counts products = evaluations.counts(Evaluation.HVP);
        assertEquals(4, products.count());
        assertEquals(2, products.calls());
        assertTrue(products.seconds() > 0);
        assertTrue(products.medianSecondsPerCall() > 0 && products.medianSecondsPerCall() <= products.seconds());
        assertEquals(products.seconds() / 4, products.secondsPerVector());
        assertEquals(0, evaluations.counts(Evaluation.PRODUCT).secondsPerVector());
    }

    @Test
    void noCapabilityIsHiddenAndNoneInvented() {
        LossSurface surface = metered(() -> {});
        assertTrue(surface.as(ExactCurvature.class).isPresent());
        assertTrue(surface.as(Kinks.class).isPresent());
        assertTrue(surface.as(EmpiricalRisk.class).isPresent());
        assertFalse(surface.as(NetworkLoss.class).isPresent());
    }

    @Test
    void anInterruptedRunStopsAtTheNextEvaluation() {
        LossSurface surface = metered(() -> {
            throw new CancellationException("stop");
        });
        assertThrows(CancellationException.class, () -> surface.value(new double[2]));
        assertThrows(CancellationException.class, () -> surface.hessianAt(new double[2]));
    }

    /** What only a plugin knows. */
    interface Doubling {
        double twice(double x);

        SymmetricOperator identity();
    }

    @Test
    void capabilitiesAreCountedAndSoAreTheProductsOfTheirOperators() {
        double[] theta = {1, 2};
        LossSurface surface = metered(() -> {});
        assertEquals(1, surface.as(ExactCurvature.class).orElseThrow().hessianDiagonal(theta)[0]);
        Doubling doubling = surface.as(Doubling.class).orElseThrow();
        assertEquals(6, doubling.twice(3));
        SymmetricOperator identity = doubling.identity();
        identity.applyBlock(new double[][] {theta, theta}, new double[2][2]);
        assertEquals(3, evaluations.counts(Evaluation.CAPABILITY).count());
        assertEquals(2, evaluations.counts(Evaluation.PRODUCT).count());
        assertEquals(0, evaluations.counts(Evaluation.HVP).count());
    }

    @Test
    void anInterruptedRunStopsAtTheNextCallOfACapability() {
        LossSurface surface = metered(() -> {
            throw new CancellationException("stop");
        });
        ExactCurvature exact = surface.as(ExactCurvature.class).orElseThrow();
        assertThrows(CancellationException.class, () -> exact.hessianDiagonal(new double[2]));
    }

    @Test
    void whatACapabilityThrowsArrivesAsItIs() {
        Doubling doubling = metered(() -> {}).as(Doubling.class).orElseThrow();
        assertThrows(UndefinedException.class, () -> doubling.twice(Double.NaN));
    }

    @Test
    void tasksAreTimedAlsoWhenTheyFail() {
        telemetry.time("a", () -> 1);
        assertThrows(
                IllegalStateException.class,
                () -> telemetry.time("b", () -> {
                    throw new IllegalStateException();
                }));
        assertEquals("[a, b]", telemetry.taskSeconds().keySet().toString());
    }
}
