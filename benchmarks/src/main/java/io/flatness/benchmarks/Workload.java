package io.flatness.benchmarks;

import io.flatness.core.host.RandomStreams;
import io.flatness.core.host.WorkerPool;
import io.flatness.core.linalg.Backends;
import io.flatness.networks.engine.DataSet;
import io.flatness.networks.engine.Execution;
import io.flatness.networks.engine.Inputs;
import io.flatness.networks.engine.NetworkSurface;
import io.flatness.networks.engine.Precision;
import io.flatness.networks.engine.Targets;
import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.Embedding;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.loss.Objective;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The networks that are measured: untrained, on random inputs with random labels. */
public enum Workload {
    /** 64-32-10 without biases, 1,797 samples. */
    DIGITS(1797) {
        @Override
        Network network() {
            return mlp(64, 32, 10);
        }
    },
    /** 784-512-512-10 without biases, 10,000 samples. */
    MLP(10_000) {
        @Override
        Network network() {
            return mlp(784, 512, 512, 10);
        }
    },
    /** 784-2048-2048-10 without biases, 10,000 samples. */
    WIDE_MLP(10_000) {
        @Override
        Network network() {
            return mlp(784, 2048, 2048, 10);
        }
    },
    /** LeNet-5 with ReLU and max-pooling on 28×28 pixels, 2,000 samples. */
    LENET(2000) {
        @Override
        Network network() {
            Chain chain = new Chain();
            chain.then(convolution(6, 5, 1, 0, true)).then(Rectifier.relu()).then(new MaxPool(window(2, 2, 0)));
            chain.then(convolution(16, 5, 1, 0, true)).then(Rectifier.relu()).then(new MaxPool(window(2, 2, 0)));
            chain.then(Reshape.flatten()).then(dense(120, true)).then(Rectifier.relu());
            chain.then(dense(84, true)).then(Rectifier.relu()).then(dense(10, true));
            return chain.network(Shape.of(1, 28, 28));
        }
    },
    /** A small residual network with BatchNorm on 28×28 pixels, 9 convolutions of 16 and 32 channels, 2,000 samples. */
    RESNET(2000) {
        @Override
        Network network() {
            Chain chain = new Chain();
            chain.normalized(16, 2).then(Rectifier.relu()).residual(16).residual(16);
            chain.normalized(32, 2).then(Rectifier.relu()).residual(32).residual(32);
            chain.then(new GlobalAveragePool()).then(Reshape.flatten()).then(dense(10, true));
            return chain.network(Shape.of(1, 28, 28));
        }
    },
    /** A GPT of 4 layers, width 128, 4 heads, 64 positions and 256 tokens, 64 sequences with a label at each position. */
    GPT(64) {
        @Override
        Network network() {
            return Transformers.gpt();
        }
    },
    /** A vision transformer of the same size on 32×32 pixels of 3 channels in patches of 4×4, 64 images. */
    VIT(64) {
        @Override
        Network network() {
            return Transformers.vit();
        }
    };

    private final int samples;

    Workload(int samples) {
        this.samples = samples;
    }

    /** The workload called so on the command line: {@code wide-mlp} for {@link #WIDE_MLP}. */
    public static Workload named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    abstract Network network();

    /** The loss on this workload's data. */
    public NetworkSurface surface(Precision precision, String backend, WorkerPool workers) {
        return surface(precision, backend, workers, samples);
    }

    /** The same with another number of samples. */
    public NetworkSurface surface(Precision precision, String backend, WorkerPool workers, int sampleCount) {
        Network network = network();
        RandomGenerator random = RandomStreams.stream(20170306, "benchmark", name());
        boolean tokens = network.nodes().get(0).layer() instanceof Embedding;
        float[] inputs = new float[sampleCount * network.inputSize()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = tokens ? random.nextInt(network.outputCount()) : random.nextFloat();
        }
        int positions = network.outputPositions();
        int[] labels = new int[sampleCount * positions];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(network.outputCount());
        }
        Targets targets =
                positions > 1 ? Targets.positions(labels, positions, Targets.IGNORED) : Targets.labels(labels);
        DataSet data = new DataSet(Inputs.floats(inputs, network.inputSize(), 1), targets);
        long memory = Runtime.getRuntime().maxMemory() / 4;
        Execution execution = new Execution(
                precision, workers, Backends.installed().choose(backend).gemm(), memory);
        return new NetworkSurface(network, buffers(network), data, new Objective(new SoftmaxCrossEntropy()), execution);
    }

    /** Running means of 0 and variances of 1. */
    private static double[] buffers(Network network) {
        double[] buffers = new double[network.buffers().size()];
        for (Block block : network.buffers().blocks()) {
            if (block.name().endsWith("var")) {
                java.util.Arrays.fill(buffers, block.offset(), block.offset() + block.size(), 1);
            }
        }
        return buffers;
    }

    /** Parameters of the size that training would start from: normal with variance 2 over fan-in, vectors 1 or 0. */
    public static double[] theta(NetworkSurface surface) {
        RandomGenerator random = RandomStreams.stream(20170306, "theta");
        double[] theta = new double[surface.dimension()];
        for (Block block : surface.layout().blocks()) {
            int fanIn = block.size() / block.shape().get(0);
            for (int k = block.offset(); k < block.offset() + block.size(); k++) {
                theta[k] = block.shape().size() > 1
                        ? Math.sqrt(2.0 / fanIn) * random.nextGaussian()
                        : block.name().endsWith("weight") ? 1 : 0;
            }
        }
        return theta;
    }

    /** Random directions. */
    public static double[][] directions(NetworkSurface surface, int count) {
        RandomGenerator random = RandomStreams.stream(20170306, "directions");
        double[][] directions = new double[count][surface.dimension()];
        for (double[] direction : directions) {
            for (int k = 0; k < direction.length; k++) {
                direction[k] = random.nextGaussian();
            }
        }
        return directions;
    }

    private static Network mlp(int... widths) {
        Chain chain = new Chain();
        for (int k = 1; k < widths.length; k++) {
            chain.then(dense(widths[k], false));
            if (k < widths.length - 1) {
                chain.then(Rectifier.relu());
            }
        }
        return chain.network(Shape.of(widths[0]));
    }

    private static LayerSpec dense(int outputs, boolean bias) {
        return new Dense(outputs, bias, WeightOrder.OUT_IN);
    }

    private static LayerSpec convolution(int outputs, int size, int stride, int padding, boolean bias) {
        return new Conv2d(outputs, window(size, stride, padding), 1, bias);
    }

    private static Window window(int size, int stride, int padding) {
        return new Window(size, size, stride, stride, padding, padding, padding, padding, 1, 1);
    }

    /** Layers one after the other. */
    private static final class Chain {
        private final List<Node> nodes = new ArrayList<>();

        Chain then(LayerSpec layer) {
            nodes.add(new Node(nodes.size() + "", layer, nodes.size() - 1));
            return this;
        }

        Chain normalized(int channels, int stride) {
            return then(convolution(channels, 3, stride, 1, false)).then(new BatchNorm(1e-5));
        }

        Chain residual(int channels) {
            int start = nodes.size() - 1;
            normalized(channels, 1).then(Rectifier.relu()).normalized(channels, 1);
            nodes.add(new Node(nodes.size() + "", new Add(), nodes.size() - 1, start));
            return then(Rectifier.relu());
        }

        Network network(Shape input) {
            return new Network(input, nodes);
        }
    }
}
