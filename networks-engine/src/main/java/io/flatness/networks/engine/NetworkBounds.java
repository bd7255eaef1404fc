package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.IntervalRule;
import io.flatness.networks.layer.Intervals;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.BoxBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bounds of the loss over boxes of parameters, by interval arithmetic layer by layer, rounded outward.
 *
 * <p>A bound costs about four forward passes where layers read what a rectifier or a pool of them wrote; inputs of both
 * signs, known only in intervals, cost more.
 */
final class NetworkBounds implements BoxBounds {
    private static final double ROUNDING = 0x1p-51;
    /** Most samples, and about the most intervals, that are passed on together. */
    private static final int MOST_SAMPLES = 64;

    private static final int MOST_INTERVALS = 1 << 19;

    private final NetworkSurface surface;
    private final List<Stages.Stage> stages;
    private final int output;
    private final List<IntervalRule> rules;

    private NetworkBounds(NetworkSurface surface, Stages stages, List<IntervalRule> rules) {
        this.surface = surface;
        this.stages = stages.all();
        this.output = stages.output();
        this.rules = rules;
    }

    /** Bounds of a surface, when each of its layers has an interval rule. */
    static Optional<BoxBounds> of(NetworkSurface surface) {
        Stages stages = new Stages(surface.network());
        List<IntervalRule> rules = new ArrayList<>();
        for (Stages.Stage stage : stages.all()) {
            stage.layer().intervals(stage.site()).ifPresent(rules::add);
        }
        return rules.size() == stages.all().size()
                ? Optional.of(new NetworkBounds(surface, stages, rules))
                : Optional.empty();
    }

    @Override
    public double upperBound(double[] center, double[] radius) {
        double bound = bound(center, radius, true);
        return Double.isNaN(bound) ? Double.POSITIVE_INFINITY : Math.nextUp(bound);
    }

    @Override
    public double lowerBound(double[] center, double[] radius) {
        double bound = bound(center, radius, false);
        return Double.isNaN(bound) ? Double.NEGATIVE_INFINITY : Math.nextDown(bound);
    }

    private double bound(double[] center, double[] radius, boolean upper) {
        surface.layout().requireVector(center);
        surface.layout().requireVector(radius);
        double[] buffers = surface.buffers();
        Intervals box = box(center, radius, buffers);
        int samples = surface.sampleCount();
        double[] bounds = new double[samples];
        List<IntervalRule> ready = rules.stream()
                .map(rule -> rule.prepared(box, surface.execution().gemm()))
                .toList();
        int together = together();
        int chunks = (samples + together - 1) / together;
        surface.execution().parallel().forEach(chunks, (worker, chunk) -> {
            int first = chunk * together;
            bound(first, Math.min(together, samples - first), ready, box, buffers, upper, bounds);
        });
        double sum = 0;
        for (double bound : bounds) {
            sum += bound;
        }
        int rows = surface.countedPositions();
        double weight = surface.objective().sampleWeight(rows);
        double rounding = (upper ? samples + 4 : -samples - 4) * ROUNDING;
        return weight * sum * (1 + rounding) + penalty(box, center.length, upper);
    }

    /** The box of all weights: of the parameters, and the points that frozen tensors are. */
    private Intervals box(double[] center, double[] radius, double[] buffers) {
        int frozen = surface.network().frozen();
        Intervals box = Intervals.zeros(center.length + frozen);
        for (int k = 0; k < center.length; k++) {
            if (!(radius[k] >= 0)) {
                throw new IllegalArgumentException("radius " + k + " is " + radius[k] + "; it must not be negative");
            }
            box.low()[k] = radius[k] == 0 ? center[k] : Math.nextDown(center[k] - radius[k]);
            box.high()[k] = radius[k] == 0 ? center[k] : Math.nextUp(center[k] + radius[k]);
        }
        System.arraycopy(buffers, 0, box.low(), center.length, frozen);
        System.arraycopy(buffers, 0, box.high(), center.length, frozen);
        return box;
    }

    private int together() {
        int size = surface.inputSize();
        for (Stages.Stage stage : stages) {
            size += stage.site().output().size();
        }
        return Math.max(1, Math.min(MOST_SAMPLES, MOST_INTERVALS / size));
    }

    /** Bounds the losses of samples that follow one another. */
    private void bound(
            int first,
            int count,
            List<IntervalRule> ready,
            Intervals box,
            double[] buffers,
            boolean upper,
            double[] bounds) {
        Intervals[] given = inputs(first, count);
        Intervals[] values = new Intervals[ready.size()];
        for (int v = 0; v < values.length; v++) {
            Stages.Stage stage = stages.get(v);
            Intervals[] in = new Intervals[stage.inputs().length];
            for (int i = 0; i < in.length; i++) {
                int from = stage.inputs()[i];
                in[i] = from < 0 ? given[-1 - from] : values[from];
            }
            values[v] = Intervals.zeros(count * stage.site().output().size());
            ready.get(v).encloseAll(count, in, box, buffers, values[v]);
        }
        for (int i = 0; i < count; i++) {
            bounds[first + i] = lossBound(first + i, i, values[output], upper);
        }
    }

    /** The inputs of samples that follow one another, points, one box for each input of the network. */
    private Intervals[] inputs(int first, int count) {
        Network network = surface.network();
        double[] sample = new double[surface.inputSize()];
        Intervals[] inputs = network.inputs().stream()
                .map(shape -> Intervals.zeros(count * shape.size()))
                .toArray(Intervals[]::new);
        for (int i = 0; i < count; i++) {
            surface.input(first + i, sample);
            int from = 0;
            for (int k = 0; k < inputs.length; k++) {
                Shape shape = network.inputs().get(k);
                System.arraycopy(sample, from, inputs[k].low(), i * shape.size(), shape.size());
                System.arraycopy(sample, from, inputs[k].high(), i * shape.size(), shape.size());
                from += shape.size();
            }
        }
        return inputs;
    }

    /** The bound of all positions of one sample; {@code place} is its place in the box of the outputs. */
    private double lossBound(int index, int place, Intervals outputs, boolean upper) {
        int width = surface.outputCount();
        int positions = surface.network().outputPositions();
        double[] low = new double[width];
        double[] high = new double[width];
        double[] target = new double[width];
        double sum = 0;
        for (int position = 0; position < positions; position++) {
            if (!surface.target(index, position, target)) {
                continue;
            }
            int from = (place * positions + position) * width;
            System.arraycopy(outputs.low(), from, low, 0, width);
            System.arraycopy(outputs.high(), from, high, 0, width);
            Loss loss = surface.objective().loss();
            double bound = upper ? loss.upperBound(low, high, target) : loss.lowerBound(low, high, target);
            double rounding = 32.0 * width * ROUNDING * (1 + bound);
            sum += upper ? bound + rounding : Math.max(0, bound - rounding);
        }
        return sum * (1 + (upper ? positions : -positions) * ROUNDING);
    }

    private double penalty(Intervals box, int parameters, boolean upper) {
        double l2 = surface.objective().l2();
        if (l2 == 0) {
            return 0;
        }
        double sum = 0;
        for (int k = 0; k < parameters; k++) {
            double low = box.low()[k];
            double high = box.high()[k];
            double size = upper ? Math.max(-low, high) : Math.max(0, Math.max(low, -high));
            sum += size * size;
        }
        return 0.5 * l2 * sum * (1 + (upper ? parameters + 4 : -parameters - 4) * ROUNDING);
    }
}
