package io.flatness.analyses;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.Transformed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rescalings of a network as a linear space: at coordinates s (natural logarithms) parameter i is multiplied by
 * exp(Σ_k c_ik s_k). The generators are the installed rescaling transforms themselves, so that the architecture decides.
 */
final class OrbitGroup {
    /** Which rescalings. */
    enum Kind {
        /** Whole layers against each other. */
        LAYER,
        /** Single units or channels. */
        NODE
    }

    private record Generator(int first, int second, double[] exponents) {}

    private final Kind kind;
    private final Architecture architecture;
    private final Minimum start;
    private final List<Generator> generators;

    private OrbitGroup(Kind kind, Architecture architecture, Minimum start, List<Generator> generators) {
        this.kind = kind;
        this.architecture = architecture;
        this.start = start;
        this.generators = generators;
    }

    /**
     * The group of a problem's network.
     *
     * @throws MeasurementException when nothing can be rescaled, with the reason of the first refusal
     */
    static OrbitGroup of(AnalysisContext context, String problem, Kind kind) {
        Minimum start = context.point(problem, List.of()).minimum();
        NetworkLoss network = start.surface()
                .as(NetworkLoss.class)
                .orElseThrow(() -> new MeasurementException(
                        "an orbit needs a network with layers; " + problem + " is a plain function of its parameters"));
        List<Generator> generators = new ArrayList<>();
        String refusal = null;
        int layers = network.architecture().affineLayers().size();
        List<int[]> pairs = kind == Kind.LAYER ? layerPairs(layers) : units(network.architecture());
        for (int[] pair : pairs) {
            context.checkCancelled();
            try {
                double[] exponents = exponents(context, problem, start, step(kind, pair[0], pair[1], 2));
                if (exponents != null && (kind == Kind.NODE || independent(generators, exponents))) {
                    generators.add(new Generator(pair[0], pair[1], exponents));
                }
            } catch (RefusedException refused) {
                refusal = refusal == null ? String.valueOf(refused.getMessage()) : refusal;
            }
        }
        if (generators.isEmpty()) {
            throw new MeasurementException("no rescaling leaves the function of " + problem + " alone"
                    + (refusal == null ? "" : ": " + refusal));
        }
        return new OrbitGroup(kind, network.architecture(), start, generators);
    }

    private static List<int[]> layerPairs(int layers) {
        List<int[]> pairs = new ArrayList<>();
        for (int distance = 1; distance < layers; distance++) {
            for (int first = 0; first + distance < layers; first++) {
                pairs.add(new int[] {first, first + distance});
            }
        }
        return pairs;
    }

    private static List<int[]> units(Architecture architecture) {
        List<int[]> units = new ArrayList<>();
        List<Affine> affines = architecture.affineLayers();
        for (int layer = 0; layer + 1 < affines.size(); layer++) {
            for (int unit = 0; unit < affines.get(layer).outputUnits(); unit++) {
                units.add(new int[] {layer, unit});
            }
        }
        return units;
    }

    private static TransformStep step(Kind kind, int first, int second, double factor) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (kind == Kind.LAYER) {
            parameters.put("layers", List.of(first, second));
            parameters.put("alpha", factor);
            return new TransformStep("layer-rescaling", parameters);
        }
        parameters.put("layer", first);
        parameters.put("unit", second);
        parameters.put("scale", factor);
        return new TransformStep("node-rescaling", parameters);
    }

    /** log₂ of the factors of a move with factor 2. */
    private static double @Nullable [] exponents(
            AnalysisContext context, String problem, Minimum start, TransformStep step) {
        Transformed moved = context.transform(step).apply(start, context);
        Factors factors = moved.map().map(map -> Factors.of(start, map)).orElse(null);
        if (factors == null) {
            return null;
        }
        double[] exponents = factors.factors();
        for (int i = 0; i < exponents.length; i++) {
            exponents[i] = Math.rint(Math.log(exponents[i]) / Math.log(2) * 1e6) / 1e6;
        }
        return exponents;
    }

    /** Gram–Schmidt against what there is. */
    private static boolean independent(List<Generator> generators, double[] exponents) {
        List<double[]> basis = new ArrayList<>();
        for (Generator generator : generators) {
            basis.add(reduced(basis, generator.exponents));
        }
        double[] left = reduced(basis, exponents);
        return dot(left, left) > 1e-9 * dot(exponents, exponents);
    }

    private static double[] reduced(List<double[]> basis, double[] vector) {
        double[] left = vector.clone();
        for (double[] direction : basis) {
            double share = dot(direction, left) / dot(direction, direction);
            for (int i = 0; i < left.length; i++) {
                left[i] -= share * direction[i];
            }
        }
        return left;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    int dimension() {
        return generators.size();
    }

    Minimum start() {
        return start;
    }

    /** c_ik. */
    double exponent(int parameter, int generator) {
        return generators.get(generator).exponents[parameter];
    }

    /** The factors of all parameters at s. */
    double[] factors(double[] s) {
        double[] factors = new double[start.theta().length];
        for (int i = 0; i < factors.length; i++) {
            double sum = 0;
            for (int k = 0; k < s.length; k++) {
                sum += generators.get(k).exponents[i] * s[k];
            }
            factors[i] = StrictMath.exp(sum);
        }
        return factors;
    }

    /** s rounded to powers of two: multiples of log 2. */
    int[] powersOfTwo(double[] s) {
        int[] powers = new int[s.length];
        for (int k = 0; k < s.length; k++) {
            powers[k] = (int) Math.rint(s[k] / Math.log(2));
        }
        return powers;
    }

    double[] coordinates(int[] powersOfTwo) {
        return Arrays.stream(powersOfTwo).mapToDouble(m -> m * Math.log(2)).toArray();
    }

    /** The chain of transforms that goes to given powers of two. */
    List<TransformStep> chain(int[] powersOfTwo) {
        double[] s = coordinates(powersOfTwo);
        List<TransformStep> chain = new ArrayList<>();
        if (kind == Kind.LAYER) {
            for (int k = 0; k < powersOfTwo.length; k++) {
                if (powersOfTwo[k] != 0) {
                    Generator generator = generators.get(k);
                    chain.add(step(kind, generator.first, generator.second, Math.scalb(1.0, powersOfTwo[k])));
                }
            }
            return chain;
        }
        for (Map.Entry<Integer, double[]> layer : unitFactors(s).entrySet()) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("layer", layer.getKey());
            List<Double> scales = new ArrayList<>();
            for (double factor : layer.getValue()) {
                scales.add(Math.scalb(1.0, (int) Math.rint(Math.log(factor) / Math.log(2))));
            }
            if (scales.stream().anyMatch(scale -> scale != 1)) {
                parameters.put("scales", scales);
                chain.add(new TransformStep("node-rescaling", parameters));
            }
        }
        return chain;
    }

    private Map<Integer, double[]> unitFactors(double[] s) {
        Map<Integer, double[]> factors = new LinkedHashMap<>();
        for (int k = 0; k < s.length; k++) {
            Generator generator = generators.get(k);
            double[] layer = factors.computeIfAbsent(generator.first, index -> {
                double[] ones =
                        new double[architecture.affineLayers().get(index).outputUnits()];
                Arrays.fill(ones, 1);
                return ones;
            });
            layer[generator.second] = StrictMath.exp(s[k]);
        }
        return factors;
    }

    /** The point for people and for {@code alphas} or {@code scales} of an experiment. */
    Map<String, Object> describe(double[] s) {
        Map<String, Object> described = new LinkedHashMap<>();
        if (kind == Kind.NODE) {
            List<Map<String, Object>> layers = new ArrayList<>();
            unitFactors(s).forEach((layer, scales) -> layers.add(scaled(layer, scales)));
            described.put("nodes", layers);
            return described;
        }
        double[] alphas = new double[architecture.affineLayers().size()];
        Arrays.fill(alphas, 1);
        for (int k = 0; k < s.length; k++) {
            alphas[generators.get(k).first] *= StrictMath.exp(s[k]);
            alphas[generators.get(k).second] *= StrictMath.exp(-s[k]);
        }
        described.put("alphas", alphas);
        return described;
    }

    private static Map<String, Object> scaled(int layer, double[] scales) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("layer", layer);
        described.put("scales", scales);
        return described;
    }
}
