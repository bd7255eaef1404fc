package io.flatness.networks.engine;

import io.flatness.networks.engine.DenseChain.Link;

/**
 * One sample on its way through dense layers, and how far a step of the parameters of at most a radius can carry it.
 * Scratch space; not thread-safe.
 */
final class DenseSample {
    private final DenseChain chain;
    private final double[] theta;
    private final double[] norms;
    private final double radius;
    private final boolean[] weightMoves;
    private final boolean[] biasMoves;
    private final double[][] inputs;
    private final double[][] sums;
    private final double[][] backward;
    private double reach;
    private double rest;
    private double left;

    DenseSample(DenseChain chain, double[] theta, double[] norms, boolean[] moves, double radius) {
        this.chain = chain;
        this.theta = theta;
        this.norms = norms;
        this.radius = radius;
        int count = chain.links().size();
        this.weightMoves = new boolean[count];
        this.biasMoves = new boolean[count];
        this.inputs = new double[count][];
        this.sums = new double[count][];
        this.backward = new double[count][];
        for (int l = 0; l < count; l++) {
            Link link = chain.links().get(l);
            inputs[l] = new double[link.fanIn()];
            sums[l] = new double[link.fanOut()];
            backward[l] = new double[link.fanIn()];
            for (int k = 0; k < link.fanIn() * link.fanOut(); k++) {
                weightMoves[l] |= moves[link.weight() + k];
            }
            for (int o = 0; link.bias() >= 0 && o < link.fanOut(); o++) {
                biasMoves[l] |= moves[link.bias() + o];
            }
        }
    }

    double[] input() {
        return inputs[0];
    }

    double[] outputs() {
        return sums[sums.length - 1];
    }

    void forward() {
        for (int l = 0; l < sums.length; l++) {
            Link link = chain.links().get(l);
            link.forward(theta, inputs[l], sums[l]);
            for (int o = 0; l + 1 < sums.length && o < link.fanOut(); o++) {
                inputs[l + 1][o] = sums[l][o] > 0 ? sums[l][o] : link.slope() * sums[l][o];
            }
        }
    }

    /** From the slope of the loss at the outputs; then the bounds below hold. */
    void backward(double[] slope) {
        double[][] betas = new double[sums.length][];
        betas[sums.length - 1] = slope;
        for (int l = sums.length - 1; l >= 0; l--) {
            Link link = chain.links().get(l);
            link.backward(theta, betas[l], backward[l]);
            if (l > 0) {
                betas[l - 1] = backward[l].clone();
                for (int j = 0; j < betas[l - 1].length; j++) {
                    betas[l - 1][j] *=
                            sums[l - 1][j] > 0 ? 1 : chain.links().get(l - 1).slope();
                }
            }
        }
        reach = 0;
        rest = 0;
        left = 0;
        for (int l = 0; l < sums.length; l++) {
            step(l, length(betas[l]));
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

    /** How much the rise of the loss, linearized at the outputs, can exceed its linear part. */
    double left() {
        return left;
    }

    private void step(int l, double beta) {
        Link link = chain.links().get(l);
        double own = weightMoves[l] ? radius : 0;
        double input = weightMoves[l] ? length(inputs[l]) : 0;
        double direct = radius * Math.hypot(input, biasMoves[l] ? 1 : 0);
        // A step of this layer times a move of its input: their radii share one, so their product is at most half.
        double joint = 0.5 * own * reach;
        left += beta * joint;
        rest = norms[l] * rest + joint;
        reach = Math.hypot(norms[l] * reach, direct) + joint;
        if (l + 1 < sums.length) {
            bend(l, link.slope());
        }
    }

    /** Units that cross their kinks: each by its excess over the distance to it. */
    private void bend(int l, double slope) {
        double turn = Math.abs(1 - slope);
        double least = Double.POSITIVE_INFINITY;
        double square = 0;
        for (int j = 0; j < sums[l].length; j++) {
            double distance = Math.abs(sums[l][j]);
            least = Math.min(least, distance);
            if (distance < reach) {
                double gamma = backward[l + 1][j];
                // A convex kink lies above its tangent: it raises the loss where the loss rises with the unit.
                double raises = slope < 1 ? Math.max(0, gamma) : Math.max(0, -gamma);
                double share = raises * (reach - distance);
                square += share * share;
            }
        }
        double steepest = Math.max(1, Math.abs(slope));
        left += turn * Math.sqrt(square);
        rest = steepest * rest + turn * Math.max(0, reach - least);
        reach *= steepest;
    }

    private static double length(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return Math.sqrt(sum);
    }
}
