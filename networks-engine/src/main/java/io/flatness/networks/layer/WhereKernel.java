package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import org.jspecify.annotations.Nullable;

/** Takes each element from one of two inputs; keeps which. */
final class WhereKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final Broadcast lie;

    WhereKernel(Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.lie = Broadcast.of(site.output());
    }

    @Override
    public int placesSize() {
        return lie.units() * lie.positions();
    }

    @Override
    public void forward(Frame<A> frame) {
        for (int k = 0; k < lie.length(frame.samples); k++) {
            frame.places[k] = arithmetic.get(frame.input(0), k) != 0 ? 1 : 2;
        }
        choose(frame, frame.in, frame.out);
    }

    @Override
    public void tangent(Frame<A> frame) {
        choose(frame, frame.tangentIn, frame.tangentOut);
    }

    private void choose(Frame<A> frame, @Nullable A[] from, A into) {
        int length = lie.length(frame.samples);
        arithmetic.fill(into, 0, length, 0);
        for (int i = 1; i <= 2; i++) {
            A x = from[i];
            if (x != null) {
                arithmetic.select(x, frame.places, i, into, 1, 1, length, true);
            }
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int inner = lie.inner(frame.samples);
        A mask = frame.cotangentIn[0];
        if (mask != null && !frame.accumulate[0]) {
            arithmetic.fill(mask, 0, frame.cotangents * lie.length(frame.samples), 0);
        }
        for (int i = 1; i <= 2; i++) {
            A cotangentIn = frame.cotangentIn[i];
            if (cotangentIn != null) {
                arithmetic.select(
                        frame.cotangentOut,
                        frame.places,
                        i,
                        cotangentIn,
                        lie.outer(),
                        frame.cotangents,
                        inner,
                        frame.accumulate[i]);
            }
        }
    }
}
