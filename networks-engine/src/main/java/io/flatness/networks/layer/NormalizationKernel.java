package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import org.jspecify.annotations.Nullable;

/** Normalization of rows; keeps x̂ and one over the deviation of each row. */
final class NormalizationKernel<A> implements LayerKernel<A> {
    private static final int FACTORS = 0;
    private static final int WEIGHTED = 1;
    private static final int TURNED = 2;
    private static final int MOVED = 3;

    private final Arithmetic<A> arithmetic;
    private final Normalization form;
    private final int gamma;
    private final int beta;
    private final int size;
    private final int rows;
    private final int columns;

    NormalizationKernel(Normalization form, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.form = form;
        this.gamma = form.scale() ? site.parameters().get(0).offset() : -1;
        this.beta = form.shift() ? site.parameters().get(form.scale() ? 1 : 0).offset() : -1;
        this.size = site.input().size();
        this.columns = form.columns();
        this.rows = size / columns;
    }

    @Override
    public int stateSize() {
        return size + rows;
    }

    @Override
    public boolean curves() {
        return true;
    }

    /** A tensor of scales or shifts, written out for every element of a sample. */
    private A spread(Frame<A> frame, A from, int offset) {
        A full = frame.scratch().array(FACTORS, size);
        int period = form.tensor() * form.repeats();
        for (int at = 0; at < size; at += period) {
            if (form.repeats() == 1) {
                arithmetic.copy(from, offset, full, at, form.tensor());
                continue;
            }
            for (int k = 0; k < form.tensor(); k++) {
                arithmetic.fill(full, at + k * form.repeats(), form.repeats(), arithmetic.get(from, offset + k));
            }
        }
        return full;
    }

    /** Adds sums over a sample's elements to their places in a tensor. */
    private void fold(A full, A into, int offset) {
        int period = form.tensor() * form.repeats();
        for (int at = 0; at < size; at += period) {
            if (form.repeats() == 1) {
                arithmetic.addScaled(1, full, at, into, offset, form.tensor());
                continue;
            }
            for (int k = 0; k < form.tensor(); k++) {
                double sum = arithmetic.sum(full, at + k * form.repeats(), form.repeats());
                arithmetic.addTo(into, offset + k, sum);
            }
        }
    }

    /** γ ∘ x in the slot, with γ from the parameters or a direction; x itself without γ. */
    private A weighted(Frame<A> frame, A parameters, A x, int xStart, int slot) {
        int length = frame.samples() * size;
        A product = frame.scratch().array(slot, length);
        if (gamma < 0) {
            arithmetic.copy(x, xStart, product, 0, length);
            return product;
        }
        arithmetic.fill(product, 0, length, 0);
        arithmetic.addScaledRows(spread(frame, parameters, gamma), 0, x, xStart, product, 0, frame.samples(), size);
        return product;
    }

    @Override
    public void forward(Frame<A> frame) {
        int length = frame.samples() * size;
        arithmetic.normalizeRows(
                frame.input(0), frame.state(), frame.samples() * rows, columns, form.epsilon(), form.centered());
        if (gamma < 0) {
            arithmetic.copy(frame.state(), 0, frame.out(), 0, length);
        } else {
            arithmetic.fill(frame.out(), 0, length, 0);
            A factors = spread(frame, frame.theta(), gamma);
            arithmetic.addScaledRows(factors, 0, frame.state(), 0, frame.out(), 0, frame.samples(), size);
        }
        if (beta >= 0) {
            arithmetic.addToRows(spread(frame, frame.theta(), beta), 0, frame.out(), 0, frame.samples(), size);
        }
    }

    /** The derivative of x̂ along a tangent. */
    private A turned(Frame<A> frame, A tangentIn) {
        A turned = frame.scratch().array(TURNED, frame.samples() * size);
        arithmetic.normalizationSlope(
                frame.state(), tangentIn, 0, turned, 0, frame.samples() * rows, columns, form.centered(), false);
        return turned;
    }

    @Override
    public void tangent(Frame<A> frame) {
        A tangentIn = frame.tangentIn(0);
        A direction = frame.direction();
        int length = frame.samples() * size;
        if (tangentIn != null && gamma < 0) {
            arithmetic.copy(turned(frame, tangentIn), 0, frame.tangentOut(), 0, length);
        } else {
            arithmetic.fill(frame.tangentOut(), 0, length, 0);
        }
        if (tangentIn != null && gamma >= 0) {
            A turned = turned(frame, tangentIn);
            A factors = spread(frame, frame.theta(), gamma);
            arithmetic.addScaledRows(factors, 0, turned, 0, frame.tangentOut(), 0, frame.samples(), size);
        }
        if (direction != null && gamma >= 0) {
            A factors = spread(frame, direction, gamma);
            arithmetic.addScaledRows(factors, 0, frame.state(), 0, frame.tangentOut(), 0, frame.samples(), size);
        }
        if (direction != null && beta >= 0) {
            arithmetic.addToRows(spread(frame, direction, beta), 0, frame.tangentOut(), 0, frame.samples(), size);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A gradient = frame.gradient();
        if (gradient != null && gamma >= 0) {
            addProducts(frame, frame.cotangentOut(), frame.state(), gradient);
        }
        if (gradient != null && beta >= 0) {
            A sums = frame.scratch().array(FACTORS, size);
            arithmetic.fill(sums, 0, size, 0);
            arithmetic.sumRows(frame.cotangentOut(), 0, frame.samples(), size, sums, 0);
            fold(sums, gradient, beta);
        }
        A cotangentIn = frame.cotangentIn(0);
        int length = frame.samples() * size;
        for (int t = 0; cotangentIn != null && t < frame.cotangents(); t++) {
            A weighted = weighted(frame, frame.theta(), frame.cotangentOut(), t * length, WEIGHTED);
            arithmetic.normalizationSlope(
                    frame.state(),
                    weighted,
                    0,
                    cotangentIn,
                    t * length,
                    frame.samples() * rows,
                    columns,
                    form.centered(),
                    frame.accumulates(0));
        }
    }

    /** Adds Σ over samples of x ∘ y to the place of γ. */
    private void addProducts(Frame<A> frame, A x, A y, A gradient) {
        A sums = frame.scratch().array(FACTORS, size);
        arithmetic.fill(sums, 0, size, 0);
        arithmetic.sumProductRows(x, y, frame.samples(), size, sums, 0);
        fold(sums, gradient, gamma);
    }

    @Override
    public void curve(Frame<A> frame) {
        A tangentIn = frame.tangentIn(0);
        A cotangentIn = frame.cotangentIn(0);
        A gradient = frame.gradient();
        A direction = gamma < 0 ? null : frame.direction();
        A turned = tangentIn == null ? null : turned(frame, tangentIn);
        if (turned != null && gradient != null && gamma >= 0) {
            addProducts(frame, frame.delta(), turned, gradient);
        }
        if (cotangentIn != null) {
            addBend(frame, tangentIn, turned, direction, cotangentIn);
        }
    }

    private void addBend(
            Frame<A> frame, @Nullable A tangentIn, @Nullable A turned, @Nullable A direction, A cotangentIn) {
        int count = frame.samples() * rows;
        int length = frame.samples() * size;
        A moved = frame.scratch().array(MOVED, length);
        arithmetic.fill(moved, 0, length, 0);
        if (direction != null) {
            arithmetic.addScaledRows(
                    spread(frame, direction, gamma), 0, frame.delta(), 0, moved, 0, frame.samples(), size);
        }
        if (tangentIn == null || turned == null) {
            arithmetic.normalizationSlope(
                    frame.state(), moved, 0, cotangentIn, 0, count, columns, form.centered(), true);
            return;
        }
        A weighted = weighted(frame, frame.theta(), frame.delta(), 0, WEIGHTED);
        arithmetic.normalizationCurve(
                frame.state(), tangentIn, turned, weighted, moved, cotangentIn, count, columns, form.centered());
    }
}
