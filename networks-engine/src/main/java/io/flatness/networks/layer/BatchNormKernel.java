package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** Batch normalization in evaluation; keeps x̂ = (x − mean) / √(variance + ε). */
final class BatchNormKernel<A> implements LayerKernel<A> {
    private static final int SLOPES = 0;
    private static final int FACTORS = 1;
    private static final int CENTERED = 2;

    private final Arithmetic<A> arithmetic;
    private final double epsilon;
    private final int gamma;
    private final int beta;
    private final int mean;
    private final int variance;
    private final ArrayLayout layout;
    private final int units;

    BatchNormKernel(BatchNorm layer, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.epsilon = layer.epsilon();
        this.gamma = site.parameters().get(0).offset();
        this.beta = site.parameters().get(1).offset();
        this.mean = site.buffers().get(0).offset();
        this.variance = site.buffers().get(1).offset();
        this.layout = ArrayLayout.of(site.output());
        this.units = layout.units();
    }

    @Override
    public int stateSize() {
        return layout.units() * layout.positions();
    }

    @Override
    public boolean curves() {
        return true;
    }

    private double inverseDeviation(Frame<A> frame, int unit) {
        return 1 / Math.sqrt(arithmetic.get(frame.buffers(), variance + unit) + epsilon);
    }

    /** A number for each unit. */
    private interface PerUnit {
        double of(int unit);
    }

    private A units(Frame<A> frame, int slot, PerUnit value) {
        A values = frame.scratch().array(slot, units);
        for (int unit = 0; unit < units; unit++) {
            arithmetic.fill(values, unit, 1, value.of(unit));
        }
        return values;
    }

    private A slopes(Frame<A> frame) {
        return units(
                frame, SLOPES, unit -> arithmetic.get(frame.theta(), gamma + unit) * inverseDeviation(frame, unit));
    }

    /** Where number t of m of a unit of an image starts. */
    private int plane(Frame<A> frame, int m, int t, int unit) {
        return (unit * m + t) * layout.inner(frame.samples());
    }

    /** y number t of m += factor · x, unit by unit; x is one of as many, or shared by all. */
    private void addScaled(Frame<A> frame, A factors, int at, A x, boolean shared, A y, int m, int t) {
        int length = layout.inner(frame.samples());
        if (!layout.image()) {
            arithmetic.addScaledRows(factors, at, x, shared ? 0 : t * length, y, t * length, frame.samples(), units);
            return;
        }
        for (int unit = 0; unit < units; unit++) {
            int start = plane(frame, m, t, unit);
            int from = shared ? unit * length : start;
            arithmetic.addScaled(arithmetic.get(factors, at + unit), x, from, y, start, length);
        }
    }

    /** y += shift, unit by unit. */
    private void addShifts(Frame<A> frame, A shifts, int at, A y) {
        int length = layout.inner(frame.samples());
        if (!layout.image()) {
            arithmetic.addToRows(shifts, at, y, 0, frame.samples(), units);
            return;
        }
        for (int unit = 0; unit < units; unit++) {
            arithmetic.scaleAndShift(1, arithmetic.get(shifts, at + unit), y, unit * length, length);
        }
    }

    /** into[to + unit] += Σ over the elements of a unit of x · y. */
    private void addDots(Frame<A> frame, A x, A y, A into, int to) {
        int length = layout.inner(frame.samples());
        if (!layout.image()) {
            arithmetic.sumProductRows(x, y, frame.samples(), units, into, to);
            return;
        }
        for (int unit = 0; unit < units; unit++) {
            arithmetic.addTo(into, to + unit, arithmetic.dot(x, unit * length, y, unit * length, length));
        }
    }

    /** into[to + unit] += Σ over the elements of a unit of x. */
    private void addSums(Frame<A> frame, A x, A into, int to) {
        int length = layout.inner(frame.samples());
        if (!layout.image()) {
            arithmetic.sumRows(x, 0, frame.samples(), units, into, to);
            return;
        }
        for (int unit = 0; unit < units; unit++) {
            arithmetic.addTo(into, to + unit, arithmetic.sum(x, unit * length, length));
        }
    }

    @Override
    public void forward(Frame<A> frame) {
        int length = layout.length(frame.samples());
        A means = units(frame, FACTORS, unit -> -arithmetic.get(frame.buffers(), mean + unit));
        A inverse = units(frame, SLOPES, unit -> inverseDeviation(frame, unit));
        A centered = frame.scratch().array(CENTERED, length);
        arithmetic.copy(frame.input(0), 0, centered, 0, length);
        addShifts(frame, means, 0, centered);
        arithmetic.fill(frame.state(), 0, length, 0);
        addScaled(frame, inverse, 0, centered, false, frame.state(), 1, 0);
        arithmetic.fill(frame.out(), 0, length, 0);
        addScaled(frame, frame.theta(), gamma, frame.state(), false, frame.out(), 1, 0);
        addShifts(frame, frame.theta(), beta, frame.out());
    }

    @Override
    public void tangent(Frame<A> frame) {
        A tangentIn = frame.tangentIn(0);
        A direction = frame.direction();
        arithmetic.fill(frame.tangentOut(), 0, layout.length(frame.samples()), 0);
        if (tangentIn != null) {
            addScaled(frame, slopes(frame), 0, tangentIn, false, frame.tangentOut(), 1, 0);
        }
        if (direction != null) {
            addScaled(frame, direction, gamma, frame.state(), true, frame.tangentOut(), 1, 0);
            addShifts(frame, direction, beta, frame.tangentOut());
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int m = frame.cotangents();
        A gradient = frame.gradient();
        A cotangentIn = frame.cotangentIn(0);
        if (gradient != null) {
            addDots(frame, frame.cotangentOut(), frame.state(), gradient, gamma);
            addSums(frame, frame.cotangentOut(), gradient, beta);
        }
        if (cotangentIn == null) {
            return;
        }
        if (!frame.accumulates(0)) {
            arithmetic.fill(cotangentIn, 0, m * layout.length(frame.samples()), 0);
        }
        A slopes = slopes(frame);
        for (int t = 0; t < m; t++) {
            addScaled(frame, slopes, 0, frame.cotangentOut(), false, cotangentIn, m, t);
        }
    }

    @Override
    public void curve(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        A tangentIn = frame.tangentIn(0);
        A gradient = frame.gradient();
        A direction = frame.direction();
        if (cotangentIn != null && direction != null) {
            A factors = units(
                    frame, FACTORS, unit -> inverseDeviation(frame, unit) * arithmetic.get(direction, gamma + unit));
            addScaled(frame, factors, 0, frame.delta(), true, cotangentIn, 1, 0);
        }
        if (tangentIn != null && gradient != null) {
            A dots = units(frame, FACTORS, unit -> 0);
            addDots(frame, tangentIn, frame.delta(), dots, 0);
            for (int unit = 0; unit < units; unit++) {
                double change = inverseDeviation(frame, unit) * arithmetic.get(dots, unit);
                arithmetic.addTo(gradient, gamma + unit, change);
            }
        }
    }

    @Override
    public boolean squaresApart() {
        return true;
    }

    @Override
    public void squares(Frame<A> frame, SquareSink<A> sink) {
        int m = frame.cotangents();
        int positions = layout.positions();
        A diagonal = sink.diagonal();
        for (int i = 0; i < frame.samples(); i++) {
            for (int t = 0; t < m; t++) {
                for (int unit = 0; unit < units; unit++) {
                    int start = layout.image()
                            ? ((unit * m + t) * frame.samples() + i) * positions
                            : (t * frame.samples() + i) * units + unit;
                    int companion = layout.image() ? (unit * frame.samples() + i) * positions : i * units + unit;
                    double dot = arithmetic.dot(frame.cotangentOut(), start, frame.state(), companion, positions);
                    double sum = arithmetic.sum(frame.cotangentOut(), start, positions);
                    if (diagonal != null) {
                        arithmetic.addTo(diagonal, gamma + unit, dot * dot);
                        arithmetic.addTo(diagonal, beta + unit, sum * sum);
                    }
                    if (sink.samples() != null) {
                        sink.samples()[i] += dot * dot + sum * sum;
                    }
                }
            }
        }
    }
}
