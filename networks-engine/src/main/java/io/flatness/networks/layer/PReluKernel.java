package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import java.util.Arrays;

/** A rectifier with learned slopes; keeps the derivative with respect to x, and min(x, 0). */
final class PReluKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final int slopes;
    private final int weight;
    private final ArrayLayout layout;

    PReluKernel(int slopes, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.slopes = slopes;
        this.weight = site.parameters().get(0).offset();
        this.layout = ArrayLayout.of(site.output());
    }

    @Override
    public int stateSize() {
        return 2 * layout.units() * layout.positions();
    }

    @Override
    public boolean curves() {
        return true;
    }

    /** A run of elements that share a slope. */
    private interface Run {
        void at(int sample, int slope, int start, int length);
    }

    /** Runs of values, which are also the runs of each cotangent of [outer][inner]. */
    private void forEachRun(int samples, Run run) {
        int positions = layout.positions();
        for (int i = 0; i < samples; i++) {
            for (int unit = 0; unit < layout.units(); unit++) {
                int start = layout.image() ? (unit * samples + i) * positions : i * layout.units() + unit;
                run.at(i, slopes == 1 ? 0 : unit, start, positions);
            }
        }
    }

    /** Where number t of m of the element at {@code start} lies. */
    private int tangentAt(int samples, int m, int t, int start) {
        int inner = layout.inner(samples);
        return (start / inner * m + t) * inner + start % inner;
    }

    @Override
    public void forward(Frame<A> frame) {
        int length = layout.length(frame.samples());
        A expanded = frame.scratch().array(0, length);
        forEachRun(
                frame.samples(),
                (i, slope, start, count) ->
                        arithmetic.fill(expanded, start, count, arithmetic.get(frame.theta(), weight + slope)));
        arithmetic.rectifyBySlopes(frame.input(0), expanded, frame.out(), frame.state(), length);
    }

    @Override
    public void tangent(Frame<A> frame) {
        int length = layout.length(frame.samples());
        A tangentIn = frame.tangentIn(0);
        A direction = frame.direction();
        if (tangentIn == null) {
            arithmetic.fill(frame.tangentOut(), 0, length, 0);
        } else {
            arithmetic.multiplyBroadcast(frame.state(), tangentIn, frame.tangentOut(), 1, 1, length, false);
        }
        if (direction != null) {
            forEachRun(frame.samples(), (i, slope, start, count) -> {
                double change = arithmetic.get(direction, weight + slope);
                arithmetic.addScaled(change, frame.state(), length + start, frame.tangentOut(), start, count);
            });
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        int samples = frame.samples();
        int length = layout.length(samples);
        A gradient = frame.gradient();
        if (gradient != null) {
            forEachRun(samples, (i, slope, start, count) -> {
                double dot = arithmetic.dot(frame.cotangentOut(), start, frame.state(), length + start, count);
                arithmetic.addTo(gradient, weight + slope, dot);
            });
        }
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn != null) {
            arithmetic.multiplyBroadcast(
                    frame.state(),
                    frame.cotangentOut(),
                    cotangentIn,
                    layout.outer(),
                    frame.cotangents(),
                    layout.inner(samples),
                    frame.accumulates(0));
        }
    }

    @Override
    public void curve(Frame<A> frame) {
        int samples = frame.samples();
        int length = layout.length(samples);
        A negative = frame.scratch().array(0, length);
        A bent = frame.scratch().array(1, length);
        arithmetic.copy(frame.state(), length, negative, 0, length);
        arithmetic.slopes(negative, bent, length, 1, 0);
        arithmetic.multiplyBroadcast(bent, frame.delta(), bent, 1, 1, length, false);
        A direction = frame.direction();
        A cotangentIn = frame.cotangentIn(0);
        A tangentIn = frame.tangentIn(0);
        A gradient = frame.gradient();
        forEachRun(samples, (i, slope, start, count) -> {
            int parameter = weight + slope;
            if (cotangentIn != null && direction != null) {
                arithmetic.addScaled(arithmetic.get(direction, parameter), bent, start, cotangentIn, start, count);
            }
            if (tangentIn != null && gradient != null) {
                arithmetic.addTo(gradient, parameter, arithmetic.dot(bent, start, tangentIn, start, count));
            }
        });
    }

    @Override
    public boolean squaresApart() {
        return true;
    }

    @Override
    public void squares(Frame<A> frame, SquareSink<A> sink) {
        int m = frame.cotangents();
        int samples = frame.samples();
        double[] sums = new double[samples * slopes];
        for (int t = 0; t < m; t++) {
            int tangent = t;
            Arrays.fill(sums, 0);
            forEachRun(
                    samples,
                    (i, slope, start, count) -> sums[i * slopes + slope] += arithmetic.dot(
                            frame.cotangentOut(),
                            tangentAt(samples, m, tangent, start),
                            frame.state(),
                            layout.length(samples) + start,
                            count));
            for (int k = 0; k < sums.length; k++) {
                A diagonal = sink.diagonal();
                if (diagonal != null) {
                    arithmetic.addTo(diagonal, weight + k % slopes, sums[k] * sums[k]);
                }
                if (sink.samples() != null) {
                    sink.samples()[k / slopes] += sums[k] * sums[k];
                }
            }
        }
    }

    @Override
    public void kinks(Frame<A> frame, KinkSink sink) {
        for (int i = 0; i < layout.length(frame.samples()); i++) {
            sink.at(i, Math.abs(arithmetic.get(frame.input(0), i)));
        }
    }
}
