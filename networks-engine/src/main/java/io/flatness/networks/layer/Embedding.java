package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a table, chosen by whole numbers: the embedding of tokens or positions. Without derivative by the numbers.
 *
 * @param rows rows of the table
 * @param width elements of a row
 */
public record Embedding(int rows, int width) implements LayerSpec {
    /** Checks the sizes. */
    public Embedding {
        if (rows < 1 || width < 1) {
            throw new IllegalArgumentException("an embedding needs rows and columns but has " + rows + " × " + width);
        }
    }

    @Override
    public String type() {
        return "embedding";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        List<Integer> extents = new ArrayList<>(Arity.one(inputs).extents());
        extents.add(width);
        return Shape.rows(extents);
    }

    @Override
    public List<TensorSpec> parameters(List<Shape> inputs) {
        return List.of(new TensorSpec("weight", List.of(rows, width)));
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        inputs.forEach(UnitMap::still);
        return UnitMap.identity(width);
    }

    @Override
    public boolean absorbsOutput() {
        return true;
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        inputs.forEach(UnitMap::still);
        moves.parameter(site.parameters().get(0), Along.output(1, output));
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        int offset = site.parameters().get(0).offset();
        return Optional.of((in, parameters, buffers, out) -> {
            for (int position = 0; position < in[0].length(); position++) {
                int from = offset + (int) in[0].low()[position] * width;
                System.arraycopy(parameters.low(), from, out.low(), position * width, width);
                System.arraycopy(parameters.high(), from, out.high(), position * width, width);
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new EmbeddingKernel<>(this, site, arithmetic);
    }
}
