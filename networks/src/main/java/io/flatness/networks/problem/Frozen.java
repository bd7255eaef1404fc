package io.flatness.networks.problem;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.io.Model;
import io.flatness.networks.layer.Constant;
import io.flatness.networks.layer.Parameter;
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

    /**
     * The model whose parameters are those tensors that one of the patterns names; {@code *} stands for anything.
     *
     * <p>A pattern behind {@code !} names what is held; when all are such, every other parameter stays one. A fixed tensor
     * that stands for itself, as a table of positions or a mask, becomes a parameter when it is named in full.
     */
    static Model except(List<String> patterns, Model model) {
        Network before = model.network();
        List<String> names = before.layout().blocks().stream().map(Block::name).toList();
        List<String> fixed = before.nodes().stream()
                .filter(node -> node.layer() instanceof Constant)
                .flatMap(node -> node.tensors().stream())
                .toList();
        boolean only = patterns.stream().allMatch(pattern -> pattern.startsWith("!"));
        Set<String> trained = new HashSet<>(only ? names : List.of());
        for (String pattern : patterns) {
            boolean held = pattern.startsWith("!");
            List<String> found = named(held ? pattern.substring(1) : pattern, names);
            boolean exact = !held && fixed.contains(pattern);
            if (found.isEmpty() && !exact) {
                throw new InvalidParameterException(
                        "model.trainable",
                        "trainable holds '" + pattern + "', which names no tensor; they are " + names
                                + (fixed.isEmpty() ? "" : ", and, fixed unless named in full, " + fixed));
            }
            if (exact) {
                trained.add(pattern);
            }
            if (held) {
                found.forEach(trained::remove);
            } else {
                trained.addAll(found);
            }
        }
        Set<String> held =
                names.stream().filter(name -> !trained.contains(name)).collect(Collectors.toSet());
        List<Node> nodes =
                before.nodes().stream().map(node -> learned(node, trained)).toList();
        Network network = new Network(before.inputs(), nodes, before.output(), held);
        List<Block> blocks = before.layout().blocks();
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

    private static List<String> named(String pattern, List<String> names) {
        Pattern glob = Pattern.compile(
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
        return names.stream().filter(name -> glob.matcher(name).matches()).toList();
    }

    private static Node learned(Node node, Set<String> trained) {
        boolean becomes = node.layer() instanceof Constant && trained.containsAll(node.tensors());
        return becomes
                ? new Node(
                        node.name(), new Parameter(((Constant) node.layer()).extents()), node.inputs(), node.tensors())
                : node;
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
