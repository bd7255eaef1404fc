package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.LayerKernel;
import io.flatness.networks.tile.Arithmetic;
import java.util.ArrayList;
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

    /** Weights beyond a core's cache are read and written once a tile: it takes this many samples to make up for it. */
    private static final int MIN_TILE_OF_MANY_WEIGHTS = 256;

    private static final int MANY_WEIGHTS = 1 << 17;

    final Network network;
    final Arithmetic<A> arithmetic;
    final List<LayerKernel<A>> kernels = new ArrayList<>();

    /** Workspaces that nobody uses at the moment. */
    final Queue<Session<A>> sessions = new ConcurrentLinkedQueue<>();

    /** Array of each node's output: its own number, or that of the input it overwrites. */
    final int[] place;

    /** Whether anything at or before a node has parameters, so that its output moves with θ. */
    final boolean[] active;

    /** Whether a node's second-order term is not structurally zero: some input moves with θ. */
    final boolean[] curved;

    /** Whether a second-order term reads the gradient with respect to what stands in an array. */
    final boolean[] readsDelta;

    /** Whether the output depends on a node. */
    final boolean[] used;

    /** Whether a node is not the first, in reverse order, to give a cotangent to input i. */
    final boolean[][] accumulate;

    /** Elements per sample of each array. */
    final int[] size;

    Program(Network network, Arithmetic<A> arithmetic) {
        this.network = network;
        this.arithmetic = arithmetic;
        int count = network.nodes().size();
        for (int v = 0; v < count; v++) {
            kernels.add(network.nodes().get(v).layer().kernel(network.site(v), arithmetic));
        }
        this.used = used();
        this.place = places();
        this.active = new boolean[count + 1];
        this.size = new int[count + 1];
        size[count] = network.inputSize();
        for (int v = 0; v < count; v++) {
            size[v] = network.outputShape(v).size();
            active[v] = !network.site(v).parameters().isEmpty();
            for (int input : network.nodes().get(v).inputs()) {
                active[v] |= active[at(input)];
            }
        }
        this.curved = new boolean[count];
        this.readsDelta = new boolean[count + 1];
        for (int v = 0; v < count; v++) {
            for (int input : node(v).inputs()) {
                curved[v] |= used[v] && kernels.get(v).curves() && active[at(input)];
            }
            readsDelta[place[v]] |= curved[v];
        }
        this.accumulate = accumulation();
    }

    /** Number of nodes; also the number of the array that holds the network's input. */
    int count() {
        return network.nodes().size();
    }

    /** Number of an input's node: the network's input comes last. */
    int at(int input) {
        return input < 0 ? count() : input;
    }

    Node node(int v) {
        return network.nodes().get(v);
    }

    private boolean[] used() {
        boolean[] marks = new boolean[count() + 1];
        marks[network.output()] = true;
        for (int v = count() - 1; v >= 0; v--) {
            if (marks[v]) {
                for (int input : node(v).inputs()) {
                    marks[at(input)] = true;
                }
            }
        }
        return marks;
    }

    private int[] places() {
        int[] readers = new int[count() + 1];
        readers[network.output()]++;
        for (int v = 0; v < count(); v++) {
            for (int input : node(v).inputs()) {
                readers[at(input)] += used[v] ? 1 : 0;
            }
        }
        int[] places = new int[count() + 1];
        places[count()] = count();
        for (int v = 0; v < count(); v++) {
            int input = node(v).inputs().get(0);
            boolean overwrites = kernels.get(v).inPlace()
                    && input >= 0
                    && readers[input] == 1
                    && !kernels.get(input).readsOutputLater();
            places[v] = overwrites ? places[input] : v;
        }
        return places;
    }

    private boolean[][] accumulation() {
        boolean[][] flags = new boolean[count()][];
        boolean[] written = new boolean[count() + 1];
        for (int v = count() - 1; v >= 0; v--) {
            List<Integer> inputs = node(v).inputs();
            flags[v] = new boolean[inputs.size()];
            for (int i = 0; used[v] && i < inputs.size(); i++) {
                int input = at(inputs.get(i));
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
        for (LayerKernel<A> kernel : kernels) {
            elements += kernel.stateSize();
            integers += kernel.placesSize();
        }
        return elements * arithmetic.bytes() + integers * Integer.BYTES + 3L * network.outputCount() * Double.BYTES;
    }

    /** Samples per tile at most; depends on the network alone. */
    int tile() {
        int fewest = network.layout().size() > MANY_WEIGHTS ? MIN_TILE_OF_MANY_WEIGHTS : MIN_TILE;
        return (int) Math.max(fewest, Math.min(MAX_TILE, TILE_ELEMENTS / Math.max(1, valuesPerSample())));
    }

    /** Number of partial gradients, a power of two; depends on the network alone. */
    int lanes() {
        long most = LANE_BYTES / gradientBytes();
        return (int) Math.max(FEWEST_LANES, Math.min(MOST_LANES, Long.highestOneBit(Math.max(1, most))));
    }

    private long gradientBytes() {
        return Math.max(1, (long) network.layout().size() * arithmetic.bytes());
    }

    /** Tangents for which the tiles are gone through once, at most. */
    int mostTangents() {
        return (int) Math.max(1, Math.min(MOST_TANGENTS, BLOCK_BYTES / gradientBytes()));
    }
}
