package io.flatness.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatness.spi.Measurement;
import io.flatness.spi.MetricRef;

/** Entries of the results, read back. */
public final class ExperimentResults {
    private ExperimentResults() {}

    /** Whether a measurement is one of a metric with its parameters. */
    public static boolean isOf(MetricRef metric, JsonNode measurement) {
        return measurement.path("metric").asText().equals(metric.id())
                && measurement.path("parameters").equals(Json.ordered(metric.parameters(), "parameters"));
    }

    /** The measurement behind its JSON. */
    public static Measurement measurement(JsonNode json) {
        return MeasurementJson.measurement(json);
    }
}
