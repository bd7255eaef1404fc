package io.flatness.networks.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.core.run.LocalContext;
import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Logistic;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.Reduction;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.spi.loss.BallBounds;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bounds over balls against everything that ascents and random steps reach. */
class DenseBoundsTest {
    private static final List<Loss> LOSSES = List.of(
            new SoftmaxCrossEntropy(),
            new SoftmaxCrossEntropy(0.2),
            new SquaredError(SquaredError.Form.HALF),
            new SquaredError(SquaredError.Form.MEAN_OF_ELEMENTS),
            new Logistic());

    private static NetworkSurface surface(int seed, Loss loss, double slope, boolean bias, Objective objective) {
        RandomGenerator random = LocalContext.singleThreaded(seed).random("dense-bounds");
        int outputs = loss instanceof Logistic ? 1 : 3;
        int[] widths = seed % 2 == 0 ? new int[] {3, 5, outputs} : new int[] {4, 3, 4, outputs};
        Network network =
                Nets.mlp(widths, new Rectifier(slope), bias, seed % 3 == 0 ? WeightOrder.IN_OUT : WeightOrder.OUT_IN);
        int samples = 7;
        double[] inputs = new double[samples * widths[0]];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextGaussian();
        }
        double[] values = new double[samples * outputs];
        int[] labels = new int[samples];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    outputs == 1 && loss instanceof Logistic ? (random.nextBoolean() ? 1 : -1) : random.nextGaussian();
        }
        for (int i = 0; i < samples; i++) {
            labels[i] = random.nextInt(outputs);
        }
        Targets targets =
                loss instanceof SoftmaxCrossEntropy ? Targets.labels(labels) : Targets.values(values, outputs);
        return Nets.surface(network, new double[0], inputs, targets, objective);
    }

    /** The largest rise that ascents reach from random starts in the ball. */
    private static double climbed(NetworkSurface surface, double[] theta, double radius, int[] moving, int seed) {
        RandomGenerator random = LocalContext.singleThreaded(seed).random("climb");
        double base = surface.value(theta);
        double best = 0;
        for (int start = 0; start < 6; start++) {
            double[] d = new double[theta.length];
            for (int k : moving) {
                d[k] = random.nextGaussian();
            }
            for (int step = 0; step < 15; step++) {
                double size = Math.sqrt(
                        IntStream.of(moving).mapToDouble(k -> square(d, k)).sum());
                double[] point = theta.clone();
                for (int k : moving) {
                    d[k] *= radius / size;
                    point[k] += d[k];
                }
                best = Math.max(best, surface.value(point) - base);
                double[] gradient = surface.gradient(point);
                for (int k : moving) {
                    d[k] = gradient[k];
                }
                if (IntStream.of(moving).allMatch(k -> gradient[k] == 0)) {
                    break;
                }
            }
        }
        return best;
    }

    private static double square(double[] x, int k) {
        return x[k] * x[k];
    }

    @Test
    void noAscentReachesAboveTheBound() {
        int seed = 0;
        for (Loss loss : LOSSES) {
            for (double slope : new double[] {0, 0.1, -1, 2}) {
                for (int round = 0; round < 6; round++) {
                    seed++;
                    Objective objective = new Objective(
                            loss, round % 2 == 0 ? Reduction.MEAN : Reduction.SUM, round % 3 == 0 ? 0.1 : 0);
                    NetworkSurface surface = surface(seed, loss, slope, round % 2 == 0, objective);
                    BallBounds bounds = surface.as(BallBounds.class).orElseThrow();
                    double[] theta = Nets.normals(seed, surface.dimension());
                    int n = theta.length;
                    int[] all = IntStream.range(0, n).toArray();
                    int[] some =
                            round % 2 == 0 ? all : IntStream.range(n / 3, n).toArray();
                    for (double radius : new double[] {1e-6, 1e-3, 0.03, 0.3, 3}) {
                        double bound = bounds.riseBound(theta, radius, some);
                        double reached = climbed(surface, theta, radius, some, seed);
                        assertTrue(
                                bound >= reached,
                                "seed " + seed + " " + loss + " radius " + radius + ": " + bound + " < " + reached);
                    }
                }
            }
        }
    }

    /** As the ball shrinks nothing is left but the slope. */
    @Test
    void aSmallBallRisesByItsSlope() {
        for (int seed = 1; seed < 9; seed++) {
            Loss loss = LOSSES.get(seed % LOSSES.size());
            NetworkSurface surface = surface(seed, loss, 0, true, new Objective(loss));
            double[] theta = Nets.normals(seed, surface.dimension());
            int[] all = IntStream.range(0, theta.length).toArray();
            double slope = Math.sqrt(IntStream.range(0, theta.length)
                    .mapToDouble(k -> square(surface.gradient(theta), k))
                    .sum());
            double bound = surface.as(BallBounds.class).orElseThrow().riseBound(theta, 1e-7, all);
            assertEquals(1e-7 * slope, bound, 1e-4 * bound, "seed " + seed);
        }
    }

    /** Many samples pull units over their kinks in different ways: one step cannot serve them all. */
    @Test
    void manySamplesShareOneStep() {
        for (int seed = 1; seed < 5; seed++) {
            RandomGenerator random = LocalContext.singleThreaded(seed).random("shared");
            int[] widths = seed % 2 == 0 ? new int[] {8, 24, 4} : new int[] {8, 16, 12, 4};
            Network network = Nets.mlp(widths, Rectifier.relu(), true, WeightOrder.OUT_IN);
            int samples = 400;
            double[] inputs = new double[samples * widths[0]];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = random.nextGaussian();
            }
            int[] labels = new int[samples];
            for (int i = 0; i < samples; i++) {
                labels[i] = random.nextInt(4);
            }
            NetworkSurface surface = Nets.surface(
                    network, new double[0], inputs, Targets.labels(labels), new Objective(new SoftmaxCrossEntropy()));
            double[] theta = Nets.normals(seed, surface.dimension());
            for (int i = 0; i < theta.length; i++) {
                theta[i] *= 0.3;
            }
            int[] all = IntStream.range(0, theta.length).toArray();
            double reached = climbed(surface, theta, 0.01, all, seed);
            double bound = surface.as(BallBounds.class).orElseThrow().riseBound(theta, 0.01, all);
            assertTrue(bound >= reached && bound <= 1.5 * reached, seed + ": " + bound + " and " + reached);
        }
    }

    @Test
    void otherNetworksHaveNone() {
        NetworkSurface smooth = Nets.surface(
                Nets.mlp(new int[] {2, 3, 1}, new Activation(Activation.Function.TANH), true, WeightOrder.IN_OUT),
                new double[] {1, 2},
                Targets.values(new double[] {1}, 1),
                new SquaredError(SquaredError.Form.HALF));
        assertFalse(smooth.as(BallBounds.class).isPresent());
    }

    @Test
    void theCeilingIsAboveTheLargestEigenvalueAndCloseWhereFewCarryTheTrace() {
        RandomGenerator random = LocalContext.singleThreaded(4).random("ceiling");
        for (int round = 0; round < 50; round++) {
            int n = 60;
            double[] eigenvalues = new double[n];
            double trace = 0;
            for (int i = 0; i < n; i++) {
                eigenvalues[i] = Math.exp(-(0.02 + 0.02 * round) * i) * (1 + random.nextDouble());
                trace += eigenvalues[i];
            }
            double top = java.util.Arrays.stream(eigenvalues).max().orElseThrow();
            double[] axis = new double[n];
            double square = 0;
            for (int i = 0; i < n; i++) {
                axis[i] = random.nextGaussian();
                square += axis[i] * axis[i];
            }
            double size = square;
            SymmetricOperator matrix = new SymmetricOperator() {
                @Override
                public int dimension() {
                    return n;
                }

                @Override
                public void apply(double[] x, double[] into) {
                    reflect(x, into);
                    for (int i = 0; i < n; i++) {
                        into[i] *= eigenvalues[i];
                    }
                    reflect(into.clone(), into);
                }

                private void reflect(double[] x, double[] into) {
                    double dot = 0;
                    for (int i = 0; i < n; i++) {
                        dot += x[i] * axis[i];
                    }
                    for (int i = 0; i < n; i++) {
                        into[i] = x[i] - 2 * dot / size * axis[i];
                    }
                }
            };
            double ceiling = SpectralCeiling.largestEigenvalue(matrix, trace, 0);
            assertTrue(ceiling >= top * (1 - 1e-12), round + ": " + ceiling + " < " + top);
            assertTrue(ceiling <= trace * (1 + 1e-8));
            if (round > 20) {
                assertTrue(ceiling <= 1.05 * top, round + ": " + ceiling + " of " + top);
            }
        }
    }
}
