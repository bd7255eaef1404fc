package io.flatness.metrics.invariant;

import io.flatness.numerics.RescalingGroup.Level;
import io.flatness.spi.Param;

/** Parameters of {@code orbit-minimal-spectral-norm}. */
public record OrbitMinimalSpectralNormParameters(
        @Param(
                doc = "Over which rescalings to minimize: layer (one factor per layer) or node (one per hidden unit).",
                defaultValue = "layer")
        Level group) {}
