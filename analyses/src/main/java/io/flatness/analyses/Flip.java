package io.flatness.analyses;

import io.flatness.numerics.NormalDistribution;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricRef;
import io.flatness.spi.Orientation;
import io.flatness.spi.Preservation;
import io.flatness.spi.TransformStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The search for a rank flip between two problems. */
final class Flip {
    private static final double Z = NormalDistribution.upperQuantile(0.005);

    private final AnalysisContext context;
    private final RankFlip.Parameters parameters;
    private final List<String> problems;

    Flip(AnalysisContext context, RankFlip.Parameters parameters) {
        this.context = context;
        this.parameters = parameters;
        this.problems = context.problems();
        if (problems.size() != 2) {
            throw new MeasurementException(
                    "rank-flip compares two problems, problems: [A, B]; here are " + problems.size() + ": " + problems);
        }
    }

    /** A rescaling of one problem that reverses the order. */
    private record Found(
            String problem, List<TransformStep> chain, int log2, Measurement after, Preservation preservation) {}

    AnalysisReport report() {
        String a = problems.get(0);
        String b = problems.get(1);
        Measurement atA = measured(a);
        Measurement atB = measured(b);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("metric", parameters.metric());
        if (Comparison.infinite(atA) && Comparison.infinite(atB)) {
            return none(values, atA, atB, "both values are infinite: the metric orders nothing");
        }
        if (!apart(atA, atB)) {
            return none(values, atA, atB, "the metric does not order the two: the values agree within their errors");
        }
        boolean aIsFlatter = flatter(metric(a), atA.value(), atB.value());
        String flat = aIsFlatter ? a : b;
        String sharp = aIsFlatter ? b : a;
        Measurement atFlat = aIsFlatter ? atA : atB;
        Measurement atSharp = aIsFlatter ? atB : atA;
        values.put("flatterBefore", flat);
        List<String> notes = new ArrayList<>();
        Found found = shorter(search(flat, atSharp, false, notes), search(sharp, atFlat, true, notes));
        if (found == null) {
            AnalysisReport report = none(values, atA, atB, String.join("; ", notes));
            return report;
        }
        values.put("flatterAfter", sharp);
        return found(values, found, atA, atB);
    }

    private Measurement measured(String problem) {
        Measurement measurement = context.measure(problem, List.of(), ref(problem));
        if (measurement.status() != Measurement.Status.MEASURED) {
            throw new MeasurementException(
                    parameters.metric() + " has no value at " + problem + ": " + measurement.reason());
        }
        return measurement;
    }

    private MetricRef ref(String problem) {
        return Choice.metric(context, problem, parameters.metric());
    }

    private Metric metric(String problem) {
        return context.metric(ref(problem));
    }

    private static boolean flatter(Metric metric, double value, double than) {
        return metric.orientation() == Orientation.SMALLER_IS_FLATTER ? value < than : value > than;
    }

    private static boolean apart(Measurement a, Measurement b) {
        if (Comparison.infinite(a) || Comparison.infinite(b)) {
            return a.value() != b.value();
        }
        double scale = Math.max(Math.abs(a.value()), Math.abs(b.value()));
        double error = Math.max(Z * Math.hypot(Comparison.error(a), Comparison.error(b)), 1e-9 * scale);
        return Math.abs(a.value() - b.value()) > error;
    }

    private static @Nullable Found shorter(@Nullable Found first, @Nullable Found second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return second.log2 < first.log2 ? second : first;
    }

    /** Rescales one problem until it lies on the other side of the other's value; the smallest exponent that does. */
    private @Nullable Found search(String problem, Measurement other, boolean makeFlatter, List<String> notes) {
        String aim = "making " + problem + (makeFlatter ? " flatter" : " sharper") + " than " + other.value();
        String proof = impossible(problem, other.value(), makeFlatter);
        if (proof != null) {
            notes.add(aim + " is impossible: " + proof);
            return null;
        }
        OrbitGroup group;
        try {
            group = OrbitGroup.of(context, problem, OrbitGroup.Kind.LAYER);
        } catch (MeasurementException none) {
            notes.add(aim + ": " + none.getMessage());
            return null;
        }
        for (int log2 = 1; log2 <= parameters.maxLog2(); log2++) {
            for (int k = 0; k < group.dimension(); k++) {
                for (int side = -1; side <= 1; side += 2) {
                    context.checkCancelled();
                    int[] powers = new int[group.dimension()];
                    powers[k] = side * log2;
                    Found found = attempt(problem, group, powers, log2, other, makeFlatter);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        notes.add(aim + " did not succeed with exponents up to " + parameters.maxLog2() + ", which proves nothing");
        return null;
    }

    private @Nullable Found attempt(
            String problem, OrbitGroup group, int[] powers, int log2, Measurement other, boolean makeFlatter) {
        Metric metric = metric(problem);
        OptionalDouble predicted = predicted(problem, group, powers);
        if (predicted.isPresent() && flatter(metric, predicted.getAsDouble(), other.value()) != makeFlatter) {
            return null;
        }
        List<TransformStep> chain = group.chain(powers);
        Measurement after = context.measure(problem, chain, ref(problem));
        boolean reversed = after.status() == Measurement.Status.MEASURED
                && flatter(metric, after.value(), other.value()) == makeFlatter
                && apart(after, other);
        return reversed ? new Found(problem, chain, log2, after, context.preservation(problem, chain)) : null;
    }

    private OptionalDouble predicted(String problem, OrbitGroup group, int[] powers) {
        return metric(problem)
                .scalingLaw()
                .map(law -> law.valueUnder(
                        group.start(),
                        group.factors(group.coordinates(powers)),
                        new PointContext(context, problem, List.of())))
                .orElse(OptionalDouble.empty());
    }

    /** Why no rescaling takes the problem beyond a value, or {@code null} when there is no such proof. */
    private @Nullable String impossible(String problem, double other, boolean makeFlatter) {
        Envelope envelope;
        try {
            envelope = new Envelopes(context).of(problem, ref(problem), OrbitGroup.Kind.LAYER);
        } catch (MeasurementException unknown) {
            return null;
        }
        boolean down = (metric(problem).orientation() == Orientation.SMALLER_IS_FLATTER) == makeFlatter;
        boolean proved = down ? certifiedInfimum(envelope) >= other : envelope.supremum() <= other;
        return proved
                ? "over all rescalings of layers its values lie in [" + envelope.infimum() + ", " + envelope.supremum()
                        + "]; " + envelope.method()
                : null;
    }

    private static double certifiedInfimum(Envelope envelope) {
        Object lower = envelope.certificate().get("lowerBound");
        return lower instanceof Double bound ? Math.min(bound, envelope.infimum()) : envelope.infimum();
    }

    private AnalysisReport none(Map<String, Object> values, Measurement atA, Measurement atB, String reason) {
        values.put("found", false);
        values.put("before", byProblem(atA, atB));
        values.put("proved", reason.contains("impossible") && !reason.contains("proves nothing"));
        values.put("reason", reason);
        return AnalysisReport.measured(null, values).with(Sentences.flip(problems, values));
    }

    private AnalysisReport found(Map<String, Object> values, Found found, Measurement atA, Measurement atB) {
        boolean first = found.problem.equals(problems.get(0));
        values.put("found", true);
        values.put("transform", transform(found));
        values.put("flipDistance", found.log2);
        values.put("before", byProblem(atA, atB));
        values.put("after", byProblem(first ? found.after : atA, first ? atB : found.after));
        values.put("bitwise", found.preservation.bitwise());
        values.put("relative", found.preservation.relative());
        values.put("samples", found.preservation.samples());
        return AnalysisReport.measured(null, values).with(Sentences.flip(problems, values));
    }

    private static Map<String, Object> transform(Found found) {
        Map<String, Object> transform = new LinkedHashMap<>();
        transform.put("problem", found.problem);
        TransformStep step = found.chain.get(0);
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
