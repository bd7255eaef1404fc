package io.flatness.networks.engine;

import io.flatness.networks.layer.SquareSink;
import io.flatness.spi.loss.ExactCurvature;
import java.util.Arrays;

/**
 * The exact diagonal of the Hessian of a piecewise linear network, which is that of the Gauss–Newton matrix: one pass back for
 * each output, all at once.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
record ExactDiagonal<A>(NetworkSurface surface, Engine<A> engine) implements ExactCurvature {
    @Override
    public double[] hessianDiagonal(double[] theta) {
        surface.layout().requireVector(theta);
        int outputs = engine.program().outputSize();
        double[] diagonal = new double[surface.dimension()];
        engine.accumulate(
                theta,
                diagonal,
                (pass, sum) -> pass.fill(false).pull(pass.roots(), Pull.squares(outputs, new SquareSink<>(sum, null))));
        double l2 = surface.objective().l2();
        for (int k = 0; l2 != 0 && k < diagonal.length; k++) {
            diagonal[k] += l2;
        }
        return diagonal;
    }

    @Override
    public double[] hessianBlockTraces(double[] theta) {
        double[] diagonal = hessianDiagonal(theta);
        return surface.layout().blocks().stream()
                .mapToDouble(block -> CompensatedSum.of(Arrays.copyOfRange(diagonal, block.offset(), block.end())))
                .toArray();
    }
}
