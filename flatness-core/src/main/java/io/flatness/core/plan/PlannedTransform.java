package io.flatness.core.plan;

import io.flatness.spi.PointRef;
import java.util.List;

/**
 * A transform with one value for every swept parameter.
 *
 * @param ref the transform as data
 * @param links its links
 * @param scope the problems that it is applied to
 */
public record PlannedTransform(PointRef ref, List<PlannedLink> links, ProblemScope scope) {}
