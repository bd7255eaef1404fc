package io.flatness.analyses;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.RefusedException;
import io.flatness.spi.TransformStep;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The moves that every audit tries: each family at strengths that span four decades, powers of two where scales are
 * asked for, so that rescalings are exact.
 */
final class BuiltInMoves {
    private static final int[] EXPONENTS = {-7, -3, 3, 7};
    /** Of random elements of the whole group of rescalings, of layers and of units. */
    private static final int[] LOG2_RANGES = {2, 6};

    private final AnalysisContext context;
    private final String problem;
    private final Minimum minimum;
    private final List<Move> moves = new ArrayList<>();

    private BuiltInMoves(AnalysisContext context, String problem) {
        this.context = context;
        this.problem = problem;
        this.minimum = context.point(problem, List.of()).minimum();
    }

    static List<Move> of(AnalysisContext context, String problem) {
        BuiltInMoves built = new BuiltInMoves(context, problem);
        built.minimum.surface().as(NetworkLoss.class).ifPresent(built::symmetries);
        built.coordinates();
        return built.moves;
    }

    private void symmetries(NetworkLoss network) {
        int layers = network.architecture().affineLayers().size();
        LegalPairs.first(context, minimum.surface()).ifPresent(pair -> {
            for (int exponent : EXPONENTS) {
                add(LegalPairs.step(pair, Math.scalb(1.0, exponent)));
            }
        });
        for (String group : List.of("layer", "node")) {
            for (int log2Range : LOG2_RANGES) {
                add(step("group-rescaling", Map.of("group", group, "factors", "random", "log2Range", log2Range)));
            }
        }
        everyLayer("permutation", layers);
        everyLayer("sign-flip", layers);
        add(step("softmax-shift", Map.of("size", 0.5)));
        add(step("softmax-shift", Map.of("size", 4.0)));
        add(step("input-standardization", Map.of()));
        add(step("input-whitening", Map.of()));
        List<TransformStep> normalized = List.of(step("weight-normalization", Map.of()));
        for (int exponent : EXPONENTS) {
            add(normalized, step("weight-normalization-rescaling", Map.of("alpha", Math.scalb(1.0, exponent))));
        }
    }

    /** One chain through all layers that allow it. */
    private void everyLayer(String type, int layers) {
        List<TransformStep> chain = new ArrayList<>();
        for (int layer = 0; layer + 1 < layers; layer++) {
            TransformStep step = step(type, Map.of("layer", layer));
            if (legal(List.of(step))) {
                chain.add(step);
            }
        }
        if (!chain.isEmpty()) {
            moves.add(new Move(type, Map.of("layers", chain.size()), List.of(), chain));
        }
    }

    private void coordinates() {
        add(step("elementwise-reparametrization", Map.of("function", "sinh")));
        double norm = norm(minimum.theta());
        double delta = norm == 0 ? 1 : norm;
        for (double ratio : new double[] {0.25, 0.0625}) {
            add(step("radial", Map.of("delta", delta, "rho", ratio * delta / 2, "rHat", delta / 2)));
            add(step("radial", Map.of("delta", delta, "rho", delta / 2, "rHat", ratio * delta / 2)));
        }
    }

    private static double norm(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum = Math.hypot(sum, v);
        }
        return sum;
    }

    private void add(TransformStep step) {
        add(List.of(), step);
    }

    private void add(List<TransformStep> from, TransformStep step) {
        Move move = new Move(step.type(), step.parameters(), from, List.of(step));
        if (legal(move.to())) {
            moves.add(move);
        }
    }

    /** Whether the network allows it; a type of transform that is not installed does not count. */
    private boolean legal(List<TransformStep> chain) {
        try {
            context.point(problem, chain);
            return true;
        } catch (RefusedException | IllegalArgumentException illegal) {
            return false;
        }
    }

    private static TransformStep step(String type, Map<String, Object> parameters) {
        Map<String, Object> sorted = new java.util.TreeMap<>(parameters);
        return new TransformStep(type, sorted);
    }
}
