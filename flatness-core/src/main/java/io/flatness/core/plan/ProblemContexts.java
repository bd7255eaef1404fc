package io.flatness.core.plan;

import io.flatness.spi.ProblemContext;
import java.util.Map;

/** Gives every problem its context. */
@FunctionalInterface
public interface ProblemContexts {
    /** The context of a problem with its resolved parameters. */
    ProblemContext of(String id, String type, Map<String, Object> parameters);
}
