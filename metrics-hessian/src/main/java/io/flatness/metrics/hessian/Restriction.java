package io.flatness.metrics.hessian;

import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.List;

/** The principal submatrix of some blocks: P A Pᵀ. */
final class Restriction implements SymmetricOperator {
    private final SymmetricOperator whole;
    private final List<Block> blocks;
    private final int dimension;

    Restriction(SymmetricOperator whole, List<Block> blocks) {
        this.whole = whole;
        this.blocks = blocks;
        this.dimension = blocks.stream().mapToInt(Block::size).sum();
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void apply(double[] x, double[] into) {
        applyBlock(new double[][] {x}, new double[][] {into});
    }

    @Override
    public void applyBlock(double[][] xs, double[][] into) {
        double[][] padded = new double[xs.length][whole.dimension()];
        double[][] images = new double[xs.length][whole.dimension()];
        for (int i = 0; i < xs.length; i++) {
            int from = 0;
            for (Block block : blocks) {
                System.arraycopy(xs[i], from, padded[i], block.offset(), block.size());
                from += block.size();
            }
        }
        whole.applyBlock(padded, images);
        for (int i = 0; i < xs.length; i++) {
            System.arraycopy(gather(images[i], blocks, dimension), 0, into[i], 0, dimension);
        }
    }

    static double[] gather(double[] full, List<Block> blocks, int dimension) {
        double[] part = new double[dimension];
        int to = 0;
        for (Block block : blocks) {
            System.arraycopy(full, block.offset(), part, to, block.size());
            to += block.size();
        }
        return part;
    }
}
