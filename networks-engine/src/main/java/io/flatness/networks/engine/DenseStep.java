package io.flatness.networks.engine;

import io.flatness.networks.engine.DenseChain.Link;

/** A point of a chain of dense layers, and the steps from it: of some parameters, of at most a radius. */
final class DenseStep {
    private final DenseChain chain;
    private final double[] theta;
    private final double radius;
    private final double[] norms;
    private final double[][] rowNorms;
    private final boolean[] weightMoves;
    private final boolean[] biasMoves;

    /**
     * Creates it.
     *
     * @param moving positions of the parameters that move
     */
    DenseStep(DenseChain chain, double[] theta, double radius, int[] moving) {
        this.chain = chain;
        this.theta = theta;
        this.radius = radius;
        int count = count();
        this.norms = new double[count];
        this.rowNorms = new double[count][];
        this.weightMoves = new boolean[count];
        this.biasMoves = new boolean[count];
        boolean[] moves = new boolean[theta.length];
        for (int index : moving) {
            moves[index] = true;
        }
        for (int l = 0; l < count; l++) {
            Link link = link(l);
            norms[l] = SpectralCeiling.norm(theta, link);
            rowNorms[l] = rowNorms(link);
            for (int k = 0; k < link.fanIn() * link.fanOut(); k++) {
                weightMoves[l] |= moves[link.weight() + k];
            }
            for (int o = 0; link.bias() >= 0 && o < link.fanOut(); o++) {
                biasMoves[l] |= moves[link.bias() + o];
            }
        }
    }

    private double[] rowNorms(Link link) {
        double[] rows = new double[link.fanOut()];
        for (int o = 0; o < rows.length; o++) {
            double sum = 0;
            for (int i = 0; i < link.fanIn(); i++) {
                double w = theta[link.weight() + i * link.inputStep() + o * link.outputStep()];
                sum += w * w;
            }
            rows[o] = Math.sqrt(sum);
        }
        return rows;
    }

    int count() {
        return chain.links().size();
    }

    Link link(int l) {
        return chain.links().get(l);
    }

    double[] theta() {
        return theta;
    }

    double radius() {
        return radius;
    }

    /** ‖W‖₂ of a layer, from above. */
    double norm(int l) {
        return norms[l];
    }

    /** The length of the weights into one unit. */
    double rowNorm(int l, int unit) {
        return Math.min(norms[l], rowNorms[l][unit]);
    }

    /** How far the weights of a layer move. */
    double weightRadius(int l) {
        return weightMoves[l] ? radius : 0;
    }

    /** The largest slope of the rectifier behind a layer. */
    double steepness(int l) {
        return Math.max(1, Math.abs(link(l).slope()));
    }

    /** How long what a layer's moving parameters are multiplied by is: its input, and 1 for a bias. */
    double directLength(int l, double[] input) {
        double sum = biasMoves[l] ? 1 : 0;
        for (int i = 0; weightMoves[l] && i < input.length; i++) {
            sum += input[i] * input[i];
        }
        return Math.sqrt(sum);
    }

    boolean weightMoves(int l) {
        return weightMoves[l];
    }

    boolean biasMoves(int l) {
        return biasMoves[l];
    }
}
