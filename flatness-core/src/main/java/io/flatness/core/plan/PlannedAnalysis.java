package io.flatness.core.plan;

import io.flatness.core.plugin.Origin;
import io.flatness.spi.Analysis;
import java.util.List;
import java.util.Map;

/**
 * An analysis.
 *
 * @param id its identifier
 * @param type name of its type
 * @param parameters its resolved parameters
 * @param analysis the analysis
 * @param origin where its type comes from
 * @param problems the problems that it is about
 */
public record PlannedAnalysis(
        String id,
        String type,
        Map<String, Object> parameters,
        Analysis analysis,
        Origin origin,
        List<PlannedProblem> problems) {}
