package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** Copies a tensor to every sample. */
final class SourceKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final boolean parameter;
    private final int offset;
    private final int size;

    SourceKernel(Site site, boolean parameter, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.parameter = parameter;
        this.offset = (parameter ? site.parameters() : site.buffers()).get(0).offset();
        this.size = site.output().size();
    }

    @Override
    public void forward(Frame<A> frame) {
        spread(parameter ? frame.theta() : frame.buffers(), frame.samples(), frame.out());
    }

    private void spread(A from, int samples, A into) {
        for (int i = 0; i < samples; i++) {
            arithmetic.copy(from, offset, into, i * size, size);
        }
    }

    @Override
    public void tangent(Frame<A> frame) {
        A direction = frame.direction();
        if (direction == null) {
            arithmetic.fill(frame.tangentOut(), 0, frame.samples() * size, 0);
        } else {
            spread(direction, frame.samples(), frame.tangentOut());
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A gradient = frame.gradient();
        if (gradient != null) {
            arithmetic.sumRows(frame.cotangentOut(), 0, frame.samples(), size, gradient, offset);
        }
    }

    @Override
    public boolean squaresApart() {
        return true;
    }

    @Override
    public void squares(Frame<A> frame, SquareSink<A> sink) {
        A diagonal = sink.diagonal();
        for (int copy = 0; copy < frame.samples() * frame.cotangents(); copy++) {
            if (diagonal != null) {
                arithmetic.addSquares(frame.cotangentOut(), copy * size, diagonal, offset, size);
            }
            if (sink.samples() != null) {
                sink.samples()[copy % frame.samples()] +=
                        arithmetic.dot(frame.cotangentOut(), copy * size, frame.cotangentOut(), copy * size, size);
            }
        }
    }
}
