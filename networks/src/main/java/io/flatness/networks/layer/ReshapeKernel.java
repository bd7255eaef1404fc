package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

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
        return from.isVector() == to.isVector() && from.units() == to.units();
    }

    @Override
    public void forward(Frame<A> frame) {
        move(frame, frame.input(0), from, frame.out, to, frame.samples, false);
    }

    @Override
    public void tangent(Frame<A> frame) {
        A tangentIn = frame.tangentIn[0];
        int copies = frame.samples * frame.tangents;
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut, 0, copies * to.size(), 0);
        } else {
            moveTangents(frame, tangentIn, from, frame.tangentOut, to, false);
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn[0];
        if (cotangentIn != null) {
            moveTangents(frame, frame.cotangentOut, to, cotangentIn, from, frame.accumulate[0]);
        }
    }

    /** Images hold [units][m][samples][positions], vectors [samples][m][features]. */
    private void moveTangents(Frame<A> frame, A x, Shape shape, A into, Shape target, boolean accumulate) {
        int m = frame.tangents;
        if (m == 1 || sameLayout()) {
            move(frame, x, shape, into, target, frame.samples * m, accumulate);
            return;
        }
        int samples = frame.samples;
        if (shape.isVector()) {
            // [samples][m][units][positions] to [units][m][samples][positions]
            transpose(x, samples, m, target.units(), target.positions(), into, accumulate);
        } else if (target.isVector()) {
            transpose(x, shape.units(), m, samples, shape.positions(), into, accumulate);
        } else {
            A flat = frame.scratch.array(0, samples * m * shape.size());
            transpose(x, shape.units(), m, samples, shape.positions(), flat, false);
            transpose(flat, samples, m, target.units(), target.positions(), into, accumulate);
        }
    }

    /** [a][m][b][inner] to [b][m][a][inner]. */
    private void transpose(A x, int a, int m, int b, int inner, A into, boolean accumulate) {
        for (int i = 0; i < a; i++) {
            for (int tangent = 0; tangent < m; tangent++) {
                for (int j = 0; j < b; j++) {
                    int at = ((j * m + tangent) * a + i) * inner;
                    int start = ((i * m + tangent) * b + j) * inner;
                    if (accumulate) {
                        arithmetic.addScaled(1, x, start, into, at, inner);
                    } else {
                        arithmetic.copy(x, start, into, at, inner);
                    }
                }
            }
        }
    }

    private void move(Frame<A> frame, A x, Shape shape, A into, Shape target, int samples, boolean accumulate) {
        int length = samples * shape.size();
        if (sameLayout()) {
            if (accumulate) {
                arithmetic.addScaled(1, x, 0, into, 0, length);
            } else if (x != into) {
                arithmetic.copy(x, 0, into, 0, length);
            }
        } else if (shape.isVector()) {
            arithmetic.swap(x, 0, into, 0, samples, target.units(), target.positions(), accumulate);
        } else if (target.isVector()) {
            arithmetic.swap(x, 0, into, 0, shape.units(), samples, shape.positions(), accumulate);
        } else {
            A flat = frame.scratch.array(0, length);
            arithmetic.swap(x, 0, flat, 0, shape.units(), samples, shape.positions(), false);
            arithmetic.swap(flat, 0, into, 0, samples, target.units(), target.positions(), accumulate);
        }
    }
}
