package io.flatness.networks.problem;

import io.flatness.networks.graph.Network;
import io.flatness.networks.io.Model;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ParameterLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A model some of whose tensors are held where they are. */
final class Frozen {
    private Frozen() {}

    /** The model whose parameters are those tensors that one of the patterns names; {@code *} stands for anything. */
    static Model except(List<String> patterns, Model model) {
        List<Block> blocks = model.network().layout().blocks();
        Set<String> trained = new HashSet<>();
        for (String pattern : patterns) {
            Pattern glob = Pattern.compile(
                    Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
            List<String> found = blocks.stream()
                    .map(Block::name)
                    .filter(name -> glob.matcher(name).matches())
                    .toList();
            if (found.isEmpty()) {
                throw new InvalidParameterException(
                        "model.trainable",
                        "trainable holds '" + pattern + "', which names no tensor; they are "
                                + blocks.stream().map(Block::name).toList());
            }
            trained.addAll(found);
        }
        Set<String> held = blocks.stream()
                .map(Block::name)
                .filter(name -> !trained.contains(name))
                .collect(Collectors.toSet());
        Network before = model.network();
        Network network = new Network(before.inputs(), before.nodes(), before.output(), held);
        Map<String, double[]> values = new HashMap<>();
        blocks.forEach(block -> values.put(block.name(), part(block, model.theta())));
        before.buffers().blocks().forEach(block -> values.put(block.name(), part(block, model.buffers())));
        return new Model(
                network,
                vector(network.layout(), values),
                vector(network.buffers(), values),
                model.ending(),
                model.channelsLast(),
                model.inputs());
    }

    private static double[] part(Block block, double[] all) {
        return Arrays.copyOfRange(all, block.offset(), block.end());
    }

    private static double[] vector(ParameterLayout layout, Map<String, double[]> values) {
        double[] all = new double[layout.size()];
        layout.blocks().forEach(block -> {
            double[] own = Objects.requireNonNull(values.get(block.name()), block.name());
            System.arraycopy(own, 0, all, block.offset(), own.length);
        });
        return all;
    }
}
