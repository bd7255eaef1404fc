package io.flatness.metrics.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.run.LocalContext;
import io.flatness.metrics.invariant.LayerNormsParameters.Combination;
import io.flatness.metrics.invariant.LayerNormsParameters.Convolution;
import io.flatness.metrics.invariant.LayerNormsParameters.Norm;
import io.flatness.networks.engine.DataSet;
import io.flatness.networks.engine.Execution;
import io.flatness.networks.engine.Inputs;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.engine.Precision;
import io.flatness.networks.engine.Targets;
import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.tile.Shape;
import io.flatness.reference.Oracle;
import io.flatness.reference.ReferenceNetwork;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.Minimum;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormMeasuresTest {
    private final LocalContext context = LocalContext.singleThreaded(11);

    /** In a context of its own: memos belong to a point. */
    private static double measure(Metric metric, Minimum minimum) {
        return metric.measure(minimum, LocalContext.singleThreaded(11)).value();
    }

    private static Metric norms(Combination combination, Norm norm) {
        return new LayerNorms(new LayerNormsParameters(combination, norm, Convolution.MATRIX, 16));
    }

    @Test
    void squaredLengthFollowsItsLawAndItsSumOfPowers() {
        Minimum minimum = ReferenceNetwork.of("02-mlp-453-relu-bias-ce").minimum(0);
        ParameterNorm norm = new ParameterNorm();
        double[] theta = minimum.theta();
        double[] factors = new double[theta.length];
        double[] moved = new double[theta.length];
        double here = 0;
        double there = 0;
        for (int k = 0; k < theta.length; k++) {
            factors[k] = 0.5 + 0.1 * k;
            moved[k] = factors[k] * theta[k];
            here += theta[k] * theta[k];
            there += moved[k] * moved[k];
        }
        assertEquals(here, measure(norm, minimum), 1e-13 * here);
        assertEquals(there, measure(norm, new Minimum(minimum.surface(), moved)), 1e-13 * there);
        assertEquals(there, norm.valueUnder(minimum, factors, context).orElseThrow(), 1e-13 * there);
        assertEquals(here, norm.powerSum(minimum, context).orElseThrow().value(), 1e-13 * here);
    }

    @ParameterizedTest
    @ValueSource(strings = {"02-mlp-453-relu-bias-ce", "03-mlp-3432-relu-mse", "04-mlp-341-leaky-bias-logistic"})
    void productsOfNormsAreThoseOfTheReference(String name) {
        ReferenceNetwork fixture = ReferenceNetwork.of(name);
        JsonNode expected = fixture.point(0).get("invariant_metrics");
        Minimum minimum = fixture.minimum(0);
        double spectral = measure(norms(Combination.LOG_PRODUCT, Norm.SPECTRAL), minimum);
        double frobenius = measure(norms(Combination.LOG_PRODUCT, Norm.FROBENIUS), minimum);
        assertEquals(2 * Math.log(expected.get("prod_spectral_norms").asDouble()), spectral, 1e-10);
        assertEquals(2 * Math.log(expected.get("prod_frobenius_norms").asDouble()), frobenius, 1e-10);
        int layers = minimum.surface().layout().blocks().stream()
                .filter(block -> block.shape().size() == 2)
                .toList()
                .size();
        double mean = measure(norms(Combination.LOG_SUM, Norm.SPECTRAL), minimum);
        assertEquals(layers * Math.exp(spectral / layers), Math.exp(mean), 1e-10 * Math.exp(mean));
        Measurement ratio = norms(Combination.RATIO, Norm.FROBENIUS).measure(minimum, context);
        assertTrue(ratio.value() >= layers, "a stable rank is at least 1");
        double[] theta = minimum.theta().clone();
        for (int k = 0; k < theta.length; k++) {
            theta[k] *= 3;
        }
        assertEquals(
                ratio.value(),
                measure(norms(Combination.RATIO, Norm.SPECTRAL), new Minimum(minimum.surface(), theta)),
                1e-12 * ratio.value());
    }

    /** The map between periodic images of side 5, written out. */
    @Test
    void circularConvolutionsHaveTheNormOfTheirMatrix() {
        int side = 5;
        int outputs = 3;
        int inputs = 2;
        int rows = 2;
        int width = 3;
        RandomGenerator random = context.random("kernel");
        double[][][] kernel = new double[outputs][inputs][rows * width];
        double[] matrix = new double[outputs * side * side * inputs * side * side];
        int columns = inputs * side * side;
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                for (int k = 0; k < rows * width; k++) {
                    kernel[o][i][k] = random.nextGaussian();
                    for (int y = 0; y < side; y++) {
                        for (int x = 0; x < side; x++) {
                            int from = ((y + k / width) % side) * side + (x + k % width) % side;
                            matrix[(o * side * side + y * side + x) * columns + i * side * side + from] +=
                                    kernel[o][i][k];
                        }
                    }
                }
            }
        }
        double expected = context.linearAlgebra().singularValues(matrix, outputs * side * side, columns)[0];
        assertEquals(expected, new CircularConvolution(kernel, width).spectralNorm(side, context), 1e-12 * expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01-mlp-231-relu-mse", "02b-mlp-434-relu-bias-ce", "03-mlp-3432-relu-mse"})
    void theGradientIsMeasuredInTheInverseFisherMetric(String name) {
        ReferenceNetwork fixture = ReferenceNetwork.of(name);
        double[] theta = fixture.minimum(0).theta().clone();
        RandomGenerator random = context.random(name);
        for (int k = 0; k < theta.length; k++) {
            theta[k] += 0.2 * random.nextGaussian();
        }
        Minimum point = new Minimum(fixture.surface(), theta);
        SymmetricEigen eigen = FisherRange.dense(
                        point.surface().as(GaussNewton.class).orElseThrow().fisherAt(theta))
                .eigen(context.linearAlgebra());
        double[] gradient = point.surface().gradient(theta);
        double expected = 0;
        for (int i = 0; i < theta.length && eigen.values()[i] > 1e-9 * eigen.values()[0]; i++) {
            double along = context.linearAlgebra().dot(eigen.vectors()[i], gradient);
            expected += along * along / eigen.values()[i];
        }
        double value = measure(new FisherGradientNorm(), point);
        assertTrue(value > 1e-6, "not at a critical point");
        assertEquals(expected, value, 1e-6 * expected);
        for (JsonNode transform : fixture.point(0).get("transforms")) {
            double[] moved = Oracle.numbers(transform.get("multiplier_flat"));
            for (int k = 0; k < moved.length; k++) {
                moved[k] *= theta[k];
            }
            assertEquals(value, measure(new FisherGradientNorm(), new Minimum(fixture.surface(), moved)), 1e-6 * value);
        }
    }

    /** Outputs are inputs. */
    private Measurement margin(double percentile, double[] outputs, int... labels) {
        Network network = new Network(Shape.of(3), List.of(new Node("0", new Dense(3, false, WeightOrder.OUT_IN), -1)));
        NetworkSurface surface = new NetworkSurface(
                network,
                new double[0],
                new DataSet(Inputs.doubles(outputs, 3, 1), Targets.labels(labels)),
                new Objective(new SoftmaxCrossEntropy()),
                Execution.of(context, Precision.FLOAT64, 1L << 26));
        Minimum minimum = new Minimum(surface, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
        return new OutputMargin(new OutputMarginParameters(percentile)).measure(minimum, context);
    }

    @Test
    void aMarginIsTheGapToTheNextOutput() {
        double[] outputs = {5, 1, 2, 0, 4, 3, -1, -2, 7, 2, 0, 0};
        // margins 3, 1, 8, 2
        assertEquals(1, margin(0, outputs, 0, 1, 2, 0).value(), 1e-15);
        assertEquals(8, margin(100, outputs, 0, 1, 2, 0).value(), 1e-15);
        assertEquals(2.5, margin(50, outputs, 0, 1, 2, 0).value(), 1e-15);
        assertEquals(
                1 / 6.25, (double) margin(50, outputs, 0, 1, 2, 0).details().get("inverseSquare"), 1e-15);
        assertEquals(
                "the network predicts 0.75 of the labels; the margin is measured where it predicts all of them",
                margin(50, outputs, 0, 1, 2, 1).reason());
    }

    @Test
    void aMarginOfANetworkThatErrsIsRefused() {
        ReferenceNetwork fixture = ReferenceNetwork.of("02b-mlp-434-relu-bias-ce");
        assertTrue(new OutputMargin(new OutputMarginParameters(10))
                .measure(fixture.minimum(0), context)
                .reason()
                .endsWith("of the labels; the margin is measured where it predicts all of them"));
    }
}
