package io.flatness.spi.loss;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

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

    /**
     * The blocks that match a pattern, in order; none when nothing does.
     *
     * @param pattern the name of a block ({@code 0.weight}) or of its layer, which is the name up to its last dot ({@code
     *     0}); {@code *} stands for any characters, {@code ?} for one
     */
    public List<Block> matching(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        Pattern compiled = Pattern.compile(regex.toString(), Pattern.DOTALL);
        return blocks.stream()
                .filter(block -> {
                    int dot = block.name().lastIndexOf('.');
                    return compiled.matcher(block.name()).matches()
                            || (dot > 0
                                    && compiled.matcher(block.name().substring(0, dot))
                                            .matches());
                })
                .toList();
    }

    /** Throws unless the vector has one element per parameter. */
    public void requireVector(double[] theta) {
        if (theta.length != size()) {
            throw new IllegalArgumentException(
                    "theta has length " + theta.length + " but the loss surface has " + size() + " parameters");
        }
    }
}
