package io.flatness.networks.engine;

import io.flatness.networks.engine.DenseChain.Link;
import java.util.Arrays;

/**
 * One sample on its way through dense layers, and how far a step of the parameters of at most a radius can carry it.
 * Scratch space; not thread-safe.
 */
final class DenseSample {
    private final DenseStep step;
    private final double[][] inputs;
    private final double[][] sums;
    private final double[][] betas;
    private final double[][] gammas;
    private final double[][] distances;
    private final double[][] unitReaches;
    private final double[][] raises;
    private final double[][] seen;
    private final double[] inputReaches;
    private final double[] kinks;
    private double reach;
    private double rest;
    private double joint;

    DenseSample(DenseStep step) {
        this.step = step;
        int count = step.count();
        this.inputs = new double[count][];
        this.sums = new double[count][];
        this.betas = new double[count][];
        this.gammas = new double[count][];
        this.distances = new double[count][];
        this.unitReaches = new double[count][];
        this.raises = new double[count][];
        this.seen = new double[count][];
        this.inputReaches = new double[count];
        this.kinks = new double[count];
        for (int l = 0; l < count; l++) {
            int units = step.link(l).fanOut();
            inputs[l] = new double[step.link(l).fanIn()];
            gammas[l] = new double[step.link(l).fanIn()];
            sums[l] = new double[units];
            betas[l] = new double[units];
            distances[l] = new double[units];
            unitReaches[l] = new double[units];
            raises[l] = new double[units];
            seen[l] = new double[units];
        }
    }

    double[] input() {
        return inputs[0];
    }

    double[] outputs() {
        return sums[sums.length - 1];
    }

    double[] inputs(int l) {
        return inputs[l];
    }

    double inputReach(int l) {
        return inputReaches[l];
    }

    double[] distances(int l) {
        return distances[l];
    }

    double[] unitReaches(int l) {
        return unitReaches[l];
    }

    double[] raises(int l) {
        return raises[l];
    }

    double[] seen(int l) {
        return seen[l];
    }

    void forward() {
        for (int l = 0; l < sums.length; l++) {
            Link link = step.link(l);
            link.forward(step.theta(), inputs[l], sums[l]);
            for (int o = 0; l + 1 < sums.length && o < link.fanOut(); o++) {
                inputs[l + 1][o] = sums[l][o] > 0 ? sums[l][o] : link.slope() * sums[l][o];
            }
        }
    }

    /**
     * The bounds, after going forward.
     *
     * @param slope of the loss at the outputs
     * @param roots columns of R with ∂²ℓ/∂f² = R Rᵀ at the outputs
     */
    void backward(double[] slope, double[][] roots) {
        for (double[] units : seen) {
            Arrays.fill(units, 0);
        }
        for (double[] root : roots) {
            pull(root);
            for (int l = 0; l + 1 < sums.length; l++) {
                for (int j = 0; j < seen[l].length; j++) {
                    seen[l][j] += gammas[l + 1][j] * gammas[l + 1][j];
                }
            }
        }
        pull(slope);
        reach = 0;
        rest = 0;
        joint = 0;
        for (int l = 0; l < sums.length; l++) {
            move(l);
        }
    }

    /** β and γ: a slope at the outputs, pulled back to the sums and inputs of every layer. */
    private void pull(double[] slope) {
        System.arraycopy(slope, 0, betas[sums.length - 1], 0, slope.length);
        for (int l = sums.length - 1; l >= 0; l--) {
            step.link(l).backward(step.theta(), betas[l], gammas[l]);
            for (int j = 0; l > 0 && j < gammas[l].length; j++) {
                betas[l - 1][j] = gammas[l][j]
                        * (sums[l - 1][j] > 0 ? 1 : step.link(l - 1).slope());
            }
        }
    }

    /** How far the outputs can move. */
    double reach() {
        return reach;
    }

    /** How far their move can be from its linear part. */
    double rest() {
        return rest;
    }

    /** How much steps of layers that meet moved inputs can raise the loss, linearized at the outputs. */
    double joint() {
        return joint;
    }

    /** How much units behind a layer that cross their kinks can raise it, if the step serves this sample alone. */
    double kinks(int l) {
        return kinks[l];
    }

    private void move(int l) {
        double direct = step.radius() * step.directLength(l, inputs[l]);
        // A step of this layer times a move of its input: their radii share one, so their product is at most half.
        double both = 0.5 * step.weightRadius(l) * reach;
        inputReaches[l] = reach;
        joint += length(betas[l]) * both;
        rest = step.norm(l) * rest + both;
        for (int j = 0; j < unitReaches[l].length; j++) {
            unitReaches[l][j] = Math.hypot(step.rowNorm(l, j) * reach, direct) + both;
        }
        reach = Math.hypot(step.norm(l) * reach, direct) + both;
        if (l + 1 < sums.length) {
            bend(l, step.link(l).slope());
        }
    }

    /** Units that cross their kinks: each by its excess over the distance to it. */
    private void bend(int l, double slope) {
        double turn = Math.abs(1 - slope);
        double least = Double.POSITIVE_INFINITY;
        double square = 0;
        for (int j = 0; j < sums[l].length; j++) {
            double distance = Math.abs(sums[l][j]);
            double gamma = gammas[l + 1][j];
            least = Math.min(least, distance);
            distances[l][j] = distance;
            // A convex kink lies above its tangent: it raises the loss where the loss rises with the unit.
            raises[l][j] = turn * (slope < 1 ? Math.max(0, gamma) : Math.max(0, -gamma));
            seen[l][j] = turn * Math.sqrt(seen[l][j]);
            double share = raises[l][j] * Math.max(0, unitReaches[l][j] - distance);
            square += share * share;
        }
        kinks[l] = Math.sqrt(square);
        rest = step.steepness(l) * rest + turn * Math.max(0, reach - least);
        reach *= step.steepness(l);
    }

    private static double length(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return Math.sqrt(sum);
    }
}
