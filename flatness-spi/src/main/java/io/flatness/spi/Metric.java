package io.flatness.spi;

import io.flatness.spi.loss.Minimum;
import java.util.Optional;
import java.util.Set;

/** A measure of flatness. Immutable and thread-safe: the same minimum and context give the same bits. */
public interface Metric {
    /**
     * Measures the surface at the minimum.
     *
     * <p>Ask the surface for what the metric needs with {@link io.flatness.spi.loss.LossSurface#as}, never with {@code
     * instanceof}, and return {@link Measurement#notApplicable} when it is not there.
     *
     * @throws MeasurementException when the mathematics refuses at this point
     */
    Measurement measure(Minimum minimum, MetricContext context);

    /** Which direction is called flat. */
    default Orientation orientation() {
        return Orientation.SMALLER_IS_FLATTER;
    }

    /** Whether the value is the quantity itself or its natural logarithm. */
    default ValueScale scale() {
        return ValueScale.LINEAR;
    }

    /**
     * What the metric itself has to say about a value at the untransformed point, beyond the value.
     *
     * @since 0.1
     */
    default Optional<Finding> finding(Measurement measurement) {
        return Optional.empty();
    }

    /** The families of function-preserving changes that leave this metric alone, as far as its author claims. */
    default Set<Invariance> invariances() {
        return Set.of();
    }

    /** How the metric changes under a diagonal rescaling, where that is known in closed form. */
    default Optional<ScalingLaw> scalingLaw() {
        return Optional.empty();
    }
}
