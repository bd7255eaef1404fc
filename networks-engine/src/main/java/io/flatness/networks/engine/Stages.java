package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Part;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Site;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network taken apart: layers that consist of others become those, and where a layer reads units along another axis than
 * they come, a stage turns them.
 */
final class Stages {
    private final Network network;
    private final List<Stage> stages = new ArrayList<>();
    private final Map<Integer, Integer> turned = new HashMap<>();
    private final int output;

    /**
     * A layer without parts.
     *
     * @param layer the layer
     * @param site its shapes and tensors
     * @param inputs numbers of the stages it reads, −1 − i for input i of the network
     */
    record Stage(LayerSpec layer, Site site, int[] inputs) {}

    Stages(Network network) {
        this.network = network;
        int[] last = new int[network.nodes().size()];
        for (int v = 0; v < last.length; v++) {
            Node node = network.nodes().get(v);
            int[] inputs = new int[node.inputs().size()];
            for (int i = 0; i < inputs.length; i++) {
                int input = node.inputs().get(i);
                inputs[i] = input < 0 ? input : last[input];
            }
            last[v] = add(node.layer(), network.site(v), inputs);
        }
        this.output = last[network.output()];
    }

    List<Stage> all() {
        return List.copyOf(stages);
    }

    /** The stage whose output is the network's. */
    int output() {
        return output;
    }

    private Shape shape(int input) {
        return input < 0
                ? network.inputs().get(-1 - input)
                : stages.get(input).site().output();
    }

    /** Adds a layer; returns the stage that has its output. */
    private int add(LayerSpec layer, Site site, int[] inputs) {
        int[] arranged = new int[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            boolean same = shape(inputs[i]).unitsLast() == site.inputs().get(i).unitsLast();
            arranged[i] = same ? inputs[i] : turned.computeIfAbsent(inputs[i], this::turn);
        }
        List<Part> parts = layer.parts(site);
        if (parts.isEmpty()) {
            stages.add(new Stage(layer, site, arranged));
            return stages.size() - 1;
        }
        int[] last = new int[parts.size()];
        for (int p = 0; p < last.length; p++) {
            Part part = parts.get(p);
            int[] from = part.inputs().stream()
                    .mapToInt(input -> input < 0 ? arranged[-1 - input] : last[input])
                    .toArray();
            last[p] = addPart(part, site, from);
        }
        return last[last.length - 1];
    }

    private int addPart(Part part, Site whole, int[] inputs) {
        List<Shape> given = new ArrayList<>();
        for (int input : inputs) {
            given.add(shape(input));
        }
        List<Shape> arranged = part.layer().arranged(given);
        Shape shape = part.layer().outputShape(arranged);
        Site site = new Site(whole.name(), arranged, shape, part.parameters(), List.of());
        return add(part.layer(), site, inputs);
    }

    /** The same values with the units along the other axis. */
    private int turn(int input) {
        Shape from = shape(input);
        Shape to = from.unitsLast() ? from.inPlanes() : from.inRows();
        Site site = new Site("", List.of(from), to, List.of(), List.of());
        stages.add(new Stage(new Reshape(from.extents()), site, new int[] {input}));
        return stages.size() - 1;
    }
}
