package io.flatness.analyses;

import io.flatness.numerics.NormalDistribution;
import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricRef;
import io.flatness.spi.Orientation;
import io.flatness.spi.RefusedException;
import io.flatness.spi.ScalingLaw;
import io.flatness.spi.TransformStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The search for a rank flip between two problems. */
final class Flip {
    private static final double Z = NormalDistribution.upperQuantile(0.005);

    private final AnalysisContext context;
    private final RankFlip.Parameters parameters;
    private final List<String> problems;

    private Flip(AnalysisContext context, RankFlip.Parameters parameters, String a, String b) {
        this.context = context;
        this.parameters = parameters;
        this.problems = List.of(a, b);
    }

    /** Every pair of the problems that have a value. */
    static List<AnalysisReport> reports(AnalysisContext context, RankFlip.Parameters parameters) {
        Participants<Measurement> values = Participants.of(
                context, problem -> NamedMetrics.measured(context, problem, List.of(), parameters.metric()));
        return values.pairs("rank-flip", (a, b) -> new Flip(context, parameters, a.getKey(), b.getKey())
                .report(a.getValue(), b.getValue()));
    }

    private AnalysisReport report(Measurement atA, Measurement atB) {
        String a = problems.get(0);
        String b = problems.get(1);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("problems", problems);
        values.put("metric", parameters.metric());
        if (Comparison.infinite(atA) && Comparison.infinite(atB)) {
            return none(values, atA, atB, "both values are infinite: the metric orders nothing", true);
        }
        Interval ofA = Interval.of(atA, Z);
        Interval ofB = Interval.of(atB, Z);
        if (!ofA.apart(ofB)) {
            return none(
                    values,
                    atA,
                    atB,
                    ofA.proved() && ofB.proved()
                            ? "the metric does not order the two: the values agree within their errors"
                            : "the metric does not order the two: the values are bounds on one side, too near each other"
                                    + " to tell",
                    false);
        }
        boolean aIsFlatter = flatter(metric(a), atA.value(), atB.value());
        String flat = aIsFlatter ? a : b;
        String sharp = aIsFlatter ? b : a;
        Measurement atFlat = aIsFlatter ? atA : atB;
        Measurement atSharp = aIsFlatter ? atB : atA;
        values.put("flatterBefore", flat);
        values.put("orderProved", ofA.proved() && ofB.proved());
        Attempt first = search(flat, atSharp, false);
        Attempt second = search(sharp, atFlat, true);
        List<Map<String, Object>> crossings = new ArrayList<>(crossings(flat, atSharp));
        crossings.addAll(crossings(sharp, atFlat));
        Attempt.Found found = shorter(first, second);
        if (found == null) {
            boolean proved = first instanceof Attempt.Impossible && second instanceof Attempt.Impossible;
            values.put("crossings", crossings);
            return none(values, atA, atB, reason(first) + "; " + reason(second), proved);
        }
        values.put("flatterAfter", sharp);
        values.put("crossings", crossings);
        return found(values, found, atA, atB);
    }

    private static String reason(Attempt attempt) {
        if (attempt instanceof Attempt.Impossible impossible) {
            return impossible.reason();
        }
        return attempt instanceof Attempt.Unsuccessful unsuccessful ? unsuccessful.reason() : "";
    }

    /** Where the order turns along single coordinates; empty for a metric without a law. */
    private List<Map<String, Object>> crossings(String problem, Measurement other) {
        Optional<ScalingLaw> law = metric(problem).scalingLaw();
        if (law.isEmpty() || Comparison.infinite(other)) {
            return List.of();
        }
        try {
            OrbitGroup group = OrbitGroup.of(context, problem, Level.LAYER);
            return new Crossings(context, problem, group, law.get(), parameters.maxLog2()).at(other.value());
        } catch (RefusedException none) {
            return List.of();
        }
    }

    private MetricRef ref(String problem) {
        return NamedMetrics.metric(context, problem, parameters.metric());
    }

    private Metric metric(String problem) {
        return context.metric(ref(problem));
    }

    private static boolean flatter(Metric metric, double value, double than) {
        return metric.orientation() == Orientation.SMALLER_IS_FLATTER ? value < than : value > than;
    }

    private static Attempt.@Nullable Found shorter(Attempt first, Attempt second) {
        Attempt.Found one = first instanceof Attempt.Found found ? found : null;
        Attempt.Found other = second instanceof Attempt.Found found ? found : null;
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.log2() < one.log2() ? other : one;
    }

    /** Rescales one problem until it lies on the other side of the other's value; the smallest exponent that does. */
    private Attempt search(String problem, Measurement other, boolean makeFlatter) {
        String aim = "making " + problem + (makeFlatter ? " flatter" : " sharper") + " than " + other.value();
        OrbitGroup group;
        try {
            group = OrbitGroup.of(context, problem, Level.LAYER);
        } catch (RefusedException none) {
            return new Attempt.Impossible(aim + ": " + none.getMessage());
        }
        String proof = impossible(problem, other.value(), makeFlatter);
        if (proof != null) {
            return new Attempt.Impossible(aim + " is impossible: " + proof);
        }
        for (int log2 = 1; log2 <= parameters.maxLog2(); log2++) {
            for (int k = 0; k < group.dimension(); k++) {
                for (int side = -1; side <= 1; side += 2) {
                    context.checkCancelled();
                    int[] powers = new int[group.dimension()];
                    powers[k] = side * log2;
                    Attempt.Found found = attempt(problem, group, powers, log2, other, makeFlatter);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return new Attempt.Unsuccessful(
                aim + " did not succeed with exponents up to " + parameters.maxLog2() + ", which proves nothing");
    }

    private Attempt.@Nullable Found attempt(
            String problem, OrbitGroup group, int[] powers, int log2, Measurement other, boolean makeFlatter) {
        Metric metric = metric(problem);
        OptionalDouble predicted = predicted(problem, group, powers);
        if (predicted.isPresent() && flatter(metric, predicted.getAsDouble(), other.value()) != makeFlatter) {
            return null;
        }
        TransformStep step = step(problem, group, powers);
        Measurement after = context.measure(problem, List.of(step), ref(problem));
        boolean reversed = after.status() == Measurement.Status.MEASURED
                && flatter(metric, after.value(), other.value()) == makeFlatter
                && Interval.of(after, Z).apart(Interval.of(other, Z));
        return reversed
                ? new Attempt.Found(problem, step, log2, after, context.preservation(problem, List.of(step)))
                : null;
    }

    /** Two affine layers against each other where that is the same move, as people write it; else the group's own words. */
    private TransformStep step(String problem, OrbitGroup group, int[] powers) {
        TransformStep general = group.chain(powers).get(0);
        double[] alphas = (double[]) Objects.requireNonNull(
                group.describe(OrbitGroup.coordinates(powers)).get("alphas"));
        List<Integer> moved = new ArrayList<>();
        for (int k = 0; k < alphas.length; k++) {
            if (alphas[k] != 1) {
                moved.add(k);
            }
        }
        if (moved.size() != 2) {
            return general;
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("layers", moved);
        parameters.put("alpha", Math.scalb(1.0, (int) Math.rint(Math.log(alphas[moved.get(0)]) / Math.log(2))));
        TransformStep pair = new TransformStep("layer-rescaling", parameters);
        try {
            double[] theirs = context.point(problem, List.of(pair)).minimum().theta();
            double[] ours = context.point(problem, List.of(general)).minimum().theta();
            return Arrays.equals(ours, theirs) ? pair : general;
        } catch (RefusedException | IllegalArgumentException other) {
            return general;
        }
    }

    private OptionalDouble predicted(String problem, OrbitGroup group, int[] powers) {
        return metric(problem)
                .scalingLaw()
                .map(law -> law.valueUnder(
                        group.start(),
                        group.factors(OrbitGroup.coordinates(powers)),
                        new PointContext(context, problem, List.of())))
                .orElse(OptionalDouble.empty());
    }

    /** Why no rescaling takes the problem beyond a value, or {@code null} when there is no such proof. */
    private @Nullable String impossible(String problem, double other, boolean makeFlatter) {
        Envelope envelope;
        try {
            envelope = new Envelopes(context).of(problem, ref(problem), Level.LAYER);
        } catch (MeasurementException | RefusedException unknown) {
            return null;
        }
        boolean down = (metric(problem).orientation() == Orientation.SMALLER_IS_FLATTER) == makeFlatter;
        boolean proved = down ? envelope.lowerBound() >= other : envelope.supremum() <= other;
        return proved
                ? "over all rescalings of layers its values lie in [" + envelope.infimum() + ", " + envelope.supremum()
                        + "]; " + envelope.method()
                : null;
    }

    private AnalysisReport none(
            Map<String, Object> values, Measurement atA, Measurement atB, String reason, boolean proved) {
        values.put("found", false);
        values.put("before", byProblem(atA, atB));
        values.put("proved", proved);
        values.put("reason", reason);
        return AnalysisReport.measured(null, values).with(Sentences.flip(problems, values));
    }

    private AnalysisReport found(Map<String, Object> values, Attempt.Found found, Measurement atA, Measurement atB) {
        boolean first = found.problem().equals(problems.get(0));
        values.put("found", true);
        values.put("transform", transform(found));
        values.put("flipDistance", found.log2());
        values.put("before", byProblem(atA, atB));
        values.put("after", byProblem(first ? found.after() : atA, first ? atB : found.after()));
        values.put("bitwise", found.preservation().bitwise());
        values.put("relative", found.preservation().relative());
        values.put("samples", found.preservation().samples());
        return AnalysisReport.measured(null, values).with(Sentences.flip(problems, values));
    }

    private static Map<String, Object> transform(Attempt.Found found) {
        Map<String, Object> transform = new LinkedHashMap<>();
        transform.put("problem", found.problem());
        TransformStep step = found.step();
        transform.put("type", step.type());
        transform.putAll(step.parameters());
        return transform;
    }

    private Map<String, Object> byProblem(Measurement atA, Measurement atB) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(problems.get(0), atA.value());
        values.put(problems.get(1), atB.value());
        return values;
    }
}
