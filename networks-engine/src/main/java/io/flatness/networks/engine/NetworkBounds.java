package io.flatness.networks.engine;

import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.IntervalRule;
import io.flatness.networks.layer.Intervals;
import io.flatness.spi.loss.BoxBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Upper bounds of the loss over boxes of parameters, by interval arithmetic layer by layer, rounded outward. */
final class NetworkBounds implements BoxBounds {
    private static final double ROUNDING = 0x1p-51;
    private static final int CHUNK = 16;

    private final NetworkSurface surface;
    private final List<IntervalRule> rules;

    private NetworkBounds(NetworkSurface surface, List<IntervalRule> rules) {
        this.surface = surface;
        this.rules = rules;
    }

    /** Bounds of a surface, when each of its layers has an interval rule. */
    static Optional<BoxBounds> of(NetworkSurface surface) {
        Network network = surface.network();
        if (network.frozen() > 0
                || network.outputPositions() > 1
                || network.inputs().size() > 1) {
            return Optional.empty();
        }
        List<IntervalRule> rules = new ArrayList<>();
        for (int v = 0; v < network.nodes().size(); v++) {
            network.nodes().get(v).layer().intervals(network.site(v)).ifPresent(rules::add);
        }
        return rules.size() == network.nodes().size()
                ? Optional.of(new NetworkBounds(surface, rules))
                : Optional.empty();
    }

    @Override
    public double upperBound(double[] center, double[] radius) {
        surface.layout().requireVector(center);
        surface.layout().requireVector(radius);
        Intervals box = Intervals.zeros(center.length);
        for (int k = 0; k < center.length; k++) {
            if (!(radius[k] >= 0)) {
                throw new IllegalArgumentException("radius " + k + " is " + radius[k] + "; it must not be negative");
            }
            box.low()[k] = radius[k] == 0 ? center[k] : Math.nextDown(center[k] - radius[k]);
            box.high()[k] = radius[k] == 0 ? center[k] : Math.nextUp(center[k] + radius[k]);
        }
        int samples = surface.sampleCount();
        double[] bounds = new double[samples];
        double[] buffers = surface.buffers();
        List<IntervalRule> ready =
                rules.stream().map(rule -> rule.prepared(box)).toList();
        int chunks = (samples + CHUNK - 1) / CHUNK;
        surface.execution().parallel().forEach(chunks, (worker, chunk) -> {
            Intervals[] values = room();
            for (int i = chunk * CHUNK; i < Math.min(samples, (chunk + 1) * CHUNK); i++) {
                bounds[i] = sampleBound(i, ready, box, buffers, values);
            }
        });
        double sum = 0;
        for (double bound : bounds) {
            sum += bound;
        }
        double weight = surface.objective().sampleWeight(samples);
        double bound = weight * sum * (1 + (samples + 4) * ROUNDING) + penalty(box);
        return Double.isNaN(bound) ? Double.POSITIVE_INFINITY : Math.nextUp(bound);
    }

    private Intervals[] room() {
        Network network = surface.network();
        int count = network.nodes().size();
        Intervals[] values = new Intervals[count + 1];
        for (int v = -1; v < count; v++) {
            values[v + 1] = Intervals.zeros(network.outputShape(v).size());
        }
        return values;
    }

    /** values[v + 1] is the box of node v's output; values[0] that of the input, a point. */
    private double sampleBound(
            int sample, List<IntervalRule> ready, Intervals box, double[] buffers, Intervals[] values) {
        Network network = surface.network();
        surface.input(sample, values[0].low());
        System.arraycopy(values[0].low(), 0, values[0].high(), 0, values[0].length());
        for (int v = 0; v < ready.size(); v++) {
            Node node = network.nodes().get(v);
            Intervals[] in = new Intervals[node.inputs().size()];
            for (int i = 0; i < in.length; i++) {
                in[i] = values[node.inputs().get(i) + 1];
            }
            ready.get(v).enclose(in, box, buffers, values[v + 1]);
        }
        Intervals outputs = values[network.output() + 1];
        double[] target = new double[outputs.length()];
        surface.target(sample, target);
        double bound = surface.objective().loss().upperBound(outputs.low(), outputs.high(), target);
        return bound + 32.0 * outputs.length() * ROUNDING * (1 + bound);
    }

    private double penalty(Intervals box) {
        double l2 = surface.objective().l2();
        if (l2 == 0) {
            return 0;
        }
        double sum = 0;
        for (int k = 0; k < box.length(); k++) {
            double most = Math.max(Math.abs(box.low()[k]), Math.abs(box.high()[k]));
            sum += most * most;
        }
        return 0.5 * l2 * sum * (1 + (box.length() + 4) * ROUNDING);
    }
}
