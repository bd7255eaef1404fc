package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** Multiplies units by fixed numbers and shifts them. */
final class ScaleKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final Scale scale;
    private final ArrayLayout layout;

    /** One factor and one shift per unit, for vectors. */
    private final A factors;

    private final A shifts;

    ScaleKernel(Scale scale, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.scale = scale;
        this.layout = ArrayLayout.of(site.output());
        this.factors = arithmetic.allocate(layout.units());
        this.shifts = arithmetic.allocate(layout.units());
        for (int unit = 0; unit < layout.units(); unit++) {
            arithmetic.addTo(factors, unit, scale.factor(unit));
            arithmetic.addTo(shifts, unit, scale.shift(unit));
        }
    }

    @Override
    public void forward(Frame<A> frame) {
        multiply(frame.input(0), frame.out(), frame.samples(), false);
        if (!layout.image()) {
            arithmetic.addToRows(shifts, 0, frame.out(), 0, frame.samples() * layout.positions(), layout.units());
            return;
        }
        int length = frame.samples() * layout.positions();
        for (int unit = 0; unit < layout.units(); unit++) {
            arithmetic.scaleAndShift(1, scale.shift(unit), frame.out(), unit * length, length);
        }
    }

    @Override
    public void tangent(Frame<A> frame) {
        int copies = frame.samples();
        A tangentIn = frame.tangentIn(0);
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut(), 0, layout.length(copies), 0);
        } else {
            multiply(tangentIn, frame.tangentOut(), copies, false);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn != null) {
            multiply(frame.cotangentOut(), cotangentIn, frame.samples() * frame.cotangents(), frame.accumulates(0));
        }
    }

    private void multiply(A x, A into, int copies, boolean accumulate) {
        if (!layout.image()) {
            arithmetic.multiplyBroadcast(factors, x, into, 1, copies * layout.positions(), layout.units(), accumulate);
            return;
        }
        int length = copies * layout.positions();
        if (!accumulate) {
            arithmetic.fill(into, 0, layout.units() * length, 0);
        }
        for (int unit = 0; unit < layout.units(); unit++) {
            arithmetic.addScaled(scale.factor(unit), x, unit * length, into, unit * length, length);
        }
    }
}
