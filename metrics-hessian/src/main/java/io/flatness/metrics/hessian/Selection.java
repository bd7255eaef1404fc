package io.flatness.metrics.hessian;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ParameterLayout;
import java.util.List;
import java.util.regex.Pattern;
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
        for (String pattern : blocks) {
            if (layout.blocks().stream().noneMatch(block -> matches(pattern, block))) {
                return List.of();
            }
        }
        return layout.blocks().stream()
                .filter(block -> blocks.stream().anyMatch(pattern -> matches(pattern, block)))
                .toList();
    }

    /** A block matches by its own name ({@code 0.weight}) and by that of its layer ({@code 0}). */
    private static boolean matches(String pattern, Block block) {
        Pattern regex = Pattern.compile(glob(pattern));
        int dot = block.name().lastIndexOf('.');
        return regex.matcher(block.name()).matches()
                || (dot > 0 && regex.matcher(block.name().substring(0, dot)).matches());
    }

    private static String glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return regex.toString();
    }

    /** What tells memos of different selections apart. */
    String key() {
        return matrix.kebab() + (blocks == null ? "" : blocks);
    }
}
