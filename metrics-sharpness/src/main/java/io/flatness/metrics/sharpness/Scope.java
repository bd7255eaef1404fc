package io.flatness.metrics.sharpness;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Param;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ParameterLayout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters that a measure perturbs; the others are held. */
public record Scope(
        @Param(
                doc = "Names of blocks or layers to perturb, or patterns such as '*.weight'; all when left out",
                optional = true)
        @Nullable
        List<String> blocks) {
    /** Every parameter. */
    static final Scope ALL = new Scope(null);

    /** Checks that something is named. */
    public Scope {
        blocks = blocks == null ? null : List.copyOf(blocks);
        if (blocks != null && blocks.isEmpty()) {
            throw new InvalidParameterException(
                    "blocks", "blocks is an empty list; name blocks or layers, or leave it out for all");
        }
    }

    /** The positions of some parameters in θ, ascending, and the length of θ. */
    record Part(int[] indices, int dimension) {
        int size() {
            return indices.length;
        }

        int index(int k) {
            return indices[k];
        }

        /** Whether every parameter of a block is among them. */
        boolean holds(Block block) {
            int first = Arrays.binarySearch(indices, block.offset());
            int last = Arrays.binarySearch(indices, block.end() - 1);
            return first >= 0 && last - first == block.size() - 1;
        }

        /** The entries of these parameters. */
        double[] of(double[] theta) {
            double[] part = new double[indices.length];
            for (int k = 0; k < part.length; k++) {
                part[k] = theta[indices[k]];
            }
            return part;
        }
    }

    /**
     * The parameters of the blocks that match.
     *
     * @throws MeasurementException when a pattern matches nothing
     */
    Part of(ParameterLayout layout) {
        boolean[] chosen = new boolean[layout.size()];
        if (blocks == null) {
            Arrays.fill(chosen, true);
        } else {
            for (String pattern : blocks) {
                List<Block> matching = layout.matching(pattern);
                if (matching.isEmpty()) {
                    throw new MeasurementException("no block matches '" + pattern + "'; blocks: "
                            + layout.blocks().stream().map(Block::name).toList());
                }
                matching.forEach(block -> Arrays.fill(chosen, block.offset(), block.end(), true));
            }
        }
        int count = 0;
        for (boolean one : chosen) {
            count += one ? 1 : 0;
        }
        int[] indices = new int[count];
        int k = 0;
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i]) {
                indices[k++] = i;
            }
        }
        return new Part(indices, layout.size());
    }

    /** What tells the memos of different parts apart. */
    String key() {
        return blocks == null ? "all" : blocks.toString();
    }
}
