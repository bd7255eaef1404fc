package io.flatness.metrics.hessian;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ParameterLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of the curvature that a metric looks at. */
record Selection(
        @Param(doc = "which matrix: hessian, gauss-newton, fisher or empirical-fisher", defaultValue = "hessian")
        MatrixKind matrix,

        @Param(doc = "names of blocks or layers, or patterns such as '*.weight'; all when left out", optional = true)
        @Nullable
        List<String> blocks) {
    Selection {
        blocks = blocks == null ? null : List.copyOf(blocks);
        if (blocks != null && blocks.isEmpty()) {
            throw new InvalidParameterException(
                    "blocks", "blocks is an empty list; name blocks or layers, or leave it out for all");
        }
    }

    /** The blocks that match, in layout order; empty when a pattern matches nothing. */
    List<Block> of(ParameterLayout layout) {
        if (blocks == null) {
            return layout.blocks();
        }
        Set<Block> chosen = new HashSet<>();
        for (String pattern : blocks) {
            List<Block> matching = layout.matching(pattern);
            if (matching.isEmpty()) {
                return List.of();
            }
            chosen.addAll(matching);
        }
        return layout.blocks().stream().filter(chosen::contains).toList();
    }

    /** What tells memos of different selections apart. */
    String key() {
        return matrix.kebab() + (blocks == null ? "" : blocks);
    }
}
