package io.flatness.spi;

import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.Transformed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the host provides to an analysis: the experiment as data, and one door to measurements.
 *
 * <p>Everything measured through it is remembered by content and journaled, so that asking twice costs nothing.
 */
public interface AnalysisContext extends MetricContext {
    /** Identifiers of the problems that the analysis is about, in the order of the experiment. */
    List<String> problems();

    /** The resolved parameters of a problem; with them an analysis tells what varies between problems. */
    Map<String, Object> parameters(String problem);

    /**
     * The problem's network on held-out data, if any: evaluate it at the parameters of {@link #point} of the empty chain.
     */
    Optional<EmpiricalRisk> test(String problem);

    /** The metrics of the experiment that apply to a problem, swept ones once per value. */
    List<MetricRef> metrics(String problem);

    /** The points of a problem: {@code identity} first, then every transform of the experiment, swept ones expanded. */
    List<PointRef> points(String problem);

    /** The metric behind a reference: its claims, orientation and scaling law. */
    Metric metric(MetricRef metric);

    /**
     * The transform behind a link, with its parameters bound.
     *
     * @throws IllegalArgumentException when there is no such transform or its parameters are wrong
     */
    Transform transform(TransformStep step);

    /**
     * A problem's minimum taken through a chain.
     *
     * @throws RefusedException when a link refuses
     * @throws IllegalArgumentException when there is no such transform or its parameters are wrong
     */
    Transformed point(String problem, List<TransformStep> chain);

    /**
     * Measures a metric at a problem's minimum taken through a chain.
     *
     * @throws RefusedException when a link refuses
     */
    Measurement measure(String problem, List<TransformStep> chain, MetricRef metric);

    /**
     * Measures many at once, beside each other where that is faster.
     *
     * @return the measurements in the order of the requests
     * @throws RefusedException when a link refuses: that of the first such request
     */
    List<Measurement> measureAll(List<MeasurementRequest> requests);

    /**
     * Numbers that an analysis computes by itself, piece by piece: computed once, and found again by a resumed run.
     *
     * @param key what tells the piece apart from the others of this analysis
     * @param compute computes it, from the experiment alone; its numbers may be infinite, not NaN
     */
    default double[] keep(String key, Supplier<double[]> compute) {
        return compute.get();
    }

    /**
     * Compares the functions before and after a chain on the problem's data: the preservation record of the results.
     *
     * @throws RefusedException when a link refuses
     */
    Preservation preservation(String problem, List<TransformStep> chain);
}
