package io.flatness.core.plan;

import io.flatness.core.plugin.Origin;
import io.flatness.spi.Transform;
import io.flatness.spi.TransformStep;

/**
 * One link of a chain.
 *
 * @param step the link as data, parameters resolved
 * @param transform the transform
 * @param origin where its type comes from
 */
public record PlannedLink(TransformStep step, Transform transform, Origin origin) {}
