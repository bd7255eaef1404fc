package io.flatness.analyses;

import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.Analysis;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricRef;
import io.flatness.spi.Param;
import io.flatness.spi.ValueKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** "This trace is 47.0; the same function can show anything from 12.3 to infinity." */
final class OrbitEnvelope {
    private OrbitEnvelope() {}

    /**
     * The parameters.
     *
     * @param metric id of the metric
     * @param group the rescalings
     */
    record Parameters(
            @Param(doc = "id of a metric of the experiment") String metric,

            @Param(
                    doc = "layer: all units of a layer alike; node: every unit or channel by itself, which contains the"
                            + " former",
                    defaultValue = "layer")
            Level group) {}

    static Analysis of(Parameters parameters) {
        return context -> AnalysisReport.each(context, problem -> {
            Map<String, Object> values = values(context, problem, parameters.metric(), parameters.group());
            return AnalysisReport.measured(problem, values)
                    .with(Sentences.envelope(values))
                    .with(Pictures.envelope(values));
        });
    }

    private static Map<String, Object> values(AnalysisContext context, String problem, String metric, Level level) {
        MetricRef ref = NamedMetrics.metric(context, problem, metric);
        Envelope envelope = new Envelopes(context).of(problem, ref, level);
        Measurement here = context.measure(problem, List.of(), ref);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("metric", ref.id());
        values.put("group", level.name().toLowerCase(Locale.ROOT));
        values.put("value", here.value());
        values.put("infimum", envelope.infimum());
        values.put("infimumKind", kebab(envelope.infimumKind()));
        values.put("lowerBound", envelope.lowerBound());
        values.put("attained", envelope.attained());
        values.put("at", envelope.at());
        values.put("supremum", envelope.supremum());
        values.put("supremumKind", kebab(ValueKind.EXACT));
        values.put("method", envelope.method());
        values.put("certificate", envelope.certificate());
        return values;
    }

    private static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
