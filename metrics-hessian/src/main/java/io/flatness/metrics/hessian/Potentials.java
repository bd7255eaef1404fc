package io.flatness.metrics.hessian;

import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Generator;
import io.flatness.spi.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An integer potential E for every coordinate of the group of layers, 0 at the ground (input, output, the constant 1 of the
 * biases): coordinate v has the factor β^−E_v, so that a parameter that goes with v and against u is amplified (its curvature
 * grows by β²) iff E_v &gt; E_u.
 *
 * <p>What cannot be amplified is a set of edges that meets every cycle of the graph closed at the ground: for a chain of
 * layers a cut, whose smallest is min n_k; with biases, residual streams and the two sides of a BatchNorm the least feedback
 * edge set over the coordinates.
 *
 * @param levels E of every coordinate
 * @param lost number of parameters that are not amplified
 */
record Potentials(int[] levels, long lost) {
    /** Up to so many groups every order is tried. */
    private static final int EXHAUSTIVE = 18;

    /**
     * The potentials that lose the fewest parameters.
     *
     * @param dimension number of parameters
     * @throws RefusedException when a parameter goes with a power or a product of factors
     */
    static Potentials of(RescalingGroup layers, int dimension) {
        long[][] weight = weights(layers, dimension);
        int[] order = weight.length <= EXHAUSTIVE ? exhaustive(weight) : improved(weight);
        int[] potential = layered(order, weight);
        long lost = 0;
        for (int from = 0; from < weight.length; from++) {
            for (int to = 0; to < weight.length; to++) {
                lost += potential[to] > potential[from] ? 0 : weight[from][to];
            }
        }
        return new Potentials(Arrays.copyOfRange(potential, 1, potential.length), lost);
    }

    /** Number of parameters that go against the row's coordinate and with the column's; 0 is the ground, v is v + 1. */
    private static long[][] weights(RescalingGroup layers, int dimension) {
        int[] with = new int[dimension];
        int[] against = new int[dimension];
        List<Generator> generators = layers.generators();
        for (int v = 0; v < generators.size(); v++) {
            Generator generator = generators.get(v);
            for (int m = 0; m < generator.parameters().length; m++) {
                int[] side = generator.exponents()[m] > 0 ? with : against;
                if (Math.abs(generator.exponents()[m]) != 1 || side[generator.parameters()[m]] != 0) {
                    throw new RefusedException("the factors of layer " + generator.layer()
                            + " reach parameters as powers or products: Theorem 5 needs layers that are homogeneous of"
                            + " degree 1");
                }
                side[generator.parameters()[m]] = v + 1;
            }
        }
        long[][] weight = new long[generators.size() + 1][generators.size() + 1];
        for (int k = 0; k < dimension; k++) {
            weight[against[k]][with[k]]++;
        }
        return weight;
    }

    /** The order of least backward weight, by dynamic programming over sets of groups that come first. */
    private static int[] exhaustive(long[][] weight) {
        int groups = weight.length;
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
    private static int[] improved(long[][] weight) {
        int groups = weight.length;
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
    private static int[] layered(int[] order, long[][] weight) {
        int[] level = new int[order.length];
        for (int k = 0; k < order.length; k++) {
            for (int j = 0; j < k; j++) {
                if (weight[order[j]][order[k]] > 0) {
                    level[order[k]] = Math.max(level[order[k]], level[order[j]] + 1);
                }
            }
        }
        int[] potential = new int[order.length];
        Arrays.setAll(potential, v -> level[v] - level[0]);
        return potential;
    }

    /** The factors of the coordinates. */
    double[] factors(double beta) {
        if (Arrays.stream(levels).map(Math::abs).max().orElse(0) * Math.abs(Math.log(beta)) > 600) {
            throw new RefusedException(
                    "the factors β^" + Arrays.toString(levels) + " with β = " + beta + " leave the range of double");
        }
        return Arrays.stream(levels)
                .mapToDouble(level -> StrictMath.pow(beta, -level))
                .toArray();
    }
}
