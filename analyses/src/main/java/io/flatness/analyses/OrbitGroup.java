package io.flatness.analyses;

import io.flatness.numerics.RescalingGroup;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.MetricContext;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The rescalings of a problem's network: coordinates s (natural logarithms of factors) and the steps that lead to them.
 *
 * @param level the rescalings
 * @param rescalings all of them
 * @param start the problem's minimum
 */
record OrbitGroup(Level level, RescalingGroup rescalings, Minimum start) {
    /**
     * The group of a problem's network.
     *
     * @throws RefusedException when there is nothing to rescale
     */
    static OrbitGroup of(AnalysisContext context, String problem, Level level) {
        Minimum start = context.point(problem, List.of()).minimum();
        NetworkLoss network = start.surface()
                .as(NetworkLoss.class)
                .orElseThrow(() -> new RefusedException(
                        "an orbit needs a network with layers; " + problem + " is a plain function of its parameters"));
        if (!network.dependsOnFunctionAlone()) {
            throw new RefusedException("the loss of " + problem
                    + " depends on the parameters beside the function (weight decay): rescaling changes it, so it has no"
                    + " orbit");
        }
        RescalingGroup group = RescalingGroup.of(network.architecture(), level);
        if (group.dimension() == 0) {
            throw new RefusedException(
                    "no rescaling leaves the function of " + problem
                            + " alone: what comes out of every layer enters a function that is not homogeneous, or is the output");
        }
        return new OrbitGroup(level, group, start);
    }

    int dimension() {
        return rescalings.dimension();
    }

    /** The factors of all parameters at s. */
    double[] factors(double[] s) {
        return rescalings.factors(s);
    }

    /** Powers of two drawn at random, for every coordinate, up to a largest exponent. */
    int[] random(MetricContext context, String stream, int largest) {
        RandomGenerator random = context.random(stream);
        int[] powers = new int[dimension()];
        Arrays.setAll(powers, v -> random.nextInt(-largest, largest + 1));
        return powers;
    }

    static double[] coordinates(int[] powersOfTwo) {
        return Arrays.stream(powersOfTwo).mapToDouble(m -> m * Math.log(2)).toArray();
    }

    /** The transform that goes to given powers of two. */
    List<TransformStep> chain(int[] powersOfTwo) {
        List<Double> factors = new ArrayList<>();
        for (int power : powersOfTwo) {
            factors.add(Math.scalb(1.0, power));
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("group", level.name().toLowerCase(Locale.ROOT));
        parameters.put("factors", factors);
        return List.of(new TransformStep("group-rescaling", parameters));
    }

    /**
     * The point for people and for an experiment: {@code factors} of {@code group-rescaling}, what they do to the outputs of
     * the layers, and for whole layers the factors of the affine weights, {@code alphas} of {@code layer-rescaling}.
     */
    Map<String, Object> describe(double[] s) {
        Map<String, Object> described = new LinkedHashMap<>();
        if (level == Level.LAYER) {
            double[] factors = factors(s);
            described.put(
                    "alphas",
                    start.surface().as(NetworkLoss.class).orElseThrow().architecture().affineLayers().stream()
                            .map(Affine::weight)
                            .mapToDouble(weight -> factors[weight.offset()])
                            .toArray());
        }
        described.put("factors", Arrays.stream(s).map(StrictMath::exp).toArray());
        described.put("outputScales", rescalings.outputScales(s));
        return described;
    }
}
