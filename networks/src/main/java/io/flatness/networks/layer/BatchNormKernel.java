package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** Batch normalization in evaluation; keeps x̂ = (x − mean) / √(variance + ε). */
final class BatchNormKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final double epsilon;
    private final int gamma;
    private final int beta;
    private final int mean;
    private final int variance;
    private final Broadcast lie;
    private final int units;

    BatchNormKernel(BatchNorm layer, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.epsilon = layer.epsilon();
        this.gamma = site.parameters().get(0).offset();
        this.beta = site.parameters().get(1).offset();
        this.mean = site.buffers().get(0).offset();
        this.variance = site.buffers().get(1).offset();
        this.lie = Broadcast.of(site.output());
        this.units = lie.units();
    }

    @Override
    public int stateSize() {
        return lie.units() * lie.positions();
    }

    @Override
    public boolean curves() {
        return true;
    }

    private double inverseDeviation(Frame<A> frame, int unit) {
        return 1 / Math.sqrt(arithmetic.get(frame.buffers, variance + unit) + epsilon);
    }

    /** Something done to the elements of one unit: a range of an image, one element of a vector. */
    private interface Range {
        void at(int unit, int tangent, int start, int companion, int length);
    }

    /** Ranges of [outer][m][inner] with their companions in [outer][inner]. */
    private void forEachRange(Frame<A> frame, int m, Range range) {
        if (lie.image()) {
            int length = lie.inner(frame.samples);
            for (int unit = 0; unit < units; unit++) {
                for (int t = 0; t < m; t++) {
                    range.at(unit, t, (unit * m + t) * length, unit * length, length);
                }
            }
        } else {
            for (int i = 0; i < frame.samples * m; i++) {
                for (int unit = 0; unit < units; unit++) {
                    range.at(unit, i / frame.samples, i * units + unit, i % frame.samples * units + unit, 1);
                }
            }
        }
    }

    @Override
    public void forward(Frame<A> frame) {
        arithmetic.copy(frame.input(0), 0, frame.state, 0, lie.length(frame.samples));
        forEachRange(frame, 1, (unit, t, start, companion, length) -> {
            arithmetic.scaleAndShift(1, -arithmetic.get(frame.buffers, mean + unit), frame.state, start, length);
            arithmetic.scaleAndShift(inverseDeviation(frame, unit), 0, frame.state, start, length);
        });
        arithmetic.copy(frame.state, 0, frame.out, 0, lie.length(frame.samples));
        forEachRange(
                frame,
                1,
                (unit, t, start, companion, length) -> arithmetic.scaleAndShift(
                        arithmetic.get(frame.theta, gamma + unit),
                        arithmetic.get(frame.theta, beta + unit),
                        frame.out,
                        start,
                        length));
    }

    private double slope(Frame<A> frame, int unit) {
        return arithmetic.get(frame.theta, gamma + unit) * inverseDeviation(frame, unit);
    }

    @Override
    public void tangent(Frame<A> frame) {
        int m = frame.tangents;
        A tangentIn = frame.tangentIn[0];
        A direction = frame.direction;
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut, 0, m * lie.length(frame.samples), 0);
        } else {
            arithmetic.copy(tangentIn, 0, frame.tangentOut, 0, m * lie.length(frame.samples));
        }
        forEachRange(frame, m, (unit, t, start, companion, length) -> {
            double shift = direction == null ? 0 : arithmetic.get(direction, m * beta + t * units + unit);
            arithmetic.scaleAndShift(slope(frame, unit), shift, frame.tangentOut, start, length);
            if (direction != null) {
                double factor = arithmetic.get(direction, m * gamma + t * units + unit);
                arithmetic.addScaled(factor, frame.state, companion, frame.tangentOut, start, length);
            }
        });
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int m = frame.tangents;
        A gradient = frame.gradient;
        if (gradient != null) {
            forEachRange(frame, m, (unit, t, start, companion, length) -> {
                double dot = arithmetic.dot(frame.cotangentOut, start, frame.state, companion, length);
                arithmetic.addTo(gradient, m * gamma + t * units + unit, dot);
                arithmetic.addTo(
                        gradient, m * beta + t * units + unit, arithmetic.sum(frame.cotangentOut, start, length));
            });
        }
        A cotangentIn = frame.cotangentIn[0];
        if (cotangentIn == null) {
            return;
        }
        if (!frame.accumulate[0]) {
            arithmetic.fill(cotangentIn, 0, m * lie.length(frame.samples), 0);
        }
        forEachRange(frame, m, (unit, t, start, companion, length) -> {
            arithmetic.addScaled(slope(frame, unit), frame.cotangentOut, start, cotangentIn, start, length);
        });
    }

    @Override
    public void curve(Frame<A> frame) {
        int m = frame.tangents;
        A cotangentIn = frame.cotangentIn[0];
        A tangentIn = frame.tangentIn[0];
        A gradient = frame.gradient;
        A direction = frame.direction;
        forEachRange(frame, m, (unit, t, start, companion, length) -> {
            double inverse = inverseDeviation(frame, unit);
            if (cotangentIn != null && direction != null) {
                double factor = inverse * arithmetic.get(direction, m * gamma + t * units + unit);
                arithmetic.addScaled(factor, frame.delta(), companion, cotangentIn, start, length);
            }
            if (tangentIn != null && gradient != null) {
                double dot = arithmetic.dot(tangentIn, start, frame.delta(), companion, length);
                arithmetic.addTo(gradient, m * gamma + t * units + unit, inverse * dot);
            }
        });
    }

    @Override
    public void squares(Frame<A> frame, SquareSink<A> sink) {
        int m = frame.tangents;
        int positions = lie.positions();
        A diagonal = sink.diagonal();
        for (int i = 0; i < frame.samples; i++) {
            for (int t = 0; t < m; t++) {
                for (int unit = 0; unit < units; unit++) {
                    int start = lie.image()
                            ? ((unit * m + t) * frame.samples + i) * positions
                            : (t * frame.samples + i) * units + unit;
                    int companion = lie.image() ? (unit * frame.samples + i) * positions : i * units + unit;
                    double dot = arithmetic.dot(frame.cotangentOut, start, frame.state, companion, positions);
                    double sum = arithmetic.sum(frame.cotangentOut, start, positions);
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
