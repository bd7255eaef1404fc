package io.flatness.networks.engine;

import io.flatness.spi.loss.SymmetricOperator;
import java.util.Arrays;
import java.util.Comparator;

/**
 * How far the sums of units move at most in mean square over the samples of a group, when all samples share one step.
 *
 * <p>A step of the weights into a unit moves its sum at sample i by (w, b)·(hᵢ, 1): the weighted sum of squares is a
 * quadratic form of the step, no larger than the largest eigenvalue of Σᵢ cᵢ (hᵢ, 1)(hᵢ, 1)ᵀ, and as a step is shared by
 * the units, the largest over the units counts. What comes through the inputs is carried along by the norms of weights.
 */
final class GroupMoves {
    private final DenseStep step;
    private final DenseGroup group;
    private final double weight;

    /**
     * Creates it.
     *
     * @param weight of every sample
     */
    GroupMoves(DenseStep step, DenseGroup group, double weight) {
        this.step = step;
        this.group = group;
        this.weight = weight;
    }

    /**
     * An upper bound of √(w Σᵢ Σⱼ cᵢⱼ δᵢⱼ²) for the moves δ of the sums of a layer.
     *
     * @param c weights of samples and units, at least 0
     */
    double ofUnits(int l, double[] c) {
        double direct = step.radius() * Math.sqrt(largest(l, c, step.link(l).fanOut()));
        if (l == 0) {
            return direct;
        }
        int units = step.link(l).fanOut();
        double[] most = new double[group.samples()];
        double[] through = new double[group.samples()];
        for (int i = 0; i < most.length; i++) {
            double sum = 0;
            for (int j = 0; j < units; j++) {
                double one = c[i * units + j];
                most[i] = Math.max(most[i], one);
                sum += one * step.rowNorm(l, j) * step.rowNorm(l, j);
            }
            through[i] = Math.min(sum, most[i] * step.norm(l) * step.norm(l));
        }
        double joint = step.weightRadius(l) == 0 ? 0 : 0.5 * step.weightRadius(l) * ofInputs(l, most);
        return Math.hypot(direct, ofInputs(l, through)) + joint;
    }

    /** An upper bound of √(w Σᵢ qᵢ ‖δᵢ‖²) for the moves δ of the input of a layer; 0 for the first. */
    double ofInputs(int l, double[] q) {
        if (l == 0) {
            return 0;
        }
        double carried = ofInputs(l - 1, q);
        double direct = step.radius() * Math.sqrt(largest(l - 1, q, 1));
        double sums = Math.hypot(direct, step.norm(l - 1) * carried) + 0.5 * step.weightRadius(l - 1) * carried;
        return step.steepness(l - 1) * sums;
    }

    /** The largest over some units of λ_max(w Σᵢ cᵢⱼ (hᵢ, 1)(hᵢ, 1)ᵀ), from above. */
    private double largest(int l, double[] c, int units) {
        double[] traces = traces(l, c, units);
        Integer[] order = new Integer[units];
        Arrays.setAll(order, j -> j);
        Arrays.sort(order, Comparator.comparingDouble((Integer j) -> traces[j]).reversed());
        double largest = 0;
        for (int j : order) {
            if (traces[j] <= largest) {
                break;
            }
            largest = Math.max(largest, SpectralCeiling.largestEigenvalue(moments(l, c, units, j), traces[j], largest));
        }
        return largest;
    }

    /** For every unit w Σᵢ cᵢⱼ ‖(hᵢ, 1)‖²: its form is no larger. */
    double[] traces(int l, double[] c, int units) {
        int width = step.link(l).fanIn();
        double[] traces = new double[units];
        for (int i = 0; i < group.samples(); i++) {
            double[] input = Arrays.copyOfRange(group.inputs(l), i * width, (i + 1) * width);
            double length = step.directLength(l, input);
            for (int j = 0; j < units; j++) {
                traces[j] += weight * c[i * units + j] * length * length * (1 + 1e-9);
            }
        }
        return traces;
    }

    private SymmetricOperator moments(int l, double[] c, int units, int unit) {
        int width = step.link(l).fanIn();
        double[] inputs = group.inputs(l);
        boolean weights = step.weightMoves(l);
        boolean bias = step.biasMoves(l);
        int[] some = new int[group.samples()];
        int count = 0;
        for (int i = 0; i < some.length; i++) {
            if (c[i * units + unit] > 0) {
                some[count++] = i;
            }
        }
        int[] samples = Arrays.copyOf(some, count);
        return new SymmetricOperator() {
            @Override
            public int dimension() {
                return width + 1;
            }

            @Override
            public void apply(double[] x, double[] into) {
                double[] sum = new double[width + 1];
                for (int i : samples) {
                    double dot = bias ? x[width] : 0;
                    for (int k = 0, at = i * width; weights && k < width; k++, at++) {
                        dot += x[k] * inputs[at];
                    }
                    double factor = weight * c[i * units + unit] * dot;
                    sum[width] += bias ? factor : 0;
                    for (int k = 0, at = i * width; weights && k < width; k++, at++) {
                        sum[k] += factor * inputs[at];
                    }
                }
                System.arraycopy(sum, 0, into, 0, sum.length);
            }
        };
    }
}
