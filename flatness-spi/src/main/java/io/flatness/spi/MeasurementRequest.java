package io.flatness.spi;

import java.util.List;

/**
 * A measurement to be made: a metric at a problem's minimum taken through a chain.
 *
 * @param problem id of the problem
 * @param chain the links; empty for the minimum itself
 * @param metric the metric
 */
public record MeasurementRequest(String problem, List<TransformStep> chain, MetricRef metric) {
    /** Copies the chain. */
    public MeasurementRequest {
        chain = List.copyOf(chain);
    }
}
