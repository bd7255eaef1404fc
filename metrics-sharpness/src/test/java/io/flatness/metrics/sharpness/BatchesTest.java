package io.flatness.metrics.sharpness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.Minimum;
import org.junit.jupiter.api.Test;

/** Noise tried on some samples at a time against noise tried on all. */
class BatchesTest {
    private static Measurement average(Minimum minimum, int pairs, int batch, int seed) {
        return new AverageSharpness(
                        new AverageSharpnessParameters(0.02, false, Noise.GAUSSIAN, pairs, batch, Scope.ALL))
                .measure(minimum, LocalContext.singleThreaded(seed));
    }

    @Test
    void batchesHaveTheSameMeanWithinTheirStandardError() {
        Minimum minimum = SmallNetwork.trained(5);
        Measurement all = average(minimum, 4000, 0, 1);
        double squares = 0;
        int seeds = 20;
        for (int seed = 2; seed < 2 + seeds; seed++) {
            Measurement some = average(minimum, 200, 4, seed);
            double error = Math.hypot(all.standardError(), some.standardError());
            squares += Math.pow((some.value() - all.value()) / error, 2);
            assertTrue(
                    some.standardError() > average(minimum, 200, 0, seed).standardError(), "samples add to the error");
        }
        // the squares follow χ² with 20 degrees of freedom, of standard deviation √40: 4 of them
        assertEquals(seeds, squares, 4 * Math.sqrt(2.0 * seeds));
    }

    @Test
    void aBatchOfAllSamplesIsAllSamples() {
        Minimum minimum = SmallNetwork.trained(5);
        assertEquals(
                average(minimum, 50, 0, 1).value(),
                average(minimum, 50, 1000, 1).value());
    }

    @Test
    void sigmaIsThatOfAllSamplesWithinTheErrors() {
        Minimum minimum = SmallNetwork.trained(5);
        MetricContext context = LocalContext.singleThreaded(3);
        Measurement all = new PacBayesSigma(new PacBayesSigmaParameters(0.05, false, 0.02, 4096, 0, Scope.ALL))
                .measure(minimum, context);
        Measurement some = new PacBayesSigma(new PacBayesSigmaParameters(0.05, false, 0.02, 4096, 6, Scope.ALL))
                .measure(minimum, context);
        double error = Math.hypot(all.standardError(), some.standardError());
        assertEquals(all.value(), some.value(), 4 * error);
    }

    @Test
    void aLossWithoutSamplesIsRefused() {
        Minimum minimum = new Minimum(new FormulaSurface.DoubleWell(), new double[] {1});
        MeasurementException refused = assertThrows(MeasurementException.class, () -> average(minimum, 50, 4, 1));
        assertEquals("batch is 4, but the loss is not a mean over samples; leave it out", refused.getMessage());
    }
}
