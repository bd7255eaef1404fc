package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.LayerKernel;
import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A network made ready to run: its kernels, which arrays they share, and which derivatives are structurally zero.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Program<A> {
    /** Elements of all values of one tile: 2 MB, so that products are large and workspaces still near. */
    private static final int TILE_ELEMENTS = 1 << 18;

    /** The partial gradients of all lanes together: to add them up takes time that each sample's work has to outweigh. */
    private static final long LANE_BYTES = 48L << 20;

    private static final int FEWEST_LANES = 4;
    private static final int MOST_LANES = 32;

    /** The partial gradients of one lane take this much at most, unless one tangent alone takes more. */
    private static final long BLOCK_BYTES = 48L << 20;

    private static final int MOST_TANGENTS = 16;
    private static final int MAX_TILE = 512;
    private static final int MIN_TILE = 8;

    /** Weights beyond a core's cache are read and written once a tile: it takes this many rows to make up for it. */
    private static final int MIN_TILE_OF_MANY_WEIGHTS = 256;

    private static final int MANY_WEIGHTS = 1 << 17;

    final Network network;
    final Arithmetic<A> arithmetic;
    final List<Step<A>> steps;

    /** Workspaces that nobody uses at the moment. */
    final Queue<Session<A>> sessions = new ConcurrentLinkedQueue<>();

    /** The step whose output is the network's. */
    final int output;

    /** Whether some tensor has a part in several steps. */
    private final boolean shares;

    /** Array of each step's output: its own number, or that of the input it overwrites. */
    final int[] place;

    /** Whether anything at or before a step has parameters, so that its output moves with θ. */
    final boolean[] active;

    /** Whether a step's second-order term is not structurally zero: some input moves with θ. */
    final boolean[] curved;

    /** Whether a second-order term reads the gradient with respect to what stands in an array. */
    final boolean[] readsDelta;

    /** Whether the output depends on a step. */
    final boolean[] used;

    /** Whether a step is not the first, in reverse order, to give a cotangent to input i. */
    final boolean[][] accumulate;

    /** Elements per sample of each array. */
    final int[] size;

    /** Length of a gradient: the parameters, and the frozen tensors where a layer has both. */
    final int gradientLength;

    Program(Network network, Arithmetic<A> arithmetic) {
        this.network = network;
        this.arithmetic = arithmetic;
        Assembly<A> assembly = new Assembly<>(network, arithmetic);
        this.steps = assembly.steps();
        this.output = assembly.output();
        this.shares = assembly.shares();
        int count = steps.size();
        int arrays = count + network.inputs().size();
        this.used = used();
        this.place = places();
        this.active = new boolean[arrays];
        this.size = new int[arrays];
        for (int i = count; i < arrays; i++) {
            size[i] = network.inputs().get(i - count).size();
        }
        for (int v = 0; v < count; v++) {
            size[v] = steps.get(v).output().size();
            active[v] = steps.get(v).trainable();
            for (int input : steps.get(v).inputs()) {
                active[v] |= active[at(input)];
            }
        }
        this.curved = new boolean[count];
        this.readsDelta = new boolean[arrays];
        for (int v = 0; v < count; v++) {
            for (int input : steps.get(v).inputs()) {
                curved[v] |= used[v] && kernel(v).curves() && active[at(input)];
            }
            readsDelta[place[v]] |= curved[v];
        }
        this.accumulate = accumulation();
        this.gradientLength = steps.stream().mapToInt(Step::gradientEnd).reduce(parameters(), Math::max);
    }

    /** Number of parameters. */
    int parameters() {
        return network.layout().size();
    }

    /** Number of steps; also the number of the array that holds the network's first input. */
    int count() {
        return steps.size();
    }

    /** Number of the array of a step's input: the network's inputs come last. */
    int at(int input) {
        return input < 0 ? count() - 1 - input : input;
    }

    LayerKernel<A> kernel(int v) {
        return steps.get(v).kernel();
    }

    /** Whether some of a step's tensors are parameters. */
    boolean trainable(int v) {
        return steps.get(v).trainable();
    }

    /** Numbers of the inputs of step v: other steps, or −1 − i for input i of the network. */
    int[] inputs(int v) {
        return steps.get(v).inputs();
    }

    /** Outputs per sample, over all positions. */
    int outputSize() {
        return size[output];
    }

    private boolean[] used() {
        boolean[] marks = new boolean[count() + network.inputs().size()];
        marks[output] = true;
        for (int v = count() - 1; v >= 0; v--) {
            if (marks[v]) {
                for (int input : inputs(v)) {
                    marks[at(input)] = true;
                }
            }
        }
        return marks;
    }

    private int[] places() {
        int[] readers = new int[count() + network.inputs().size()];
        readers[output]++;
        for (int v = 0; v < count(); v++) {
            for (int input : inputs(v)) {
                readers[at(input)] += used[v] ? 1 : 0;
            }
        }
        int[] places = new int[count() + network.inputs().size()];
        for (int i = count(); i < places.length; i++) {
            places[i] = i;
        }
        for (int v = 0; v < count(); v++) {
            int input = inputs(v).length == 0 ? -1 : inputs(v)[0];
            boolean overwrites = kernel(v).inPlace()
                    && input >= 0
                    && readers[input] == 1
                    && !kernel(input).readsOutputLater();
            places[v] = overwrites ? places[input] : v;
        }
        return places;
    }

    private boolean[][] accumulation() {
        boolean[][] flags = new boolean[count()][];
        boolean[] written = new boolean[count() + network.inputs().size()];
        for (int v = count() - 1; v >= 0; v--) {
            int[] inputs = inputs(v);
            flags[v] = new boolean[inputs.length];
            for (int i = 0; used[v] && i < inputs.length; i++) {
                int input = at(inputs[i]);
                flags[v][i] = written[input];
                written[input] = true;
            }
        }
        return flags;
    }

    /** Elements per sample of all values. */
    long valuesPerSample() {
        long sum = 0;
        for (int v = 0; v < count(); v++) {
            sum += place[v] == v ? size[v] : 0;
        }
        return sum;
    }

    /** Bytes per sample that a cached tile takes, with gradients of the layers' outputs or without. */
    long bytesPerSample(boolean deltas) {
        long elements = valuesPerSample();
        for (int v = 0; deltas && v < count(); v++) {
            elements += readsDelta[v] ? size[v] : 0;
        }
        long integers = 0;
        for (Step<A> step : steps) {
            elements += step.kernel().stateSize();
            integers += step.kernel().placesSize();
        }
        return elements * arithmetic.bytes() + integers * Integer.BYTES + 3L * outputSize() * Double.BYTES;
    }

    /** Samples per tile at most; depends on the network alone. */
    int tile() {
        int rows = network.layout().size() > MANY_WEIGHTS ? MIN_TILE_OF_MANY_WEIGHTS : MIN_TILE;
        int fewest = (rows + rowsPerSample() - 1) / rowsPerSample();
        return (int) Math.max(fewest, Math.min(MAX_TILE, TILE_ELEMENTS / Math.max(1, valuesPerSample())));
    }

    /** The most rows that one sample brings to a matrix product: positions of a sequence. */
    private int rowsPerSample() {
        return steps.stream()
                .map(Step::output)
                .filter(Shape::unitsLast)
                .mapToInt(Shape::positions)
                .max()
                .orElse(1);
    }

    /** Number of partial gradients, a power of two; depends on the network alone. */
    int lanes() {
        long most = LANE_BYTES / gradientBytes();
        return (int) Math.max(FEWEST_LANES, Math.min(MOST_LANES, Long.highestOneBit(Math.max(1, most))));
    }

    /** Whether every layer can give the squares of each sample's gradient, each parameter having one place. */
    boolean squaresApart() {
        return !shares
                && gradientLength == parameters()
                && steps.stream()
                        .allMatch(step -> !step.trainable() || step.kernel().squaresApart());
    }

    private long gradientBytes() {
        return Math.max(1, (long) gradientLength * arithmetic.bytes());
    }

    /** Tangents for which the tiles are gone through once, at most. */
    int mostTangents() {
        return (int) Math.max(1, Math.min(MOST_TANGENTS, BLOCK_BYTES / gradientBytes()));
    }
}
