package io.flatness.numerics;

import io.flatness.numerics.RescalingGroup.Generator;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rescaling T_α of Definition 5 between two affine layers as an element of the group of whole layers: the weights of the
 * first are multiplied by α, those of the second divided by it (by a power of it behind an activation of another degree), all
 * other affine weights stay.
 *
 * @param first index of the affine layer that is multiplied
 * @param second index of the one that takes α back
 * @param coordinates of the element in the group at log α = 1; not modified
 */
public record LayerPair(int first, int second, double[] coordinates) {
    private static final double ZERO = 1e-9;

    /** Every pair, neighbours before others. */
    public static List<LayerPair> all(Architecture architecture, RescalingGroup layers) {
        int count = architecture.affineLayers().size();
        List<LayerPair> pairs = new ArrayList<>();
        for (int distance = 1; distance < count; distance++) {
            for (int first = 0; first + distance < count; first++) {
                of(architecture, layers, first, first + distance).ifPresent(pairs::add);
            }
        }
        return pairs;
    }

    /**
     * The pair of two affine layers; empty where no element of the group scales these two against each other.
     *
     * @param layers the group of the architecture at the level of layers
     */
    public static Optional<LayerPair> of(Architecture architecture, RescalingGroup layers, int first, int second) {
        List<double[]> equations = new ArrayList<>();
        List<double[]> others = new ArrayList<>();
        for (Affine affine : architecture.affineLayers()) {
            for (double[] row : rows(affine.weight(), layers.generators())) {
                if (affine.index() == second) {
                    others.add(row);
                } else {
                    equations.add(equation(row, affine.index() == first ? 1 : 0));
                }
            }
        }
        List<double[]> plain = new ArrayList<>(equations);
        others.forEach(row -> plain.add(equation(row, -1)));
        Optional<double[]> solution = solved(plain, layers.dimension());
        return (solution.isPresent() ? solution : solved(equations, layers.dimension()))
                .filter(x -> others.stream().allMatch(row -> Vectors.dot(row, x) < -ZERO))
                .map(x -> new LayerPair(first, second, x));
    }

    private static double[] equation(double[] row, double right) {
        double[] equation = Arrays.copyOf(row, row.length + 1);
        equation[row.length] = right;
        return equation;
    }

    /** The different exponents of a tensor's parameters: one row where all elements go alike. */
    private static List<double[]> rows(Block block, List<Generator> generators) {
        int size = generators.size();
        double[] common = new double[size];
        boolean alike = true;
        for (int v = 0; v < size && alike; v++) {
            double[] column = column(block, generators.get(v));
            common[v] = column[0];
            alike = Arrays.stream(column).allMatch(exponent -> exponent == column[0]);
        }
        if (alike) {
            return List.of(common);
        }
        double[][] all = new double[block.size()][size];
        for (int v = 0; v < size; v++) {
            double[] column = column(block, generators.get(v));
            for (int k = 0; k < column.length; k++) {
                all[k][v] = column[k];
            }
        }
        return Arrays.stream(all)
                .map(row -> Arrays.stream(row).boxed().toList())
                .distinct()
                .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
                .toList();
    }

    private static double[] column(Block block, Generator generator) {
        double[] column = new double[block.size()];
        int from = Arrays.binarySearch(generator.parameters(), block.offset());
        for (int m = from < 0 ? -from - 1 : from;
                m < generator.parameters().length && generator.parameters()[m] < block.end();
                m++) {
            column[generator.parameters()[m] - block.offset()] = generator.exponents()[m];
        }
        return column;
    }

    /** A solution of linear equations with small whole coefficients, free unknowns 0; empty where they contradict. */
    private static Optional<double[]> solved(List<double[]> equations, int size) {
        double[][] rows = equations.stream().map(double[]::clone).toArray(double[][]::new);
        int[] pivots = new int[size];
        Arrays.fill(pivots, -1);
        int used = 0;
        for (int v = 0; v < size; v++) {
            int best = used;
            for (int r = used; r < rows.length; r++) {
                best = Math.abs(rows[r][v]) > Math.abs(rows[best][v]) ? r : best;
            }
            if (used >= rows.length || Math.abs(rows[best][v]) < ZERO) {
                continue;
            }
            double[] pivot = rows[best];
            rows[best] = rows[used];
            rows[used] = pivot;
            pivots[v] = used++;
            for (double[] row : rows) {
                double factor = row == pivot ? 0 : row[v] / pivot[v];
                for (int w = v; factor != 0 && w <= size; w++) {
                    row[w] -= factor * pivot[w];
                }
            }
        }
        for (int r = used; r < rows.length; r++) {
            if (Math.abs(rows[r][size]) > ZERO) {
                return Optional.empty();
            }
        }
        double[] x = new double[size];
        for (int v = 0; v < size; v++) {
            x[v] = pivots[v] < 0 ? 0 : rows[pivots[v]][size] / rows[pivots[v]][v];
        }
        return Optional.of(x);
    }
}
