package org.example.@PACKAGE@;

import io.flatness.spi.About;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.MetricFactory;
import io.flatness.spi.Param;
import io.flatness.spi.loss.Minimum;
import java.util.List;

/** What this plugin offers. */
public final class @CLASS@ implements Contents {
    /** The parameters of an experiment's entry; what is written there and does not fit is said with its place. */
    public record Parameters(@Param(doc = "The norm is raised to this power, positive", defaultValue = "1") double power) {
        /** Checks them. */
        public Parameters {
            if (!(power > 0)) {
                throw new InvalidParameterException("power", "power is " + power + "; it must be positive");
            }
        }
    }

    @Override
    public List<ComponentFactory<?>> components() {
        return List.of(MetricFactory.of(
                "@NAME@",
                About.of("The norm of the gradient, raised to a power.")
                        .definition("‖∇L(θ)‖^power")
                        .cost("one gradient"),
                Parameters.class,
                @CLASS@::metric));
    }

    private static Metric metric(Parameters parameters) {
        return (minimum, context) -> measure(parameters, minimum, context);
    }

    private static Measurement measure(Parameters parameters, Minimum minimum, MetricContext context) {
        context.checkCancelled();
        double square = 0;
        for (double slope : minimum.surface().gradient(minimum.theta())) {
            square += slope * slope;
        }
        return Measurement.exact(Math.pow(Math.sqrt(square), parameters.power()));
    }
}
