package io.flatness.core.plan;

import io.flatness.core.plugin.Origin;
import io.flatness.core.spec.Handling;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricRef;

/**
 * A metric with one value for every swept parameter.
 *
 * @param ref the metric as data
 * @param metric the metric
 * @param origin where its type comes from
 * @param scope the problems that it is measured on
 * @param handling how it is run
 */
public record PlannedMetric(MetricRef ref, Metric metric, Origin origin, ProblemScope scope, Handling handling) {}
