package io.flatness.core.plan;

import io.flatness.spi.PointRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A point to measure.
 *
 * @param problem its problem
 * @param ref the transform that leads to it
 * @param links the transform's links; empty for the identity
 * @param refusal why the problem's architecture refuses the transform, or {@code null}
 */
public record PlannedPoint(
        PlannedProblem problem,
        PointRef ref,
        List<PlannedLink> links,
        @Nullable String refusal) {}
