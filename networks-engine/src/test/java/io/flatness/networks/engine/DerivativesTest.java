package io.flatness.networks.engine;

import static io.flatness.networks.engine.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.AveragePool;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Concat;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.Identity;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.LayerTypes;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.Maximum;
import io.flatness.networks.layer.Maxout;
import io.flatness.networks.layer.PRelu;
import io.flatness.networks.layer.Pad;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Logistic;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.Reduction;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.GaussNewton;
import io.flatness.spi.loss.JacobianProducts;
import io.flatness.spi.loss.SampleGradients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every layer and loss against hyper-dual numbers, which know nothing of tiles, kernels or the R-operator. */
class DerivativesTest {
    private static final double RTOL = 1e-10;
    private static final double ATOL = 1e-12;
    private static final int SAMPLES = 3;

    private record Case(Network network, Objective objective) {}

    private static Case mlp(LayerSpec activation, Loss loss) {
        return new Case(
                Nets.chain(Shape.of(3), dense(4, WeightOrder.OUT_IN), activation, dense(2, WeightOrder.IN_OUT)),
                new Objective(loss));
    }

    /** The activation behind softplus, where its argument is positive. */
    private static Case positive(Activation activation) {
        LayerSpec softplus = new Activation(Activation.Function.SOFTPLUS);
        return new Case(
                Nets.chain(
                        Shape.of(3), dense(4, WeightOrder.OUT_IN), softplus, activation, dense(2, WeightOrder.IN_OUT)),
                new Objective(new SoftmaxCrossEntropy()));
    }

    private static Dense dense(int outputs, WeightOrder order) {
        return new Dense(outputs, true, order);
    }

    private static Case image(Shape input, LayerSpec... layers) {
        List<LayerSpec> all = new ArrayList<>(List.of(layers));
        all.add(Reshape.flatten());
        all.add(dense(2, WeightOrder.OUT_IN));
        return new Case(Nets.chain(input, all.toArray(LayerSpec[]::new)), new Objective(new SoftmaxCrossEntropy()));
    }

    private static Conv2d conv(int outputs, Window window, int groups) {
        return new Conv2d(outputs, window, groups, true);
    }

    private static Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        SoftmaxCrossEntropy entropy = new SoftmaxCrossEntropy();
        for (Activation.Function function : Activation.Function.values()) {
            Activation activation = new Activation(function, 0.7, 0.9);
            cases.put(
                    "vector " + function,
                    switch (function) {
                        case LOG, SQRT, RECIPROCAL, POWER -> positive(activation);
                        default -> mlp(activation, entropy);
                    });
        }
        SequenceCases.all().forEach((name, network) -> cases.put(name, new Case(network, new Objective(entropy))));
        cases.put("relu", mlp(Rectifier.relu(), entropy));
        cases.put("leaky", mlp(new Rectifier(0.1), entropy));
        cases.put("abs", mlp(Rectifier.abs(), entropy));
        cases.put("identity", mlp(new Identity(), entropy));
        cases.put("prelu one slope", mlp(new PRelu(1), entropy));
        cases.put("prelu per unit", mlp(new PRelu(4), entropy));
        cases.put("batch norm", mlp(new BatchNorm(1e-3), entropy));
        cases.put("maxout", mlp(new Maxout(2, false), entropy));
        cases.put("maxout, pieces first", mlp(new Maxout(2, true), entropy));
        cases.put("label smoothing", mlp(new Activation(Activation.Function.TANH), new SoftmaxCrossEntropy(0.1)));
        cases.put("mse", mlp(new Activation(Activation.Function.TANH), new SquaredError(SquaredError.Form.HALF)));
        cases.put(
                "torch mse",
                mlp(new Activation(Activation.Function.TANH), new SquaredError(SquaredError.Form.MEAN_OF_ELEMENTS)));
        cases.put("logistic", mlp(new Activation(Activation.Function.TANH), new Logistic()));
        Network plain = mlp(Rectifier.relu(), entropy).network();
        cases.put("sum and penalty", new Case(plain, new Objective(entropy, Reduction.SUM, 0.3)));

        Shape small = Shape.of(2, 4, 5);
        cases.put("conv padded", image(small, conv(2, Window.square(3, 1, 1), 1), Rectifier.relu()));
        cases.put("conv strided", image(small, conv(3, Window.square(2, 2, 1), 1), Rectifier.relu()));
        cases.put(
                "conv dilated, uneven",
                image(small, conv(2, new Window(2, 3, 1, 2, 1, 0, 0, 1, 2, 1), 1), Rectifier.relu()));
        cases.put("conv in groups", image(small, conv(4, Window.square(2, 1, 0), 2), Rectifier.relu()));
        cases.put("conv 1×1", image(small, conv(2, Window.square(1, 1, 0), 1), Rectifier.relu()));
        cases.put(
                "two convs",
                image(
                        small,
                        conv(2, Window.square(2, 1, 0), 1),
                        new Activation(Activation.Function.SILU),
                        conv(2, Window.square(2, 1, 0), 2),
                        Rectifier.relu()));
        cases.put("max pool", image(small, conv(2, Window.square(2, 1, 0), 1), new MaxPool(Window.square(2, 1, 1))));
        cases.put(
                "average pool",
                image(small, conv(2, Window.square(2, 1, 0), 1), new AveragePool(Window.square(2, 2, 1), true)));
        cases.put(
                "average pool without padding",
                image(small, conv(2, Window.square(2, 1, 0), 1), new AveragePool(Window.square(3, 2, 1), false)));
        cases.put(
                "pad, uneven",
                image(
                        small,
                        conv(2, Window.square(2, 1, 0), 1),
                        new Pad(1, 0, 2, 3, 0),
                        conv(2, Window.square(2, 2, 0), 1)));
        cases.put(
                "pad with a value and crop",
                image(
                        small,
                        conv(2, Window.square(2, 1, 0), 1),
                        new Pad(-1, 2, 1, -2, 0.7),
                        conv(2, Window.square(2, 1, 0), 1)));
        cases.put("pad of the input", image(small, new Pad(1, 1, 1, 1, 0.5), conv(2, Window.square(3, 2, 0), 1)));
        cases.put("pad beside a sum", paddedBranches());
        cases.put("scale", mlp(Scale.of(-0.3, 0.7), entropy));
        cases.put(
                "scale per unit", mlp(new Scale(List.of(0.5, -2.0, 1.0, 3.0), List.of(1.0, 0.0, -1.0, 0.2)), entropy));
        cases.put(
                "scale of channels",
                image(
                        small,
                        conv(2, Window.square(2, 1, 0), 1),
                        new Scale(List.of(2.0, -0.5), List.of(0.3)),
                        Rectifier.relu()));
        cases.put(
                "scaled input",
                image(small, Scale.of(0.5, -0.1), conv(2, Window.square(2, 1, 0), 1), Rectifier.relu()));
        cases.put(
                "global average pool",
                image(small, conv(3, Window.square(2, 1, 0), 1), Rectifier.relu(), new GlobalAveragePool()));
        for (LayerSpec layer : List.of(
                new PRelu(1),
                new PRelu(2),
                Rectifier.abs(),
                new BatchNorm(1e-3),
                new Maxout(2, false),
                new Maxout(2, true),
                new Activation(Activation.Function.GELU),
                new Reshape(List.of(4, 2, 3)))) {
            cases.put(
                    "image " + layer,
                    image(Shape.of(1, 4, 4), conv(2, new Window(2, 1, 1, 1, 0, 0, 0, 0, 1, 1), 1), layer));
        }
        cases.put("image from a vector", unflatten());
        cases.put("graph of vectors", graph());
        cases.put("graph of images", imageGraph());
        return cases;
    }

    private static Case unflatten() {
        return image(
                Shape.of(3),
                dense(8, WeightOrder.OUT_IN),
                new Activation(Activation.Function.TANH),
                new Reshape(List.of(2, 2, -1)),
                conv(2, Window.square(2, 1, 0), 1));
    }

    /** One layer is read three times, two branches join by sum, concatenation and maximum; one layer is read by none. */
    private static Case graph() {
        Network network = new Network(
                Shape.of(3),
                List.of(
                        new Node("a", dense(3, WeightOrder.OUT_IN), -1),
                        new Node("unread", dense(2, WeightOrder.OUT_IN), 0),
                        new Node("relu", Rectifier.relu(), 0),
                        new Node("tanh", new Activation(Activation.Function.TANH), 0),
                        new Node("b", dense(3, WeightOrder.IN_OUT), 3),
                        new Node("sum", new Add(), 2, 4, 0, 0),
                        new Node("max", new Maximum(), 5, 3, -1),
                        new Node("join", new Concat(), 6, -1, 2),
                        new Node("head", dense(2, WeightOrder.IN_OUT), 7)));
        return new Case(network, new Objective(new SoftmaxCrossEntropy()));
    }

    private static Case imageGraph() {
        Network network = new Network(
                Shape.of(1, 3, 3),
                List.of(
                        new Node("a", conv(2, Window.square(2, 1, 0), 1), -1),
                        new Node("relu", Rectifier.relu(), 0),
                        new Node("b", conv(2, Window.square(3, 1, 1), 2), 1),
                        new Node("sum", new Add(), 1, 2),
                        new Node("join", new Concat(), 3, 0),
                        new Node("flat", Reshape.flatten(), 4),
                        new Node("head", new Dense(2, false, WeightOrder.IN_OUT), 5)));
        return new Case(network, new Objective(new SoftmaxCrossEntropy()));
    }

    /** Two layers read one image, so that cotangents add up behind the padding and the crop. */
    private static Case paddedBranches() {
        Network network = new Network(
                Shape.of(1, 3, 3),
                List.of(
                        new Node("a", conv(2, Window.square(2, 1, 0), 1), -1),
                        new Node("tanh", new Activation(Activation.Function.TANH), 0),
                        new Node("pad", new Pad(1, 0, 0, 1, -0.3), 1),
                        new Node("b", conv(2, Window.square(2, 1, 0), 2), 2),
                        new Node("crop", new Pad(-1, 0, 0, -1, 0), 1),
                        new Node("back", new Pad(0, 1, 1, 0, 0), 4),
                        new Node("minus", Scale.of(-1, 0), 1),
                        new Node("sum", new Add(), 1, 3, 5, 6, 1),
                        new Node("flat", Reshape.flatten(), 7),
                        new Node("head", new Dense(2, false, WeightOrder.IN_OUT), 8)));
        return new Case(network, new Objective(new SoftmaxCrossEntropy()));
    }

    @TestFactory
    Stream<DynamicTest> derivativesAreThoseOfHyperDualNumbers() {
        Set<String> many = SequenceCases.all().keySet();
        return cases().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    for (int seed = 1; seed <= (many.contains(entry.getKey()) ? 1 : 2); seed++) {
                        check(entry.getValue(), entry.getKey() + ", seed " + seed, seed);
                    }
                }));
    }

    @Test
    void everyTypeOfLayerHasACaseAndComesBackFromItsDescription() {
        Set<String> types = new TreeSet<>();
        for (Case each : cases().values()) {
            for (Node node : each.network().nodes()) {
                LayerSpec layer = node.layer();
                String type = LayerTypes.name(layer);
                if (LayerTypes.names().contains(type)) {
                    assertEquals(layer, LayerTypes.of(type, LayerTypes.settings(layer)));
                }
                types.add(type);
            }
        }
        assertEquals(LayerTypes.names(), List.copyOf(types));
    }

    private static double[] buffers(Network network, long seed) {
        double[] buffers = Nets.normals(seed + 300, network.buffers().size());
        network.buffers().blocks().stream()
                .filter(block -> block.name().endsWith("var"))
                .forEach(block -> {
                    for (int k = block.offset(); k < block.end(); k++) {
                        buffers[k] = 0.5 + buffers[k] * buffers[k];
                    }
                });
        return buffers;
    }

    private static double[] targets(Loss loss, long seed, int rows, int outputs) {
        double[] raw = Nets.normals(seed + 200, rows * outputs);
        if (loss instanceof SquaredError) {
            return raw;
        }
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int c = 0; c < outputs; c++) {
                raw[i * outputs + c] = Math.abs(raw[i * outputs + c]);
                sum += raw[i * outputs + c];
            }
            for (int c = 0; c < outputs; c++) {
                raw[i * outputs + c] /= sum;
            }
        }
        return raw;
    }

    private static void check(Case given, String where, long seed) {
        Network network = given.network();
        Loss loss = given.objective().loss();
        int n = network.layout().size();
        int outputs = network.outputCount();
        double[] theta = Nets.normals(seed, n);
        int positions = network.outputPositions();
        double[] x = SequenceCases.inputs(network, Nets.normals(seed + 100, SAMPLES * network.inputSize()));
        double[] y = targets(loss, seed, SAMPLES * positions, outputs);
        double[] buffers = buffers(network, seed);
        Targets targets = new Targets(null, y, outputs, positions, Targets.IGNORED);
        NetworkSurface surface = Nets.surface(network, buffers, x, targets, given.objective());

        double value = 0;
        double[] gradient = new double[n];
        double[] diagonal = new double[n];
        double[][] directions = {Nets.normals(seed + 400, n), Nets.normals(seed + 500, n)};
        double[][] products = new double[directions.length][n];
        double[] jacobian = new double[SAMPLES * positions * outputs * n];
        double[] squares = new double[SAMPLES];
        double weight = given.objective().sampleWeight(SAMPLES * positions);
        double share = weight / given.objective().sampleWeight(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            double[] input = Arrays.copyOfRange(x, i * network.inputSize(), (i + 1) * network.inputSize());
            for (int p = 0; p < n; p++) {
                for (int k = 0; k < directions.length; k++) {
                    HyperDual[] f = ReferenceNetwork.outputs(network, seeded(theta, p, directions[k]), buffers, input);
                    products[k][p] += weight * loss(given, f, y, i, positions).d();
                }
                HyperDual[] f = ReferenceNetwork.outputs(network, seeded(theta, p, unit(n, p)), buffers, input);
                HyperDual l = loss(given, f, y, i, positions);
                diagonal[p] += weight * l.d();
                value += p == 0 ? weight * l.a() : 0;
                gradient[p] += weight * l.b();
                squares[i] += share * share * l.b() * l.b();
                for (int c = 0; c < positions * outputs; c++) {
                    jacobian[(i * positions * outputs + c) * n + p] = f[c].b();
                }
            }
        }
        double l2 = given.objective().l2();
        for (int p = 0; p < n; p++) {
            value += 0.5 * l2 * theta[p] * theta[p];
            gradient[p] += l2 * theta[p];
            diagonal[p] += l2;
            for (int k = 0; k < directions.length; k++) {
                products[k][p] += l2 * directions[k][p];
            }
        }
        assertClose(value, surface.value(theta), RTOL, ATOL, where + " value");
        assertClose(gradient, surface.gradient(theta), RTOL, ATOL, where + " gradient");
        for (int block : new int[] {1, 3}) {
            // an entry that is wrong is seen by almost every direction
            double[] hessian = Nets.dense(surface.hessianAt(theta), block);
            for (int k = 0; k < directions.length; k++) {
                double[] actual = new double[n];
                for (int p = 0; p < n * n; p++) {
                    actual[p / n] += hessian[p] * directions[k][p % n];
                }
                assertClose(products[k], actual, RTOL, ATOL, where + " product, blocks of " + block);
            }
            for (int p = 0; p < n; p++) {
                assertClose(diagonal[p], hessian[p * n + p], RTOL, 1e-11, where + " diagonal " + p);
            }
        }
        relatives(surface, theta, jacobian, diagonal, squares, where);
    }

    /** θ that moves along parameter p and along a direction. */
    private static HyperDual[] seeded(double[] theta, int p, double[] direction) {
        HyperDual[] dual = new HyperDual[theta.length];
        for (int k = 0; k < theta.length; k++) {
            dual[k] = new HyperDual(theta[k], k == p ? 1 : 0, direction[k], 0);
        }
        return dual;
    }

    private static double[] unit(int n, int p) {
        double[] unit = new double[n];
        unit[p] = 1;
        return unit;
    }

    /** The loss of sample i, summed over its positions. */
    private static HyperDual loss(Case given, HyperDual[] f, double[] y, int i, int positions) {
        Loss loss = given.objective().loss();
        int outputs = f.length / positions;
        HyperDual sum = HyperDual.of(0);
        for (int row = 0; row < positions; row++) {
            int at = i * f.length + row * outputs;
            double[] target = Arrays.copyOfRange(y, at, at + outputs);
            loss.prepare(target);
            HyperDual[] part = Arrays.copyOfRange(f, row * outputs, (row + 1) * outputs);
            sum = sum.plus(ReferenceNetwork.loss(loss, part, target));
        }
        return sum;
    }

    /** Jacobians, the Gauss–Newton matrix, norms of gradients and the exact diagonal. */
    private static void relatives(
            NetworkSurface surface,
            double[] theta,
            double[] jacobian,
            double[] diagonal,
            double[] squares,
            String where) {
        int n = theta.length;
        int rows = jacobian.length / n;
        JacobianProducts products = surface.as(JacobianProducts.class).orElseThrow();
        double[] v = Nets.normals(7, n);
        double[] w = Nets.normals(8, rows);
        double[] jv = new double[rows];
        double[] wj = new double[n];
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < n; k++) {
                jv[r] += jacobian[r * n + k] * v[k];
                wj[k] += jacobian[r * n + k] * w[r];
            }
        }
        assertClose(jv, products.jacobianVector(theta, v), RTOL, ATOL, where + " Jv");
        assertClose(wj, products.vectorJacobian(theta, w), RTOL, ATOL, where + " Jᵀw");
        double[] ggn = Nets.dense(surface.as(GaussNewton.class).orElseThrow().gaussNewtonAt(theta), 4);
        SampleGradients samples = surface.as(SampleGradients.class).orElseThrow();
        double[] norms = samples.sampleGradientNorms(theta);
        for (int i = 0; i < SAMPLES; i++) {
            double[] gradient = samples.sampleGradient(theta, i);
            double sum = Arrays.stream(gradient).map(g -> g * g).sum();
            assertClose(Math.sqrt(squares[i]), Math.sqrt(sum), RTOL, ATOL, where + " gradient of sample " + i);
            assertClose(Math.sqrt(squares[i]), norms[i], RTOL, ATOL, where + " norm of sample " + i);
        }
        boolean piecewiseLinear = surface.architecture().piecewiseLinear();
        boolean exact = piecewiseLinear && surface.network().outputPositions() == 1;
        assertEquals(exact, surface.as(ExactCurvature.class).isPresent(), where);
        if (exact) {
            double[] exactly = surface.as(ExactCurvature.class).orElseThrow().hessianDiagonal(theta);
            for (int k = 0; k < n; k++) {
                assertClose(diagonal[k], exactly[k], RTOL, 1e-11, where + " diagonal " + k);
                assertClose(diagonal[k], ggn[k * n + k], RTOL, 1e-11, where + " Gauss–Newton " + k);
            }
        }
        double largest = 0;
        for (int p = 0; p < n; p++) {
            largest = Math.max(largest, ggn[p * n + p]);
        }
        for (int p = 0; p < n; p++) {
            // 0 up to rounding where a parameter does not change the function, as the bias of keys
            assertTrue(ggn[p * n + p] >= -1e-14 * largest, where);
        }
    }
}
