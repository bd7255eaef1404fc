package io.flatness.spi;

import java.util.List;

/** A question about several measurements at once. Immutable and thread-safe. */
public interface Analysis {
    /**
     * Answers it: one report per problem, or one for several problems together.
     *
     * @throws MeasurementException when a premise is violated, with the premise and the measured figure
     */
    List<AnalysisReport> analyse(AnalysisContext context);
}
