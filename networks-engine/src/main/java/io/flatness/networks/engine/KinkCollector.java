package io.flatness.networks.engine;

import io.flatness.networks.layer.LayerKernel;
import io.flatness.spi.loss.Kinks;
import java.util.Arrays;

/**
 * Collects distances from kinks while a tile runs forward.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
final class KinkCollector<A> implements LayerKernel.KinkSink {
    private final Program<A> program;
    private double margin = Double.POSITIVE_INFINITY;
    private long pairs;
    private long close;
    private boolean[] zeros = new boolean[0];
    private boolean anyZero;

    private KinkCollector(Program<A> program) {
        this.program = program;
    }

    /** Distances from kinks at θ, over all samples. */
    static <A> Kinks.Report report(Engine<A> engine, double[] theta) {
        Kinks.Report[] reports = new Kinks.Report[engine.samples().tiles()];
        engine.forEachTile(theta, pass -> {
            KinkCollector<A> collector = new KinkCollector<>(engine.program());
            pass.forward(collector);
            reports[pass.number] = collector.report();
        });
        return Arrays.stream(reports).reduce(new Kinks.Report(Double.POSITIVE_INFINITY, 0, 0), KinkCollector::join);
    }

    /** Called before a step runs. */
    void look(StepFrame<A> frame) {
        int v = frame.v();
        int input = program.inputs(v).length == 0 ? -1 : program.inputs(v)[0];
        anyZero = false;
        if (input >= 0) {
            int length = frame.samples() * program.size[input];
            if (zeros.length < length) {
                zeros = new boolean[length];
            }
            anyZero = program.kernel(input).marksZeros(frame.ofStep(input), zeros);
        }
        program.kernel(v).kinks(frame, this);
    }

    @Override
    public void at(int element, double distance) {
        if (!anyZero || !zeros[element]) {
            gap(distance);
        }
    }

    @Override
    public void gap(double distance) {
        pairs++;
        margin = Math.min(margin, distance);
        close += distance <= Kinks.Report.CLOSE ? 1 : 0;
    }

    private Kinks.Report report() {
        return new Kinks.Report(margin, pairs, close);
    }

    /** The report over two sets of samples. */
    private static Kinks.Report join(Kinks.Report a, Kinks.Report b) {
        return new Kinks.Report(Math.min(a.margin(), b.margin()), a.pairs() + b.pairs(), a.close() + b.close());
    }
}
