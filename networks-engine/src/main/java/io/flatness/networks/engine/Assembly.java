package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Part;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Site;
import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes a network apart into steps: layers that consist of others become those, and where a layer reads units along
 * another axis than they come, a step turns them.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class Assembly<A> {
    private final Network network;
    private final Arithmetic<A> arithmetic;
    private final List<Step<A>> steps = new ArrayList<>();
    private final Map<Integer, Integer> turned = new HashMap<>();
    private final Set<Integer> offsets = new HashSet<>();
    private boolean shares;
    private final int output;

    Assembly(Network network, Arithmetic<A> arithmetic) {
        this.network = network;
        this.arithmetic = arithmetic;
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

    List<Step<A>> steps() {
        return List.copyOf(steps);
    }

    /** The step whose output is the network's. */
    int output() {
        return output;
    }

    /** Whether some tensor has a part in several steps. */
    boolean shares() {
        return shares;
    }

    private Shape shape(int input) {
        return input < 0 ? network.inputs().get(-1 - input) : steps.get(input).output();
    }

    /** Adds a layer; returns the step that has its output. */
    private int add(LayerSpec layer, Site site, int[] inputs) {
        int[] arranged = new int[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            boolean same = shape(inputs[i]).unitsLast() == site.inputs().get(i).unitsLast();
            arranged[i] = same ? inputs[i] : turned.computeIfAbsent(inputs[i], this::turn);
        }
        List<Part> parts = layer.parts(site);
        if (parts.isEmpty()) {
            int parameters = network.layout().size();
            int end = site.parameters().stream().mapToInt(Block::end).max().orElse(0);
            boolean trainable = site.parameters().stream().anyMatch(block -> block.offset() < parameters);
            for (Block block : site.parameters()) {
                shares |= !offsets.add(block.offset());
            }
            steps.add(new Step<>(
                    layer.kernel(site, arithmetic), arranged, site.output(), trainable, trainable ? end : 0));
            return steps.size() - 1;
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
        int[] inputs = {input};
        steps.add(new Step<>(new Reshape(from.extents()).kernel(site, arithmetic), inputs, to, false, 0));
        return steps.size() - 1;
    }
}
