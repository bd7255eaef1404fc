package io.flatness.transforms;

import io.flatness.numerics.RescalingGroup;
import io.flatness.spi.loss.Architecture;
import java.util.List;
import java.util.SortedSet;

/** Residual streams: groups of layers whose outputs are added and so can change only together. */
final class Streams {
    private Streams() {}

    /** The groups of two or more layers, each as positions in ascending order, in order of their first layer. */
    static List<SortedSet<Integer>> of(Architecture architecture) {
        RescalingGroup group = RescalingGroup.of(architecture, RescalingGroup.Level.LAYER);
        return group.scaledLayers().stream()
                .filter(positions -> positions.size() > 1)
                .toList();
    }
}
