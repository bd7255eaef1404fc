package io.flatness.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.core.plan.PlannedMetric;
import io.flatness.core.plan.RunPlan;
import io.flatness.core.run.ExperimentResults;
import io.flatness.spi.Finding;
import java.util.List;
import java.util.Optional;

/** What metrics have to say about their values; the boundary to sentences that may be anybody's. */
final class MetricSentences {
    private final List<PlannedMetric> metrics;

    MetricSentences(RunPlan plan) {
        this.metrics = plan.metrics();
    }

    /** The sentence of the metric that made a measurement. */
    Optional<Finding> of(JsonNode measurement) {
        return metrics.stream()
                .filter(metric -> ExperimentResults.isOf(metric.ref(), measurement))
                .findFirst()
                .flatMap(metric -> sentence(metric, measurement));
    }

    private static Optional<Finding> sentence(PlannedMetric metric, JsonNode measurement) {
        try {
            return metric.metric().finding(ExperimentResults.measurement(measurement));
        } catch (RuntimeException | LinkageError fault) {
            return Optional.of(Finding.broken("fault", "a fault in the sentence of the metric: " + fault));
        }
    }
}
