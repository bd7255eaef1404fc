package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;

/** Moves elements between the layouts of images and vectors. */
final class ReshapeKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final Shape from;
    private final Shape to;

    ReshapeKernel(Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.from = site.input();
        this.to = site.output();
    }

    @Override
    public boolean inPlace() {
        return sameLayout();
    }

    private boolean sameLayout() {
        return from.unitsLast() == to.unitsLast() && (from.unitsLast() || from.units() == to.units());
    }

    @Override
    public void forward(Frame<A> frame) {
        move(frame, frame.input(0), from, frame.out(), to, frame.samples(), false);
    }

    @Override
    public void tangent(Frame<A> frame) {
        A tangentIn = frame.tangentIn(0);
        int copies = frame.samples();
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut(), 0, copies * to.size(), 0);
        } else {
            move(frame, tangentIn, from, frame.tangentOut(), to, copies, false);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn != null) {
            int copies = frame.samples() * frame.cotangents();
            move(frame, frame.cotangentOut(), to, cotangentIn, from, copies, frame.accumulates(0));
        }
    }

    /** Moves so many copies: units first is [units][copies][positions], units last [copies][size]. */
    private void move(Frame<A> frame, A x, Shape shape, A into, Shape target, int copies, boolean accumulate) {
        int length = copies * shape.size();
        if (sameLayout()) {
            if (accumulate) {
                arithmetic.addScaled(1, x, 0, into, 0, length);
            } else if (x != into) {
                arithmetic.copy(x, 0, into, 0, length);
            }
        } else if (shape.unitsLast()) {
            arithmetic.swap(x, 0, into, 0, copies, target.units(), target.positions(), accumulate);
        } else if (target.unitsLast()) {
            arithmetic.swap(x, 0, into, 0, shape.units(), copies, shape.positions(), accumulate);
        } else {
            A flat = frame.scratch().array(0, length);
            arithmetic.swap(x, 0, flat, 0, shape.units(), copies, shape.positions(), false);
            arithmetic.swap(flat, 0, into, 0, copies, target.units(), target.positions(), accumulate);
        }
    }
}
