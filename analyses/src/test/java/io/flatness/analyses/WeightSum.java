package io.flatness.analyses;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.loss.Minimum;
import java.util.Set;

/** Σ |θ_i|, whose author is wrong: it claims to survive the rescaling of layers. */
public final class WeightSum implements MetricFactory<WeightSum.Parameters> {
    /** None. */
    public record Parameters() {}

    @Override
    public String name() {
        return "weight-sum";
    }

    @Override
    public String description() {
        return "The sum of all absolute parameters.";
    }

    @Override
    public Class<Parameters> parameters() {
        return Parameters.class;
    }

    @Override
    public Metric create(Parameters parameters) {
        return new Metric() {
            @Override
            public Measurement measure(Minimum minimum, MetricContext context) {
                double sum = 0;
                for (double value : minimum.theta()) {
                    sum += Math.abs(value);
                }
                return Measurement.exact(sum);
            }

            @Override
            public Set<Invariance> invariances() {
                return Set.of(Invariance.LAYER_RESCALING, Invariance.PERMUTATION);
            }
        };
    }
}
