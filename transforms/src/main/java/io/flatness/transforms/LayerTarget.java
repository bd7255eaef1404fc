package io.flatness.transforms;

import io.flatness.numerics.Posynomial;
import io.flatness.spi.Context;
import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.ExactCurvature;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Layer factors chosen at the point: norms made equal or 1, or the trace of the Hessian made smallest or large.
 *
 * @param to what is wanted
 * @param maxLog2 largest |log₂ α_k| of {@code sharpest}
 * @param powersOfTwo whether the cumulative products are rounded to powers of two
 */
record LayerTarget(LayerRescalingParameters.Target to, int maxLog2, boolean powersOfTwo) implements Symmetry {
    /** Beyond this many layers the extreme points are too many to try all. */
    private static final int ENUMERABLE = 12;

    @Override
    public Assignment typical(NetworkLoss network) {
        int layers = network.architecture().affineLayers().size();
        if (layers < 2) {
            throw new RefusedException("layer-rescaling needs two affine layers; this network has " + layers);
        }
        List<Double> alphas = new ArrayList<>();
        for (int k = 0; k < layers; k++) {
            alphas.add(k == 0 ? 2.0 : k == 1 ? 0.5 : 1.0);
        }
        return new LayerFactors(alphas).typical(network);
    }

    @Override
    public Assignment at(NetworkLoss network, double[] theta, Context context) {
        typical(network);
        double[] cumulative = switch (to) {
            case BALANCED -> towards(network, theta, false);
            case UNIT_NORM -> towards(network, theta, true);
            case FLATTEST ->
                trace(network, theta).minimize(context.linearAlgebra()).point();
            case SHARPEST -> sharpest(trace(network, theta));
        };
        return new LayerFactors(alphas(cumulative)).at(network, theta, context);
    }

    /** The factors with these logarithms of the cumulative products; the last product is 1. */
    private List<Double> alphas(double[] cumulative) {
        List<Double> alphas = new ArrayList<>();
        double before = 0;
        for (int k = 0; k <= cumulative.length; k++) {
            double after = k == cumulative.length ? 0 : cumulative[k];
            if (powersOfTwo) {
                after = Math.rint(after / Math.log(2));
                alphas.add(Math.scalb(1.0, (int) (after - before)));
            } else {
                alphas.add(StrictMath.exp(after - before));
            }
            before = after;
        }
        return alphas;
    }

    /** Frobenius norms of the weights all equal, or 1 except for the last, which takes what is left. */
    private static double[] towards(NetworkLoss network, double[] theta, boolean unit) {
        List<Affine> layers = network.architecture().affineLayers();
        double[] logs = new double[layers.size()];
        double mean = 0;
        for (int k = 0; k < logs.length; k++) {
            Affine layer = layers.get(k);
            double norm = Norms.euclidean(
                    theta, layer.weight().offset(), layer.weight().end());
            if (norm == 0) {
                throw new RefusedException(
                        "no factor gives the weights of " + layer.weight().name() + " a norm: all are zero");
            }
            logs[k] = StrictMath.log(norm);
            mean += logs[k] / logs.length;
        }
        double[] cumulative = new double[logs.length - 1];
        double sum = 0;
        for (int k = 0; k < cumulative.length; k++) {
            sum += (unit ? 0 : mean) - logs[k];
            cumulative[k] = sum;
        }
        return cumulative;
    }

    /** The trace of the Hessian as a function of the logarithms of the cumulative products. */
    private static Posynomial trace(NetworkLoss network, double[] theta) {
        double[] diagonal = network.as(ExactCurvature.class)
                .orElseThrow(() -> new RefusedException(
                        "the exact trace of the Hessian is known for piecewise-linear networks alone"))
                .hessianDiagonal(theta);
        int coordinates = network.architecture().affineLayers().size() - 1;
        double[][] exponents = new double[coordinates][];
        for (int k = 0; k < coordinates; k++) {
            double[] ones = new double[theta.length];
            Arrays.fill(ones, 1);
            double[] factor = network.architecture()
                    .carry(new LayerPair(k, k + 1, 2).typical(network))
                    .parameters()
                    .pushForward(theta, ones);
            exponents[k] = new double[theta.length];
            for (int i = 0; i < theta.length; i++) {
                exponents[k][i] = -2 * Math.log(factor[i]) / Math.log(2);
            }
        }
        double[] curvatures = Arrays.stream(diagonal).map(h -> Math.max(0, h)).toArray();
        return Posynomial.of(curvatures, coordinates, (i, k) -> exponents[k][i]);
    }

    /** The trace is convex, so that under |log₂ α_k| ≤ maxLog2 it is largest at an extreme point. */
    private double[] sharpest(Posynomial trace) {
        int layers = trace.dimension() + 1;
        if (layers > ENUMERABLE) {
            throw new RefusedException(
                    "to: sharpest tries all extreme points, too many for " + layers + " affine layers; give alphas");
        }
        double[] best = new double[layers - 1];
        extremes(new int[layers], 0, 0, false, trace, best);
        return best;
    }

    /** All choices of ±maxLog2 with sum 0; one factor may stay 1 where their number is odd. */
    private void extremes(int[] log2, int layer, int sum, boolean skipped, Posynomial trace, double[] best) {
        if (layer == log2.length) {
            if (sum == 0) {
                double[] cumulative = new double[best.length];
                double total = 0;
                for (int k = 0; k < best.length; k++) {
                    total += log2[k] * Math.log(2);
                    cumulative[k] = total;
                }
                if (trace.value(cumulative) > trace.value(best)) {
                    System.arraycopy(cumulative, 0, best, 0, best.length);
                }
            }
            return;
        }
        for (int sign = -1; sign <= 1; sign++) {
            if (sign != 0 || log2.length % 2 == 1 && !skipped) {
                log2[layer] = sign * maxLog2;
                extremes(log2, layer + 1, sum + sign, skipped || sign == 0, trace, best);
            }
        }
    }
}
