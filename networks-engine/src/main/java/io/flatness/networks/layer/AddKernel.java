package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A sum. */
final class AddKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final int inputs;
    private final int size;

    AddKernel(Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.inputs = site.inputs().size();
        this.size = site.output().size();
    }

    @Override
    public void forward(Frame<A> frame) {
        sum(frame::input, frame.out(), frame.samples() * size);
    }

    @Override
    public void tangent(Frame<A> frame) {
        sum(frame::tangentIn, frame.tangentOut(), frame.samples() * size);
    }

    private void sum(IntFunction<@Nullable A> terms, A into, int length) {
        boolean first = true;
        for (int i = 0; i < inputs; i++) {
            A term = terms.apply(i);
            if (term != null && first) {
                arithmetic.copy(term, 0, into, 0, length);
                first = false;
            } else if (term != null) {
                arithmetic.addScaled(1, term, 0, into, 0, length);
            }
        }
        if (first) {
            arithmetic.fill(into, 0, length, 0);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int length = frame.cotangents() * frame.samples() * size;
        for (int i = 0; i < inputs; i++) {
            A cotangentIn = frame.cotangentIn(i);
            if (cotangentIn == null) {
                continue;
            }
            if (frame.accumulates(i)) {
                arithmetic.addScaled(1, frame.cotangentOut(), 0, cotangentIn, 0, length);
            } else {
                arithmetic.copy(frame.cotangentOut(), 0, cotangentIn, 0, length);
            }
        }
    }
}
