package io.flatness.analyses;

import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Finding;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricRef;
import io.flatness.spi.RefusedException;
import io.flatness.spi.ScalingLaw;
import io.flatness.spi.TransformStep;
import io.flatness.spi.ValueKind;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A correlation study over all problems of an experiment. */
final class Study {
    private final AnalysisContext context;
    private final Correlation.Parameters parameters;
    private final List<String> problems;
    private final List<Map<String, Object>> networks;
    private final Map<String, OrbitGroup> groups = new LinkedHashMap<>();

    private Study(
            AnalysisContext context, Correlation.Parameters parameters, Map<String, Map<String, Object>> networks) {
        this.context = context;
        this.parameters = parameters;
        this.problems = List.copyOf(networks.keySet());
        this.networks = List.copyOf(networks.values());
    }

    static List<AnalysisReport> reports(AnalysisContext context, Correlation.Parameters parameters) {
        return Participants.of(context, problem -> gap(context, problem, parameters.gap()))
                .reports(3, "a correlation", networks -> new Study(context, parameters, networks).report());
    }

    private AnalysisReport report() {
        double[] gaps = networks.stream()
                .mapToDouble(network -> (double) Answer.of(network, "gap"))
                .toArray();
        problems.forEach(this::findGroup);
        List<Map<String, String>> settings = settings();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (MetricRef metric : sharedMetrics()) {
            context.progress(0, metric.id());
            rows.add(row(metric, gaps, settings));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("networks", problems.size());
        values.put("gap", parameters.gap().name().toLowerCase(java.util.Locale.ROOT));
        values.put(
                "axes",
                settings.isEmpty() ? List.of() : List.copyOf(settings.get(0).keySet()));
        values.put("metrics", rows);
        values.put("gaps", networks);
        AnalysisReport report = AnalysisReport.measured(null, values);
        for (Finding finding : Sentences.correlation(rows)) {
            report = report.with(finding);
        }
        report = report.with(Pictures.correlation(rows));
        for (Map<String, Object> row : rows) {
            if (row.get("values") instanceof double[] measured && measured.length == gaps.length) {
                report = report.with(Pictures.scatter(row, gaps));
            }
        }
        return report;
    }

    private static Map<String, Object> gap(AnalysisContext context, String problem, Correlation.Gap gap) {
        EmpiricalRisk test = context.test(problem)
                .orElseThrow(() -> new RefusedException(
                        "a generalization gap needs test data; problem " + problem + " has none (key test)"));
        Minimum minimum = context.point(problem, List.of()).minimum();
        Map<String, Object> network = new LinkedHashMap<>();
        network.put("problem", problem);
        if (gap == Correlation.Gap.LOSS) {
            double train = minimum.surface().value(minimum.theta());
            double held = test.value(minimum.theta());
            network.put("trainLoss", train);
            network.put("testLoss", held);
            network.put("gap", held - train);
            return network;
        }
        double train =
                accuracy(problem, minimum.surface().as(EmpiricalRisk.class).orElse(null), minimum);
        double held = accuracy(problem, test, minimum);
        network.put("trainAccuracy", train);
        network.put("testAccuracy", held);
        network.put("gap", train - held);
        return network;
    }

    private static double accuracy(String problem, @Nullable EmpiricalRisk risk, Minimum minimum) {
        OptionalDouble accuracy = risk == null ? OptionalDouble.empty() : risk.accuracy(minimum.theta());
        return accuracy.orElseThrow(
                () -> new RefusedException("gap: accuracy needs labels; problem " + problem + " has none"));
    }

    /** Metrics that every problem has. */
    private List<MetricRef> sharedMetrics() {
        Set<MetricRef> shared = new LinkedHashSet<>(context.metrics(problems.get(0)));
        for (String problem : problems) {
            shared.retainAll(context.metrics(problem));
        }
        return List.copyOf(shared);
    }

    /** What varies between the problems: every parameter that does not have one value for all. */
    private List<Map<String, String>> settings() {
        List<Map<String, String>> all = new ArrayList<>();
        for (String problem : problems) {
            Map<String, String> flat = new TreeMap<>();
            flatten("", context.parameters(problem), flat);
            all.add(flat);
        }
        Set<String> keys = new java.util.TreeSet<>();
        all.forEach(flat -> keys.addAll(flat.keySet()));
        keys.removeIf(key ->
                all.stream().map(flat -> flat.getOrDefault(key, "")).distinct().count() < 2);
        List<Map<String, String>> settings = new ArrayList<>();
        for (Map<String, String> flat : all) {
            Map<String, String> setting = new TreeMap<>();
            keys.forEach(key -> setting.put(key, flat.getOrDefault(key, "")));
            settings.add(setting);
        }
        return settings;
    }

    private static void flatten(String prefix, Map<?, ?> parameters, Map<String, String> into) {
        for (Map.Entry<?, ?> entry : parameters.entrySet()) {
            String key = prefix + entry.getKey();
            if (entry.getValue() instanceof Map<?, ?> nested) {
                flatten(key + ".", nested, into);
            } else {
                into.put(key, String.valueOf(entry.getValue()));
            }
        }
    }

    private Map<String, Object> row(MetricRef metric, double[] gaps, List<Map<String, String>> settings) {
        List<Integer> places = new ArrayList<>();
        double[] before = new double[gaps.length];
        double[] after = new double[gaps.length];
        double largestChange = 0;
        for (int i = 0; i < gaps.length; i++) {
            context.checkCancelled();
            Measurement first = context.measure(problems.get(i), List.of(), metric);
            Measurement second = context.measure(problems.get(i), chain(problems.get(i), 0), metric);
            if (ordered(first) && ordered(second)) {
                places.add(i);
                before[i] = first.value();
                after[i] = second.value();
                double scale = Math.max(Math.abs(before[i]), Math.abs(after[i]));
                boolean finite = !Double.isInfinite(scale) && scale > 0;
                largestChange = Math.max(largestChange, finite ? Math.abs(after[i] - before[i]) / scale : 0);
            }
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("metric", metric.id());
        row.put("type", metric.type());
        row.put("metricParameters", metric.parameters());
        row.put("networks", places.size());
        List<Map<String, String>> chosen = places.stream().map(settings::get).toList();
        double[] gap = Kendall.chosen(gaps, places);
        row.put("before", correlation(Kendall.chosen(before, places), gap, chosen));
        row.put("after", correlation(Kendall.chosen(after, places), gap, chosen));
        row.put("largestChange", largestChange);
        draws(metric, places, gap, row);
        row.put("values", Kendall.chosen(before, places));
        row.put("valuesAfter", Kendall.chosen(after, places));
        return row;
    }

    private static boolean ordered(Measurement measurement) {
        return measurement.status() == Measurement.Status.MEASURED && measurement.kind() != ValueKind.UNDEFINED;
    }

    /** A network that nothing rescales has one way of being written, which then stands for all. */
    private void findGroup(String problem) {
        try {
            groups.put(problem, OrbitGroup.of(context, problem, Level.LAYER));
        } catch (RefusedException none) {
            networks.get(problems.indexOf(problem)).put("notRewritten", none.getMessage());
        }
    }

    private int[] powers(OrbitGroup group, String problem, int draw) {
        return group.random(context, "correlation.move." + problem + "." + draw, parameters.log2Range());
    }

    private List<TransformStep> chain(String problem, int draw) {
        OrbitGroup group = groups.get(problem);
        return group == null ? List.of() : group.chain(powers(group, problem, draw));
    }

    private Map<String, Object> correlation(double[] x, double[] gap, List<Map<String, String>> settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        OptionalDouble tau = Kendall.tauB(x, gap);
        if (tau.isEmpty()) {
            values.put("reason", "all values tie: there is no order to correlate");
            return values;
        }
        values.put("tau", tau.getAsDouble());
        double[] interval = bootstrap(x, gap);
        values.put("tauLow", interval[0]);
        values.put("tauHigh", interval[1]);
        Map<String, Kendall.Axis> axes = Kendall.granulated(settings, x, gap);
        if (!axes.isEmpty()) {
            Map<String, Object> psi = new LinkedHashMap<>();
            double sum = 0;
            double squares = 0;
            for (Map.Entry<String, Kendall.Axis> axis : axes.entrySet()) {
                psi.put(axis.getKey(), axis.getValue().mean());
                sum += axis.getValue().mean();
                squares += axis.getValue().standardError() * axis.getValue().standardError();
            }
            double error = Math.sqrt(squares) / axes.size();
            values.put("granulated", sum / axes.size());
            values.put("granulatedLow", sum / axes.size() - 1.96 * error);
            values.put("granulatedHigh", sum / axes.size() + 1.96 * error);
            values.put("psi", psi);
        }
        return values;
    }

    /** Percentiles 2.5 and 97.5 of τ over networks drawn with replacement. */
    private double[] bootstrap(double[] x, double[] y) {
        RandomGenerator random = context.random("correlation.bootstrap");
        List<Double> taus = new ArrayList<>();
        for (int sample = 0; sample < parameters.resamples(); sample++) {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < x.length; i++) {
                places.add(random.nextInt(x.length));
            }
            Kendall.tauB(Kendall.chosen(x, places), Kendall.chosen(y, places)).ifPresent(taus::add);
        }
        taus.sort(Double::compare);
        return taus.isEmpty() ? new double[] {-1, 1} : new double[] {percentile(taus, 0.025), percentile(taus, 0.975)};
    }

    private static double percentile(List<Double> sorted, double fraction) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(fraction * sorted.size())));
    }

    /** The value after a random rewriting by the metric's law. */
    private OptionalDouble rewritten(MetricRef ref, String problem, int draw) {
        Optional<ScalingLaw> law = context.metric(ref).scalingLaw();
        OrbitGroup group = groups.get(problem);
        if (law.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (group == null) {
            return OptionalDouble.of(context.measure(problem, List.of(), ref).value());
        }
        double[] factors = group.factors(OrbitGroup.coordinates(powers(group, problem, draw)));
        return law.get().valueUnder(group.start(), factors, new PointContext(context, problem, List.of()));
    }

    /** How τ is spread over random rewritings, where the metric's law gives the values without measuring. */
    private void draws(MetricRef ref, List<Integer> places, double[] gap, Map<String, Object> row) {
        List<Double> taus = new ArrayList<>();
        for (int draw = 1; draw < parameters.draws(); draw++) {
            double[] x = new double[places.size()];
            for (int i = 0; i < x.length; i++) {
                OptionalDouble value = rewritten(ref, problems.get(places.get(i)), draw);
                if (value.isEmpty()) {
                    return;
                }
                x[i] = value.getAsDouble();
            }
            Kendall.tauB(x, gap).ifPresent(taus::add);
        }
        if (taus.isEmpty()) {
            return;
        }
        taus.sort(Double::compare);
        Map<String, Object> spread = new LinkedHashMap<>();
        spread.put("draws", taus.size());
        spread.put("mean", taus.stream().mapToDouble(Double::doubleValue).sum() / taus.size());
        spread.put("low", percentile(taus, 0.05));
        spread.put("high", percentile(taus, 0.95));
        row.put("afterDraws", spread);
    }
}
