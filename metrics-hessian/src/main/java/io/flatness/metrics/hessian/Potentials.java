package io.flatness.metrics.hessian;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An integer potential E for the output of every layer, 0 at input, output and the constant 1 of the biases: layer v's
 * units are scaled by β^−E_v, so a weight from u to v is amplified (its curvature grows by β²) iff E_v &gt; E_u.
 *
 * <p>What cannot be amplified is a set of edges that meets every cycle of the graph closed at the ground: for a chain of
 * layers a cut, whose smallest is min n_k; with biases and residual streams the least feedback edge set over groups of
 * layers that must share a potential.
 *
 * @param alphas the factor of each affine layer as an exponent of β: W_k is multiplied by β^alphas[k]
 * @param lost number of parameters that are not amplified
 * @param joined whether a layer joins several inputs, as a residual sum does
 */
record Potentials(int[] alphas, long lost, boolean joined) {
    /** Up to so many groups every order is tried. */
    private static final int EXHAUSTIVE = 18;

    private record Edge(int from, int to, long parameters) {}

    /** The potentials that lose the fewest parameters. */
    static Potentials of(Architecture architecture) {
        return new Search(architecture).best();
    }

    private static final class Search {
        private final Architecture architecture;
        /** Group of each layer's output by union-find; index 0 is the ground, layer i is i + 1. */
        private final int[] parent;

        Search(Architecture architecture) {
            this.architecture = architecture;
            this.parent = new int[architecture.layers().size() + 1];
            Arrays.setAll(parent, i -> i);
        }

        Potentials best() {
            List<Layer> layers = architecture.layers();
            for (int i = 0; i < layers.size(); i++) {
                Layer layer = layers.get(i);
                if (!layer.absorbsOutput()) {
                    requireHomogeneous(layer);
                    for (int input : layer.inputs()) {
                        union(i + 1, input + 1);
                    }
                }
            }
            union(architecture.output() + 1, 0);
            int[] group = numbered();
            int groups = Arrays.stream(group).max().orElse(0) + 1;
            List<Edge> edges = edges(group);
            int[] order = groups <= EXHAUSTIVE ? exhaustive(groups, edges) : improved(groups, edges);
            int[] potential = layered(order, group[0], edges);
            return assigned(group, potential, edges);
        }

        /** A layer that passes a scale on unchanged keeps its input's potential; another cannot take part. */
        private void requireHomogeneous(Layer layer) {
            List<UnitMap> doubled = new ArrayList<>();
            for (int input : layer.inputs()) {
                int units = input < 0
                        ? architecture.inputUnits()
                        : architecture.layers().get(input).units();
                doubled.add(UnitMap.uniform(units, 2));
            }
            UnitMap output = layer.propagate(doubled);
            for (double scale : output.monomial().scale()) {
                if (scale != 2) {
                    throw new MeasurementException("layer " + layer.name() + " turns a scale of 2 into " + scale
                            + ": Theorem 5 needs layers that are homogeneous of degree 1");
                }
            }
        }

        private int find(int i) {
            return parent[i] == i ? i : find(parent[i]);
        }

        private void union(int i, int j) {
            int a = find(i);
            int b = find(j);
            parent[Math.max(a, b)] = Math.min(a, b);
        }

        private int[] numbered() {
            int[] number = new int[parent.length];
            int next = 0;
            for (int i = 0; i < parent.length; i++) {
                number[i] = find(i) == i ? next++ : number[find(i)];
            }
            return number;
        }

        private List<Edge> edges(int[] group) {
            List<Edge> edges = new ArrayList<>();
            for (int i = 0; i < architecture.layers().size(); i++) {
                Layer layer = architecture.layers().get(i);
                if (layer.affine().isPresent()) {
                    Affine affine = layer.affine().get();
                    int to = group[i + 1];
                    edges.add(new Edge(
                            group[layer.inputs().get(0) + 1],
                            to,
                            affine.weight().size()));
                    affine.bias().ifPresent(bias -> edges.add(new Edge(group[0], to, bias.size())));
                } else if (layer.absorbsOutput()) {
                    throw new MeasurementException("layer " + layer.name() + " (" + layer.type()
                            + ") has scales of its own; Theorem 5 is offered for dense and convolutional layers");
                }
            }
            return edges;
        }

        /** The order of least backward weight, by dynamic programming over sets of groups that come first. */
        private static int[] exhaustive(int groups, List<Edge> edges) {
            long[][] weight = weights(groups, edges);
            long[] cost = new long[1 << groups];
            byte[] last = new byte[1 << groups];
            for (int set = 1; set < cost.length; set++) {
                cost[set] = Long.MAX_VALUE;
                for (int v = 0; v < groups; v++) {
                    if ((set >> v & 1) == 0) {
                        continue;
                    }
                    int before = set & ~(1 << v);
                    long total = cost[before];
                    for (int u = 0; u < groups; u++) {
                        total += (before >> u & 1) == 1 ? weight[v][u] : 0;
                    }
                    if (total < cost[set]) {
                        cost[set] = total;
                        last[set] = (byte) v;
                    }
                }
            }
            int[] order = new int[groups];
            int set = cost.length - 1;
            for (int k = groups - 1; k >= 0; k--) {
                order[k] = last[set];
                set &= ~(1 << last[set]);
            }
            return order;
        }

        /** Every cut of the topological order, then the best single moves until none helps: valid, perhaps not least. */
        private static int[] improved(int groups, List<Edge> edges) {
            long[][] weight = weights(groups, edges);
            int[] best = rotated(groups, 0);
            for (int shift = 1; shift < groups; shift++) {
                int[] candidate = rotated(groups, shift);
                best = backward(candidate, weight) < backward(best, weight) ? candidate : best;
            }
            boolean moved = true;
            while (moved) {
                moved = false;
                for (int from = 0; from < groups; from++) {
                    for (int to = 0; to < groups; to++) {
                        int[] candidate = moved(best, from, to);
                        if (backward(candidate, weight) < backward(best, weight)) {
                            best = candidate;
                            moved = true;
                        }
                    }
                }
            }
            return best;
        }

        private static int[] rotated(int groups, int shift) {
            int[] order = new int[groups];
            Arrays.setAll(order, k -> (k + shift) % groups);
            return order;
        }

        private static int[] moved(int[] order, int from, int to) {
            List<Integer> list = new ArrayList<>(Arrays.stream(order).boxed().toList());
            list.add(to, list.remove(from));
            return list.stream().mapToInt(Integer::intValue).toArray();
        }

        private static long[][] weights(int groups, List<Edge> edges) {
            long[][] weight = new long[groups][groups];
            for (Edge edge : edges) {
                if (edge.from() != edge.to()) {
                    weight[edge.from()][edge.to()] += edge.parameters();
                }
            }
            return weight;
        }

        private static long backward(int[] order, long[][] weight) {
            long sum = 0;
            for (int i = 0; i < order.length; i++) {
                for (int j = 0; j < i; j++) {
                    sum += weight[order[i]][order[j]];
                }
            }
            return sum;
        }

        /** The smallest potentials that rise along every forward edge, 0 at the ground. */
        private static int[] layered(int[] order, int ground, List<Edge> edges) {
            int[] position = new int[order.length];
            for (int k = 0; k < order.length; k++) {
                position[order[k]] = k;
            }
            int[] level = new int[order.length];
            for (int v : order) {
                for (Edge edge : edges) {
                    if (edge.to() == v && position[edge.from()] < position[v]) {
                        level[v] = Math.max(level[v], level[edge.from()] + 1);
                    }
                }
            }
            int[] potential = new int[order.length];
            Arrays.setAll(potential, v -> level[v] - level[ground]);
            return potential;
        }

        private Potentials assigned(int[] group, int[] potential, List<Edge> edges) {
            long lost = 0;
            for (Edge edge : edges) {
                lost += potential[edge.to()] > potential[edge.from()] ? 0 : edge.parameters();
            }
            int[] alphas = new int[architecture.affineLayers().size()];
            for (int i = 0; i < architecture.layers().size(); i++) {
                Layer layer = architecture.layers().get(i);
                int to = potential[group[i + 1]];
                layer.affine()
                        .ifPresent(affine -> alphas[affine.index()] =
                                potential[group[layer.inputs().get(0) + 1]] - to);
            }
            boolean joined = architecture.layers().stream()
                    .anyMatch(layer -> layer.inputs().size() > 1);
            return new Potentials(alphas, lost, joined);
        }
    }

    /** The factors themselves. */
    List<Double> factors(double beta) {
        if (Arrays.stream(alphas).map(Math::abs).max().orElse(0) * Math.abs(Math.log(beta)) > 600) {
            throw new RefusedException(
                    "the factors β^" + Arrays.toString(alphas) + " with β = " + beta + " leave the range of double");
        }
        return Arrays.stream(alphas).mapToObj(k -> StrictMath.pow(beta, k)).toList();
    }
}
