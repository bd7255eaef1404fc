package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Takes each element from one of two inputs; keeps which. */
final class WhereKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final ArrayLayout layout;

    WhereKernel(Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.layout = ArrayLayout.of(site.output());
    }

    @Override
    public int placesSize() {
        return layout.units() * layout.positions();
    }

    @Override
    public void forward(Frame<A> frame) {
        A condition = frame.input(0);
        int[] places = frame.places();
        for (int k = 0; k < layout.length(frame.samples()); k++) {
            places[k] = arithmetic.get(condition, k) != 0 ? 1 : 2;
        }
        choose(frame, frame::input, frame.out());
    }

    @Override
    public void tangent(Frame<A> frame) {
        choose(frame, frame::tangentIn, frame.tangentOut());
    }

    private void choose(Frame<A> frame, IntFunction<@Nullable A> from, A into) {
        int length = layout.length(frame.samples());
        arithmetic.fill(into, 0, length, 0);
        for (int i = 1; i <= 2; i++) {
            A x = from.apply(i);
            if (x != null) {
                arithmetic.select(x, frame.places(), i, into, 1, 1, length, true);
            }
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int inner = layout.inner(frame.samples());
        A mask = frame.cotangentIn(0);
        if (mask != null && !frame.accumulates(0)) {
            arithmetic.fill(mask, 0, frame.cotangents() * layout.length(frame.samples()), 0);
        }
        for (int i = 1; i <= 2; i++) {
            A cotangentIn = frame.cotangentIn(i);
            if (cotangentIn != null) {
                arithmetic.select(
                        frame.cotangentOut(),
                        frame.places(),
                        i,
                        cotangentIn,
                        layout.outer(),
                        frame.cotangents(),
                        inner,
                        frame.accumulates(i));
            }
        }
    }
}
