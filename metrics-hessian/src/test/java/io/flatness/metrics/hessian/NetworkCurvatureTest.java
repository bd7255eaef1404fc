package io.flatness.metrics.hessian;

import static io.flatness.metrics.hessian.Surfaces.doubles;
import static io.flatness.metrics.hessian.Surfaces.fill;
import static io.flatness.metrics.hessian.Surfaces.measure;
import static io.flatness.metrics.hessian.Surfaces.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatness.numerics.SpectrumEnd;
import io.flatness.reference.Oracle;
import io.flatness.reference.ReferenceProblem;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.SymmetricOperator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkCurvatureTest {
    private static final MatrixKind H = MatrixKind.HESSIAN;
    private static final LinearAlgebra ALGEBRA = Surfaces.context().linearAlgebra();

    private static Metric trace(MatrixKind matrix) {
        return new TraceParameters(TraceMethod.EXACT, null, 1e-2, 1000, new Selection(matrix, null)).metric();
    }

    private static double[] spectrum(Minimum minimum) {
        Metric metric = new SpectrumParameters(new Selection(H, null)).metric();
        return doubles(measure(metric, minimum), "eigenvalues");
    }

    /** A random network at its seeded initialization, biases and all moved by noise. */
    private static Minimum network(long seed) {
        RandomGenerator random = random(seed);
        List<Integer> widths = new ArrayList<>();
        int layers = 2 + random.nextInt(3);
        for (int k = 0; k <= layers; k++) {
            widths.add(2 + random.nextInt(5));
        }
        int classes = widths.get(layers);
        boolean smooth = random.nextBoolean();
        Minimum start = Written.open("""
                model: {layers: %s, activation: %s, bias: %s}
                data: {type: random, samples: %d, features: %d, classes: %d}
                loss: %s
                """.formatted(
                        widths,
                        random.nextBoolean() ? "relu" : "{type: leaky-relu, slope: 0.3}",
                        random.nextBoolean(),
                        3 + random.nextInt(20),
                        widths.get(0),
                        classes,
                        smooth ? "cross-entropy" : "mse"));
        double[] theta = start.theta().clone();
        for (int i = 0; i < theta.length; i++) {
            theta[i] += 0.3 * random.nextGaussian();
        }
        return new Minimum(start.surface(), theta);
    }

    private static NetworkLoss loss(Minimum minimum) {
        return minimum.surface().as(NetworkLoss.class).orElseThrow();
    }

    /** A θ for the generator A of one hidden unit: its incoming weights and bias, less its outgoing weights. */
    private static double[] moved(Minimum minimum, int layer, int unit, double[] x) {
        List<Affine> affine = loss(minimum).architecture().affineLayers();
        double[] moved = new double[x.length];
        Affine in = affine.get(layer);
        Affine out = affine.get(layer + 1);
        for (int k = 0; k < in.weight().size(); k++) {
            int at = in.weight().offset() + k;
            moved[at] = in.outputUnit(k) == unit ? x[at] : 0;
        }
        in.bias().ifPresent(bias -> moved[bias.offset() + unit] = x[bias.offset() + unit]);
        for (int k = 0; k < out.weight().size(); k++) {
            int at = out.weight().offset() + k;
            moved[at] = out.inputUnit(k) == unit ? -x[at] : moved[at];
        }
        return moved;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void theLabelFreeIdentitiesHoldAtEveryPoint(long seed) {
        Minimum minimum = network(seed);
        double[] theta = minimum.theta();
        double[] gradient = minimum.surface().gradient(theta);
        SymmetricOperator hessian = minimum.surface().hessianAt(theta);
        List<Affine> affine = loss(minimum).architecture().affineLayers();
        for (int layer = 0; layer + 1 < affine.size(); layer++) {
            for (int unit = 0; unit < affine.get(layer).outputUnits(); unit++) {
                double[] direction = moved(minimum, layer, unit, theta);
                double size = ALGEBRA.norm(direction) * ALGEBRA.norm(gradient);
                assertEquals(0, ALGEBRA.dot(direction, gradient), 1e-13 * size, "Noether, seed " + seed);
                double[] second = hessian.apply(direction);
                double scale = ALGEBRA.norm(second) + ALGEBRA.norm(gradient);
                ALGEBRA.axpy(1, moved(minimum, layer, unit, gradient), second);
                assertEquals(0, ALGEBRA.norm(second), 1e-13 * scale, "H(Aθ) + Ag, seed " + seed);
            }
        }
        if (loss(minimum).ignoresOutputShift()) {
            Affine last = affine.get(affine.size() - 1);
            double[] shift = new double[theta.length];
            for (int k = 0; k < last.weight().size(); k++) {
                shift[last.weight().offset() + k] = 1 + last.inputUnit(k);
            }
            last.bias().ifPresent(bias -> java.util.Arrays.fill(shift, bias.offset(), bias.end(), 0.5));
            assertEquals(0, ALGEBRA.dot(shift, gradient), 1e-12, "softmax shift, seed " + seed);
            assertEquals(0, ALGEBRA.norm(hessian.apply(shift)), 1e-12, "softmax shift, seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void theTraceIsThatOfTheGaussNewtonMatrixAndOfTheDenseHessian(long seed) {
        Minimum minimum = network(seed);
        double exact = measure(trace(H), minimum).value();
        assertEquals(exact, measure(trace(MatrixKind.GAUSS_NEWTON), minimum).value(), 1e-12 * exact);
        assertEquals(exact, java.util.Arrays.stream(spectrum(minimum)).sum(), 1e-12 * exact);
        // The same from the Gauss–Newton matrix written out, past the closed form.
        Curvature dense = Curvature.of(minimum, new Selection(MatrixKind.GAUSS_NEWTON, null))
                .orElseThrow();
        double[] matrix = dense.dense(Surfaces.context()).matrix();
        double sum = 0;
        for (int i = 0; i < dense.dimension(); i++) {
            sum += matrix[i * dense.dimension() + i];
        }
        assertEquals(exact, sum, 1e-12 * exact);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void powersOfTwoScaleCurvatureToTheLastBit(long seed) {
        Minimum minimum = network(seed);
        List<Affine> affine = loss(minimum).architecture().affineLayers();
        double[] factors = fill(minimum.theta().length, i -> 1);
        Block first = affine.get(0).weight();
        Block second = affine.get(1).weight();
        java.util.Arrays.fill(factors, first.offset(), first.end(), 0x1p-6);
        affine.get(0).bias().ifPresent(b -> java.util.Arrays.fill(factors, b.offset(), b.end(), 0x1p-6));
        java.util.Arrays.fill(factors, second.offset(), second.end(), 0x1p6);
        double[] moved = fill(factors.length, i -> factors[i] * minimum.theta()[i]);
        Minimum after = new Minimum(minimum.surface(), moved);
        Curvature here = Curvature.of(minimum, new Selection(H, null)).orElseThrow();
        Curvature there = Curvature.of(after, new Selection(H, null)).orElseThrow();
        double[] expected = ScaledMatrix.of(here.dense(Surfaces.context()).matrix(), factors);
        assertArrayEquals(expected, there.dense(Surfaces.context()).matrix(), 0);
        Metric metric = trace(H);
        double predicted = metric.scalingLaw()
                .orElseThrow()
                .valueUnder(minimum, factors, Surfaces.context())
                .orElseThrow();
        assertEquals(measure(metric, after).value(), predicted, 1e-14 * predicted);
        assertEquals(loss(minimum).value(minimum.theta()), loss(after).value(moved));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-mlp-231-relu-mse",
                "02b-mlp-434-relu-bias-ce",
                "03-mlp-3432-relu-mse",
                "04-mlp-341-leaky-bias-logistic",
                "04b-mlp-3432-relu-bias-mse"
            })
    void spectraNormsAndRanksAreThoseOfTheReference(String name) {
        JsonNode oracle = Oracle.read(name);
        for (JsonNode point : oracle.get("points")) {
            String entry = ReferenceProblem.entry("net", oracle, Oracle.numbers(point.get("theta_flat")))
                    .replaceFirst(" +- id: net\n", "");
            Minimum minimum =
                    Written.open(entry.replaceFirst(" +type: network\n", "").stripIndent());
            double norm = point.get("spectral_norm").doubleValue();
            // 1e-10 ‖H‖: the tolerance of the reference values
            assertArrayEquals(Oracle.numbers(point.get("eigenvalues")), spectrum(minimum), 1e-10 * norm);
            Metric spectral = new SpectralNormParameters(new Selection(H, null), 1e-10, 1000).metric();
            assertEquals(norm, measure(spectral, minimum).value(), 1e-10 * norm);
            Metric frobenius = new FrobeniusNormParameters(null, 1e-2, 1000, new Selection(H, null)).metric();
            assertEquals(
                    point.get("frobenius").doubleValue(),
                    measure(frobenius, minimum).value(),
                    1e-10 * norm);
            assertEquals(
                    point.get("trace").doubleValue(), measure(trace(H), minimum).value(), 1e-10 * norm);
            if (point.get("name").asText().equals("minimum") && point.has("numerical_rank")) {
                Metric rank =
                        new RankParameters(1e-9, RankScaling.NONE, new Probing(50, 5), new Selection(H, null)).metric();
                assertEquals(
                        point.get("numerical_rank").asInt(),
                        measure(rank, minimum).value());
            }
        }
    }

    @Test
    void linearLogisticAndSoftmaxRegressionHaveTheirClosedForms() {
        Minimum linear = Written.open("""
                model: {layers: [5, 1], activation: relu, bias: false}
                data: {type: random, samples: 16, features: 5, classes: 1, targets: teacher}
                loss: torch-mse
                """);
        assertSpectrum(linear, weights(linear, x -> 2));
        Minimum softmax = Written.open("""
                model: {layers: [4, 3], activation: relu, bias: false}
                data: {type: random, samples: 12, features: 4, classes: 3}
                loss: cross-entropy
                """);
        NetworkLoss loss = loss(softmax);
        int n = softmax.theta().length;
        double[] matrix = new double[n * n];
        double[] outputs = loss.outputs(softmax.theta());
        for (int s = 0; s < 12; s++) {
            double[] x = new double[4];
            loss.input(s, x);
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                sum += Math.exp(outputs[3 * s + c]);
            }
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    double p = Math.exp(outputs[3 * s + a / 4]) / sum;
                    double q = Math.exp(outputs[3 * s + b / 4]) / sum;
                    matrix[a * n + b] += ((a / 4 == b / 4 ? p : 0) - p * q) * x[a % 4] * x[b % 4] / 12;
                }
            }
        }
        assertSpectrum(softmax, matrix);
    }

    private static double[] weights(Minimum minimum, java.util.function.DoubleUnaryOperator weight) {
        NetworkLoss loss = loss(minimum);
        int d = loss.inputSize();
        double[] matrix = new double[d * d];
        for (int s = 0; s < loss.sampleCount(); s++) {
            double[] x = new double[d];
            loss.input(s, x);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    matrix[i * d + j] += weight.applyAsDouble(0) * x[i] * x[j] / loss.sampleCount();
                }
            }
        }
        return matrix;
    }

    private static void assertSpectrum(Minimum minimum, double[] matrix) {
        double[] expected = ALGEBRA.eigenvalues(matrix, minimum.theta().length);
        assertArrayEquals(expected, spectrum(minimum), 1e-12 * expected[0]);
        assertEquals(expected[0], measure(ggnNorm(), minimum).value(), 1e-12 * expected[0]);
    }

    private static Metric ggnNorm() {
        return new SpectralNormParameters(new Selection(MatrixKind.GAUSS_NEWTON, null), 1e-10, 1000).metric();
    }

    @Test
    void theResidualVanishesAtATeacherAndNotElsewhere() {
        Minimum teacher = Written.open("""
                model: {layers: [4, 6, 3], activation: relu, bias: true}
                data: {type: random, samples: 30, features: 4, classes: 3, targets: teacher-soft}
                loss: cross-entropy
                """);
        Metric split = new ResidualShareParameters(50, null).metric();
        assertEquals(0, measure(split, teacher).value());
        Measurement elsewhere = measure(split, network(41));
        assertTrue(elsewhere.value() > 1e-3);
        assertEquals(
                (double) elsewhere.details().get("hessianTrace"),
                (double) elsewhere.details().get("gaussNewtonTrace"),
                1e-12 * (double) elsewhere.details().get("hessianTrace"));
    }

    @Test
    void theEmpiricalFisherTraceIsTheMeanSquaredGradient() {
        Minimum minimum = network(42);
        Measurement exact = measure(trace(MatrixKind.EMPIRICAL_FISHER), minimum);
        Curvature dense = Curvature.of(minimum, new Selection(MatrixKind.EMPIRICAL_FISHER, null))
                .orElseThrow();
        double sum =
                java.util.Arrays.stream(dense.eigenvalues(Surfaces.context())).sum();
        assertEquals(sum, exact.value(), 1e-12 * sum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits-mlp", "digits-mlp-bias"})
    void trainedNetworksHaveTheEigenvaluesOfTheReference(String name) throws IOException {
        Path models = Path.of("..", "examples", "models");
        JsonNode reference = new ObjectMapper()
                .readTree(models.resolve(name + ".reference.json").toFile());
        Minimum minimum = Written.open("""
                model: {file: %s}
                data: {type: digits}
                loss: cross-entropy
                """.formatted(models.resolve(name + ".onnx")));
        Metric metric = new TopEigenvaluesParameters(5, SpectrumEnd.LARGEST, new Selection(H, null), 1e-10, 2000, false)
                .metric();
        Measurement top = measure(metric, minimum);
        double[] expected = Oracle.numbers(reference.get("top_eigenvalues"));
        double[] values = doubles(top, "eigenvalues");
        double[] residuals = doubles(top, "residuals");
        for (int i = 0; i < 5; i++) {
            assertEquals(expected[i], values[i], 1e-8 * expected[i]);
            assertTrue(Math.abs(expected[i] - values[i]) <= residuals[i] + 1e-9 * expected[i]);
        }
        int products = (int) top.details().get("products");
        int power = powerIterations(minimum, 5, 1e-8);
        assertTrue(3 * products <= power, products + " products, power iteration " + power);
    }

    /** Products of power iteration with deflation until successive Rayleigh quotients agree to the tolerance. */
    private static int powerIterations(Minimum minimum, int count, double tolerance) {
        SymmetricOperator hessian = minimum.surface().hessianAt(minimum.theta());
        RandomGenerator random = random(1);
        List<double[]> found = new ArrayList<>();
        int products = 0;
        while (found.size() < count) {
            double[] x = fill(hessian.dimension(), i -> random.nextGaussian());
            double before = 0;
            for (boolean done = false; !done; ) {
                for (double[] v : found) {
                    ALGEBRA.axpy(-ALGEBRA.dot(v, x), v, x);
                }
                ALGEBRA.scale(1 / ALGEBRA.norm(x), x);
                double[] y = hessian.apply(x);
                products++;
                double value = ALGEBRA.dot(x, y);
                done = Math.abs(value - before) <= tolerance * Math.abs(value);
                before = value;
                x = done ? x : y;
            }
            found.add(x);
        }
        return products;
    }
}
