package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** Products of matrices, sample by sample. */
final class MatMulKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final Contraction sizes;
    private final boolean transposeLeft;
    private final boolean transposeRight;
    private final int left;
    private final int right;
    private final int product;

    MatMulKernel(MatMul layer, Contraction sizes, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.sizes = sizes;
        this.transposeLeft = layer.transposeLeft();
        this.transposeRight = layer.transposeRight();
        this.left = sizes.m() * sizes.k();
        this.right = sizes.k() * sizes.n();
        this.product = sizes.m() * sizes.n();
    }

    @Override
    public boolean curves() {
        return true;
    }

    @Override
    public void forward(Frame<A> frame) {
        multiply(frame.samples(), frame.input(0), frame.input(1), frame.out(), false);
    }

    @Override
    public void tangent(Frame<A> frame) {
        A first = frame.tangentIn(0);
        A second = frame.tangentIn(1);
        if (first != null) {
            multiply(frame.samples(), first, frame.input(1), frame.tangentOut(), false);
        }
        if (second != null) {
            multiply(frame.samples(), frame.input(0), second, frame.tangentOut(), first != null);
        }
        if (first == null && second == null) {
            arithmetic.fill(frame.tangentOut(), 0, frame.samples() * sizes.count() * product, 0);
        }
    }

    private void multiply(int samples, A a, A b, A into, boolean accumulate) {
        int lda = transposeLeft ? sizes.m() : sizes.k();
        int ldb = transposeRight ? sizes.k() : sizes.n();
        for (int sample = 0; sample < samples; sample++) {
            for (int p = 0; p < sizes.count(); p++) {
                arithmetic.multiply(
                        transposeLeft,
                        transposeRight,
                        sizes.m(),
                        sizes.n(),
                        sizes.k(),
                        a,
                        (sample * sizes.lefts() + sizes.left()[p]) * left,
                        lda,
                        b,
                        (sample * sizes.rights() + sizes.right()[p]) * right,
                        ldb,
                        accumulate,
                        into,
                        (sample * sizes.count() + p) * product,
                        sizes.n());
            }
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        for (int i = 0; i < 2; i++) {
            A cotangentIn = frame.cotangentIn(i);
            if (cotangentIn != null && !frame.accumulates(i)) {
                int matrices = i == 0 ? sizes.lefts() * left : sizes.rights() * right;
                arithmetic.fill(cotangentIn, 0, frame.samples() * frame.cotangents() * matrices, 0);
            }
        }
        for (int t = 0; t < frame.cotangents(); t++) {
            addLeft(frame, frame.cotangentOut(), frame.input(1), t);
            addRight(frame, frame.cotangentOut(), frame.input(0), t);
        }
    }

    @Override
    public void curve(Frame<A> frame) {
        A first = frame.tangentIn(0);
        A second = frame.tangentIn(1);
        if (second != null) {
            addLeft(frame, frame.delta(), second, 0);
        }
        if (first != null) {
            addRight(frame, frame.delta(), first, 0);
        }
    }

    /** Adds D · op(B)ᵀ, or its transpose, to cotangent number t of the first input. */
    private void addLeft(Frame<A> frame, A d, A b, int t) {
        A into = frame.cotangentIn(0);
        int ldb = transposeRight ? sizes.k() : sizes.n();
        for (int sample = 0; into != null && sample < frame.samples(); sample++) {
            int copy = t * frame.samples() + sample;
            for (int p = 0; p < sizes.count(); p++) {
                int atD = (copy * sizes.count() + p) * product;
                int atB = (sample * sizes.rights() + sizes.right()[p]) * right;
                int to = (copy * sizes.lefts() + sizes.left()[p]) * left;
                if (transposeLeft) {
                    arithmetic.multiply(
                            transposeRight,
                            true,
                            sizes.k(),
                            sizes.m(),
                            sizes.n(),
                            b,
                            atB,
                            ldb,
                            d,
                            atD,
                            sizes.n(),
                            true,
                            into,
                            to,
                            sizes.m());
                } else {
                    arithmetic.multiply(
                            false,
                            !transposeRight,
                            sizes.m(),
                            sizes.k(),
                            sizes.n(),
                            d,
                            atD,
                            sizes.n(),
                            b,
                            atB,
                            ldb,
                            true,
                            into,
                            to,
                            sizes.k());
                }
            }
        }
    }

    /** Adds op(A)ᵀ · D, or its transpose, to cotangent number t of the second input. */
    private void addRight(Frame<A> frame, A d, A a, int t) {
        A into = frame.cotangentIn(1);
        int lda = transposeLeft ? sizes.m() : sizes.k();
        for (int sample = 0; into != null && sample < frame.samples(); sample++) {
            int copy = t * frame.samples() + sample;
            for (int p = 0; p < sizes.count(); p++) {
                int atD = (copy * sizes.count() + p) * product;
                int atA = (sample * sizes.lefts() + sizes.left()[p]) * left;
                int to = (copy * sizes.rights() + sizes.right()[p]) * right;
                if (transposeRight) {
                    arithmetic.multiply(
                            true,
                            transposeLeft,
                            sizes.n(),
                            sizes.k(),
                            sizes.m(),
                            d,
                            atD,
                            sizes.n(),
                            a,
                            atA,
                            lda,
                            true,
                            into,
                            to,
                            sizes.k());
                } else {
                    arithmetic.multiply(
                            !transposeLeft,
                            false,
                            sizes.k(),
                            sizes.n(),
                            sizes.m(),
                            a,
                            atA,
                            lda,
                            d,
                            atD,
                            sizes.n(),
                            true,
                            into,
                            to,
                            sizes.n());
                }
            }
        }
    }
}
