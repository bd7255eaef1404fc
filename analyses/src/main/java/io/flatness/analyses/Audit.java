package io.flatness.analyses;

import io.flatness.numerics.NormalDistribution;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Finding;
import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricRef;
import io.flatness.spi.PointRef;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.TransformStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** The audit of one problem. */
final class Audit {
    /** Two-sided probability of a wrong verdict over all comparisons of one metric. */
    private static final double RISK = 0.01;

    private final AnalysisContext context;
    private final String problem;
    private final InvarianceAudit.Parameters parameters;
    private final List<Map<String, Object>> points = new ArrayList<>();
    private final List<Map<String, Object>> table = new ArrayList<>();
    private final Map<String, Map<String, Object>> verdicts = new LinkedHashMap<>();
    private final List<String> brokenClaims = new ArrayList<>();

    Audit(AnalysisContext context, String problem, InvarianceAudit.Parameters parameters) {
        this.context = context;
        this.problem = problem;
        this.parameters = parameters;
    }

    AnalysisReport report() {
        List<Move> moves = moves();
        Map<Move, Set<Invariance>> families = new LinkedHashMap<>();
        moves.forEach(move -> families.put(move, families(move)));
        // Moves of one family first, in the order of the families; then those of several or none.
        Map<String, List<Move>> byFamily = new LinkedHashMap<>();
        families.values().stream()
                .filter(of -> of.size() == 1)
                .flatMap(Set::stream)
                .sorted()
                .forEach(family -> byFamily.put(family.name(), new ArrayList<>()));
        for (Move move : moves) {
            String label = Families.label(families.getOrDefault(move, Set.of()));
            byFamily.computeIfAbsent(label, unused -> new ArrayList<>()).add(move);
        }
        List<MetricRef> metrics = NamedMetrics.metrics(context, problem, parameters.metrics());
        int done = 0;
        for (MetricRef metric : metrics) {
            context.progress((double) done++ / metrics.size(), metric.id() + " on " + problem);
            audit(metric, byFamily, families, moves.size());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("margin", parameters.margin());
        values.put("exactMargin", parameters.exactMargin());
        values.put("z", z(moves.size()));
        values.put("verdicts", verdicts);
        values.put("table", table);
        values.put("brokenClaims", brokenClaims);
        values.put("comparisons", points);
        AnalysisReport report = AnalysisReport.measured(problem, values);
        for (Finding finding : Sentences.audit(verdicts, brokenClaims)) {
            report = report.with(finding);
        }
        return report;
    }

    private static double z(int comparisons) {
        return NormalDistribution.upperQuantile(RISK / 2 / Math.max(1, comparisons));
    }

    /** The experiment's transforms, then the built-in moves; after a change of coordinates the new surface is the base. */
    private List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        for (PointRef point : context.points(problem)) {
            if (!point.chain().isEmpty()) {
                moves.add(experimentMove(point));
            }
        }
        if (parameters.builtIn()) {
            moves.addAll(BuiltInMoves.of(context, problem));
        }
        return moves;
    }

    private Move experimentMove(PointRef point) {
        List<TransformStep> chain = point.chain();
        int last = 0;
        for (int i = 0; i < chain.size() - 1; i++) {
            if (context.transform(chain.get(i)).changesCoordinates()) {
                last = i + 1;
            }
        }
        return new Move(point.id(), point.parameters(), chain.subList(0, last), chain.subList(last, chain.size()));
    }

    private Set<Invariance> families(Move move) {
        Set<Invariance> families = new TreeSet<>();
        for (TransformStep step : move.steps()) {
            Transform transform = context.transform(step);
            transform.family().ifPresent(families::add);
        }
        return families;
    }

    private void audit(
            MetricRef ref, Map<String, List<Move>> byFamily, Map<Move, Set<Invariance>> families, int comparisons) {
        Metric metric = context.metric(ref);
        Map<String, Object> verdictsOfMetric = new LinkedHashMap<>();
        verdicts.put(verdicts.containsKey(ref.id()) ? ref.id() + " " + ref.parameters() : ref.id(), verdictsOfMetric);
        Comparison.Margins margins =
                new Comparison.Margins(parameters.exactMargin(), parameters.margin(), z(comparisons));
        for (Map.Entry<String, List<Move>> family : byFamily.entrySet()) {
            FamilyRow row = new FamilyRow(ref, family.getKey());
            for (Move move : family.getValue()) {
                context.checkCancelled();
                Set<Invariance> of = families.getOrDefault(move, Set.of());
                boolean claimed = !of.isEmpty() && metric.invariances().containsAll(of);
                row.claimed = claimed;
                compare(ref, metric, move, family.getKey(), claimed, margins, row);
            }
            table.add(row.values());
            verdictsOfMetric.put(family.getKey(), row.word());
            if (row.breaksClaim()) {
                brokenClaims.add(ref.id() + " under " + family.getKey());
            }
        }
    }

    private void compare(
            MetricRef ref,
            Metric metric,
            Move move,
            String family,
            boolean claimed,
            Comparison.Margins margins,
            FamilyRow row) {
        Map<String, Object> values = new LinkedHashMap<>();
        points.add(values);
        values.put("metric", ref.id());
        values.put("metricParameters", ref.parameters());
        values.put("family", family);
        values.put("transform", move.id());
        values.put("transformParameters", move.parameters());
        Measurement before;
        Measurement after;
        try {
            before = context.measure(problem, move.from(), ref);
            after = context.measure(problem, move.to(), ref);
        } catch (RefusedException refused) {
            values.put("status", "refused");
            values.put("reason", String.valueOf(refused.getMessage()));
            return;
        }
        for (Measurement measurement : List.of(before, after)) {
            if (measurement.status() != Measurement.Status.MEASURED) {
                boolean inapplicable = measurement.status() == Measurement.Status.NOT_APPLICABLE;
                values.put("status", inapplicable ? "not-applicable" : "failed");
                values.put("reason", String.valueOf(measurement.reason()));
                row.skipped(String.valueOf(measurement.reason()));
                return;
            }
        }
        values.put("status", "measured");
        values.put("before", before.value());
        values.put("after", after.value());
        if (before.value() != 0 && !Comparison.infinite(before) && !Comparison.infinite(after)) {
            values.put("ratio", after.value() / before.value());
        }
        expectation(metric, move, before, after, claimed, margins, values);
        Comparison comparison = Comparison.of(before, after, margins);
        row.add(comparison);
        values.put("verdict", comparison.verdict().kebab());
        if (comparison.reason() != null) {
            values.put("reason", comparison.reason());
        }
        values.put("claimed", claimed);
        values.put("breaksClaim", claimed && comparison.verdict() == Verdict.CHANGED);
    }

    /** What the metric's own scaling law says of a diagonal move, or its claim. */
    private void expectation(
            Metric metric,
            Move move,
            Measurement before,
            Measurement after,
            boolean claimed,
            Comparison.Margins margins,
            Map<String, Object> values) {
        OptionalDouble expected = claimed ? OptionalDouble.of(before.value()) : lawValue(metric, move);
        if (expected.isEmpty() || Double.isInfinite(expected.getAsDouble()) || Comparison.infinite(after)) {
            return;
        }
        values.put("expected", expected.getAsDouble());
        double scale = Math.max(Math.abs(expected.getAsDouble()), Math.abs(after.value()));
        double allowed = margins.of(before, after) * scale
                + margins.z() * Math.hypot(Comparison.error(before), Comparison.error(after));
        values.put("asExpected", Math.abs(after.value() - expected.getAsDouble()) <= allowed);
    }

    private OptionalDouble lawValue(Metric metric, Move move) {
        if (metric.scalingLaw().isEmpty()) {
            return OptionalDouble.empty();
        }
        return Factors.of(context, problem, move)
                .map(factors -> metric.scalingLaw()
                        .get()
                        .valueUnder(
                                factors.start(), factors.factors(), new PointContext(context, problem, move.from())))
                .orElse(OptionalDouble.empty());
    }
}
