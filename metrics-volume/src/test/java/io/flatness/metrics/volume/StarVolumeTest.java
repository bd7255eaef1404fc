package io.flatness.metrics.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.Minimum;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Closed forms of reference values 12. */
class StarVolumeTest {
    private static Measurement measure(ToDoubleFunction<double[]> f, double[] curvatures, double epsilon) {
        FormulaSurface surface = new FormulaSurface(curvatures.length, 1, f).withHessian(curvatures);
        return star(surface, epsilon, new double[curvatures.length]);
    }

    private static Measurement star(FormulaSurface surface, double epsilon, double[] at) {
        return new VolumeStar(new VolumeStarParameters(epsilon, 24_000, Curvature.HESSIAN, Cost.LOSS, null))
                .measure(new Minimum(surface, at), LocalContext.singleThreaded(7));
    }

    private static double[] spectrum(int n, double condition) {
        return IntStream.range(0, n)
                .mapToDouble(i -> Math.pow(condition, -i / (n - 1.0)))
                .toArray();
    }

    private static ToDoubleFunction<double[]> quadratic(double[] curvatures) {
        return x -> {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += 0.5 * curvatures[i] * x[i] * x[i];
            }
            return sum;
        };
    }

    @Test
    void ellipsoidsAreMeasuredWithoutVarianceAtAnyCondition() {
        double[][] cases = {
            {3, 10, 0.1, 0.7451939093955651},
            {10, 100, 0.1, 4.401893589264682},
            {100, 1e4, 0.1, 58.545341018396556}
        };
        for (double[] c : cases) {
            double[] curvatures = spectrum((int) c[0], c[1]);
            Measurement measured = measure(quadratic(curvatures), curvatures, c[2]);
            assertEquals(ValueKind.ESTIMATE, measured.kind());
            assertEquals(c[3], measured.value(), 1e-9);
            assertTrue(measured.standardError() < 1e-9);
            assertEquals(1000.0, (double) measured.details().get("effectiveSampleSize"), 1e-6);
        }
    }

    @Test
    void aWrongPreconditionerChangesTheErrorAndNotTheAnswer() {
        double[] curvatures = spectrum(6, 20);
        double[] wrong = curvatures.clone();
        for (int i = 0; i < wrong.length; i++) {
            wrong[i] *= i % 2 == 0 ? 1.6 : 0.7;
        }
        Measurement measured = measure(quadratic(curvatures), wrong, 0.2);
        double exact = StarVolume.logBall(6) + 3 * Math.log(0.4);
        for (double curvature : curvatures) {
            exact -= 0.5 * Math.log(curvature);
        }
        assertEquals(exact, measured.value(), 4 * measured.standardError());
        assertTrue(measured.standardError() < 0.1, measured::toString);
    }

    @Test
    void ofARingOnlyTheVisiblePartIsSeenAndThatIsSaid() {
        FormulaSurface ring = new FormulaSurface(2, 1, x -> {
                    double r = x[0] * x[0] + x[1] * x[1] - 1;
                    return r * r;
                })
                .withHessian(new double[] {8, 0});
        Measurement measured = star(ring, 0.09, new double[] {1, 0});
        double area = (double) measured.details().get("volume");
        assertEquals(0.6706890630709146, area, 4 * measured.standardError() * area);
        assertTrue(measured.standardError() < 0.1, measured::toString);
        assertTrue(String.valueOf(measured.reason()).startsWith("of the star-shaped part of the component alone"));
    }

    @Test
    void tooFewEffectiveSamplesGiveNoValue() {
        double[] curvatures = spectrum(60, 1e4);
        FormulaSurface surface = new FormulaSurface(60, 1, quadratic(curvatures));
        Measurement measured = new VolumeStar(new VolumeStarParameters(0.1, 24_000, Curvature.NONE, Cost.LOSS, null))
                .measure(new Minimum(surface, new double[60]), LocalContext.singleThreaded(7));
        assertTrue((double) measured.details().get("effectiveSampleSize") < 100, measured::toString);
        assertEquals(ValueKind.UNDEFINED, measured.kind());
        assertEquals(false, measured.converged());
        assertTrue(String.valueOf(measured.reason()).contains("samples carry the mean, fewer than the 100"));
        assertTrue(measured.details().containsKey("estimate"));
    }

    @Test
    void unitBallsHaveTheirVolumes() {
        assertEquals(Math.log(2), StarVolume.logBall(1), 1e-15);
        assertEquals(Math.log(Math.PI), StarVolume.logBall(2), 1e-15);
        assertEquals(Math.log(4 * Math.PI / 3), StarVolume.logBall(3), 1e-15);
        assertEquals(5 * Math.log(Math.PI) - Math.log(120), StarVolume.logBall(10), 1e-13);
    }
}
