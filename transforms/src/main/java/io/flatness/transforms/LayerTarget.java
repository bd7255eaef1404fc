package io.flatness.transforms;

import io.flatness.numerics.Posynomial;
import io.flatness.numerics.RescalingGroup;
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
 * @param maxLog2 largest |log₂| of a factor of {@code sharpest}
 * @param powersOfTwo whether the factors on outputs of layers are rounded to powers of two
 */
record LayerTarget(LayerRescalingParameters.Target to, int maxLog2, boolean powersOfTwo) implements Symmetry {
    /** Beyond this many factors the extreme points are too many to try all. */
    private static final int ENUMERABLE = 12;

    @Override
    public Assignment typical(NetworkLoss network) {
        return byTrace() ? typical(group(network)) : typicalFactors(network);
    }

    private boolean byTrace() {
        return to == LayerRescalingParameters.Target.FLATTEST || to == LayerRescalingParameters.Target.SHARPEST;
    }

    private static Assignment typical(RescalingGroup group) {
        double[] twos = new double[group.dimension()];
        Arrays.fill(twos, 2);
        return group.assignment(twos);
    }

    private static Assignment typicalFactors(NetworkLoss network) {
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
        if (byTrace()) {
            return byTrace(network, theta, context);
        }
        typical(network);
        double[] cumulative = towards(network, theta, to == LayerRescalingParameters.Target.UNIT_NORM);
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

    /** The group of layers and the way, in its coordinates, to the smallest or the largest trace of the Hessian. */
    private Assignment byTrace(NetworkLoss network, double[] theta, Context context) {
        double[] diagonal = network.as(ExactCurvature.class)
                .orElseThrow(() -> new RefusedException(
                        "the exact trace of the Hessian is known for piecewise-linear networks alone"))
                .hessianDiagonal(theta);
        double[] curvatures = Arrays.stream(diagonal).map(h -> Math.max(0, h)).toArray();
        RescalingGroup group = group(network);
        return group.assignment(factors(
                to == LayerRescalingParameters.Target.FLATTEST
                        ? flattest(group, curvatures, context)
                        : sharpest(group, curvatures)));
    }

    private static RescalingGroup group(NetworkLoss network) {
        RescalingGroup group = RescalingGroup.of(network.architecture(), RescalingGroup.Level.LAYER);
        if (group.dimension() == 0) {
            throw new RefusedException("no rescaling of layers leaves the function of this network alone");
        }
        return group;
    }

    private static double[] flattest(RescalingGroup group, double[] curvatures, Context context) {
        Posynomial.Minimum least = group.infimum(curvatures, -2, context.linearAlgebra());
        if (!least.attained()) {
            throw new RefusedException(
                    "no rescaling of layers has the smallest trace: where curvature lies on one side of a"
                            + " factor only, scaling takes it to zero; orbit-minimal-trace gives the infimum");
        }
        return least.point();
    }

    private double[] sharpest(RescalingGroup group, double[] curvatures) {
        if (group.dimension() > ENUMERABLE) {
            throw new RefusedException("to: sharpest tries all extreme points, too many for " + group.dimension()
                    + " factors; give alphas");
        }
        return group.largest(curvatures, -2, maxLog2 * Math.log(2));
    }

    private double[] factors(double[] logarithms) {
        return Arrays.stream(logarithms)
                .map(x -> powersOfTwo ? Math.scalb(1.0, (int) Math.rint(x / Math.log(2))) : StrictMath.exp(x))
                .toArray();
    }
}
