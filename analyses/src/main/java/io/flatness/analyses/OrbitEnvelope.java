package io.flatness.analyses;

import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricRef;
import io.flatness.spi.Param;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** "This trace is 47.0; the same function can show anything from 12.3 to infinity." */
public final class OrbitEnvelope implements AnalysisFactory<OrbitEnvelope.Parameters> {
    /** Found by {@link java.util.ServiceLoader}. */
    public OrbitEnvelope() {}

    /** Which rescalings. */
    public enum Group {
        /** Whole layers. */
        LAYER,
        /** Single units or channels. */
        NODE
    }

    /**
     * The parameters.
     *
     * @param metric id of the metric
     * @param group the rescalings
     */
    public record Parameters(
            @Param(doc = "id of a metric of the experiment") String metric,

            @Param(
                    doc = "layer: whole layers against each other; node: single units or channels",
                    defaultValue = "layer")
            Group group) {}

    @Override
    public String name() {
        return "orbit-envelope";
    }

    @Override
    public String description() {
        return "The smallest and largest value of a metric over all rescalings of the same function, with the point.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Analysis create(Parameters parameters) {
        OrbitGroup.Kind kind = parameters.group() == Group.LAYER ? OrbitGroup.Kind.LAYER : OrbitGroup.Kind.NODE;
        return context -> {
            List<AnalysisReport> reports = new ArrayList<>();
            for (String problem : context.problems()) {
                Map<String, Object> values = values(context, problem, parameters.metric(), kind);
                reports.add(AnalysisReport.measured(problem, values)
                        .with(Sentences.envelope(values))
                        .with(Pictures.envelope(values)));
            }
            return reports;
        };
    }

    private static Map<String, Object> values(
            AnalysisContext context, String problem, String metric, OrbitGroup.Kind kind) {
        MetricRef ref = Choice.metric(context, problem, metric);
        Envelope envelope = new Envelopes(context).of(problem, ref, kind);
        Measurement here = context.measure(problem, List.of(), ref);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("metric", ref.id());
        values.put("group", kind.name().toLowerCase(Locale.ROOT));
        values.put("value", here.value());
        values.put("infimum", envelope.infimum());
        values.put("infimumKind", kebab(envelope.infimumKind()));
        values.put("attained", envelope.attained());
        values.put("at", envelope.at());
        values.put("supremum", envelope.supremum());
        values.put("supremumKind", kebab(envelope.supremumKind()));
        values.put("method", envelope.method());
        values.put("certificate", envelope.certificate());
        return values;
    }

    private static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
