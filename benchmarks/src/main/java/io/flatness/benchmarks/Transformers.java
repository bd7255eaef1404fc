package io.flatness.benchmarks;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.Attention;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.Embedding;
import io.flatness.networks.layer.LayerNorm;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Parameter;
import io.flatness.networks.layer.Permute;
import io.flatness.networks.layer.Reduce;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import java.util.ArrayList;
import java.util.List;

/** Transformers with the norm before each branch, 4 layers of width 128 with 4 heads on 64 positions. */
final class Transformers {
    private static final int LAYERS = 4;
    private static final int WIDTH = 128;
    private static final int HEADS = 4;
    private static final int POSITIONS = 64;
    private static final int TOKENS = 256;

    private final List<Node> nodes = new ArrayList<>();

    private Transformers() {}

    static Network gpt() {
        Transformers graph = new Transformers();
        int tokens = graph.add(new Embedding(TOKENS, WIDTH), -1);
        int stream = graph.blocks(graph.add(new Add(), tokens, graph.positions()), true);
        graph.add(new Dense(TOKENS, false, WeightOrder.OUT_IN), graph.add(norm(), stream));
        return graph.network(Shape.of(POSITIONS));
    }

    static Network vit() {
        Transformers graph = new Transformers();
        int patches = graph.add(new Conv2d(WIDTH, new Window(4, 4, 4, 4, 0, 0, 0, 0, 1, 1), 1, true), -1);
        int flat = graph.add(new Reshape(List.of(WIDTH, POSITIONS)), patches);
        int rows = graph.add(new Permute(List.of(1, 0)), flat);
        int stream = graph.blocks(graph.add(new Add(), rows, graph.positions()), false);
        int mean = graph.add(new Reduce(Reduce.Operation.MEAN, List.of(0), false), graph.add(norm(), stream));
        graph.add(new Dense(10, true, WeightOrder.OUT_IN), mean);
        return graph.network(Shape.of(3, 32, 32));
    }

    private int positions() {
        return add(new Parameter(List.of(POSITIONS, WIDTH)));
    }

    private int blocks(int input, boolean causal) {
        int stream = input;
        for (int layer = 0; layer < LAYERS; layer++) {
            int read = add(norm(), stream);
            int heads = add(
                    new Attention(HEADS, HEADS, causal, 0),
                    add(dense(WIDTH), read),
                    add(dense(WIDTH), read),
                    add(dense(WIDTH), read));
            stream = add(new Add(), stream, add(dense(WIDTH), heads));
            int hidden = add(dense(4 * WIDTH), add(norm(), stream));
            int gelu = add(new Activation(Activation.Function.GELU), hidden);
            stream = add(new Add(), stream, add(dense(WIDTH), gelu));
        }
        return stream;
    }

    private static LayerSpec norm() {
        return new LayerNorm(1, 1e-5, true, true);
    }

    private static LayerSpec dense(int outputs) {
        return new Dense(outputs, true, WeightOrder.OUT_IN);
    }

    private int add(LayerSpec layer, Integer... inputs) {
        nodes.add(new Node("" + nodes.size(), layer, inputs));
        return nodes.size() - 1;
    }

    private Network network(Shape input) {
        return new Network(input, nodes);
    }
}
