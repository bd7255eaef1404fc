package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** Multiplies units by fixed numbers and shifts them. */
final class ScaleKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final Scale scale;
    private final Broadcast lie;

    /** One factor and one shift per unit, for vectors. */
    private final A factors;

    private final A shifts;

    ScaleKernel(Scale scale, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.scale = scale;
        this.lie = Broadcast.of(site.output());
        this.factors = arithmetic.allocate(lie.units());
        this.shifts = arithmetic.allocate(lie.units());
        for (int unit = 0; unit < lie.units(); unit++) {
            arithmetic.addTo(factors, unit, scale.factor(unit));
            arithmetic.addTo(shifts, unit, scale.shift(unit));
        }
    }

    @Override
    public void forward(Frame<A> frame) {
        multiply(frame.input(0), frame.out, frame.samples, false);
        if (!lie.image()) {
            arithmetic.addToRows(shifts, 0, frame.out, 0, frame.samples * lie.positions(), lie.units());
            return;
        }
        int length = frame.samples * lie.positions();
        for (int unit = 0; unit < lie.units(); unit++) {
            arithmetic.scaleAndShift(1, scale.shift(unit), frame.out, unit * length, length);
        }
    }

    @Override
    public void tangent(Frame<A> frame) {
        int copies = frame.samples;
        A tangentIn = frame.tangentIn[0];
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut, 0, lie.length(copies), 0);
        } else {
            multiply(tangentIn, frame.tangentOut, copies, false);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn[0];
        if (cotangentIn != null) {
            multiply(frame.cotangentOut, cotangentIn, frame.samples * frame.cotangents, frame.accumulate[0]);
        }
    }

    private void multiply(A x, A into, int copies, boolean accumulate) {
        if (!lie.image()) {
            arithmetic.multiplyBroadcast(factors, x, into, 1, copies * lie.positions(), lie.units(), accumulate);
            return;
        }
        int length = copies * lie.positions();
        if (!accumulate) {
            arithmetic.fill(into, 0, lie.units() * length, 0);
        }
        for (int unit = 0; unit < lie.units(); unit++) {
            arithmetic.addScaled(scale.factor(unit), x, unit * length, into, unit * length, length);
        }
    }
}
