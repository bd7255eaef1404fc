package io.flatness.metrics.sharpness;

import io.flatness.spi.MeasurementException;
import io.flatness.spi.MetricContext;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The loss over a batch of samples of its own for every draw, or over all samples for each. */
final class Batches {
    private static final double ROUNDING = 1e-9;

    private final Minimum minimum;
    private final int size;
    private final MetricContext context;
    private final Batch all;
    private final Map<Integer, Double> losses = new HashMap<>();

    /**
     * Creates it.
     *
     * @param size of a batch; 0, or as many as there are samples, for all
     * @throws MeasurementException when the loss is not a mean over samples
     */
    Batches(Minimum minimum, int size, MetricContext context) {
        this.minimum = minimum;
        this.context = context;
        this.all = new Batch(minimum.surface(), minimum.surface().value(minimum.theta()), 1);
        Optional<EmpiricalRisk> risk = minimum.surface().as(EmpiricalRisk.class);
        if (size > 0 && !risk.filter(this::isMean).isPresent()) {
            throw new MeasurementException(
                    "batch is " + size + ", but the loss is not a mean over samples; leave it out");
        }
        this.size = risk.isPresent() && size < risk.get().sampleCount() ? size : 0;
    }

    /**
     * A batch.
     *
     * @param surface the loss over it
     * @param loss at the point
     * @param share of all samples
     */
    record Batch(LossSurface surface, double loss, double share) {}

    /** The loss at the point over all samples. */
    double loss() {
        return all.loss();
    }

    /** Whether the loss is the mean of those of its halves. */
    private boolean isMean(EmpiricalRisk risk) {
        int samples = risk.sampleCount();
        int half = samples / 2;
        if (half == 0) {
            return true;
        }
        double first = loss(risk.restrictedTo(IntStream.range(0, half).toArray()));
        double second = loss(risk.restrictedTo(IntStream.range(half, samples).toArray()));
        double mean = (half * first + (samples - half) * second) / samples;
        return Math.abs(mean - all.loss()) <= ROUNDING * Math.max(Math.abs(first), Math.abs(second));
    }

    private double loss(EmpiricalRisk risk) {
        return risk.value(minimum.theta());
    }

    /** The batch of a draw, of samples without repetition, from the experiment's seed. */
    Batch of(int draw) {
        if (size == 0) {
            return all;
        }
        EmpiricalRisk risk = minimum.surface().as(EmpiricalRisk.class).orElseThrow();
        int[] order =
                MSharpness.order(risk.sampleCount(), context.commonRandom("sharpness/batch-" + draw + "-" + size));
        int[] some = Arrays.copyOf(order, size);
        Arrays.sort(some);
        EmpiricalRisk part = risk.restrictedTo(some);
        double loss = losses.computeIfAbsent(draw, first -> loss(part));
        return new Batch(part, loss, (double) size / risk.sampleCount());
    }
}
