package io.flatness.spi.loss;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The blocks of a flat parameter vector, in order and without gaps.
 *
 * @param blocks the blocks; names are unique
 */
public record ParameterLayout(List<Block> blocks) {
    /** Checks that the blocks follow each other. */
    public ParameterLayout {
        blocks = List.copyOf(blocks);
        Set<String> names = new HashSet<>();
        int next = 0;
        for (Block block : blocks) {
            if (block.offset() != next) {
                throw new IllegalArgumentException(
                        "block " + block.name() + " starts at " + block.offset() + ", expected " + next);
            }
            if (!names.add(block.name())) {
                throw new IllegalArgumentException("two blocks are called " + block.name());
            }
            next = block.end();
        }
    }

    /** A layout of one block. */
    public static ParameterLayout single(String name, int size) {
        return new ParameterLayout(List.of(new Block(name, List.of(size), 0)));
    }

    /** Number of parameters. */
    public int size() {
        return blocks.isEmpty() ? 0 : blocks.get(blocks.size() - 1).end();
    }

    /** The block of a name. */
    public Block block(String name) {
        for (Block block : blocks) {
            if (block.name().equals(name)) {
                return block;
            }
        }
        throw new IllegalArgumentException("no block is called " + name + "; blocks: "
                + blocks.stream().map(Block::name).toList());
    }

    /** Throws unless the vector has one element per parameter. */
    public void requireVector(double[] theta) {
        if (theta.length != size()) {
            throw new IllegalArgumentException(
                    "theta has length " + theta.length + " but the loss surface has " + size() + " parameters");
        }
    }
}
