package io.flatness.metrics.invariant;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.PowerSum;
import io.flatness.spi.ScalingLaw;
import io.flatness.spi.loss.Minimum;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * ‖θ‖², the sum of the squares of all parameters.
 *
 * <p>Under a rescaling it is Σ factor_k² θ_k², a sum of powers, so that its infimum over an orbit is exact. Source: Jiang,
 * Neyshabur, Mobahi, Krishnan, Bengio (2020), ICLR.
 */
final class ParameterNorm implements Metric, ScalingLaw {
    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        return Measurement.exact(sum(minimum).value());
    }

    private static PowerSum sum(Minimum minimum) {
        double[] squares = minimum.theta().clone();
        Arrays.setAll(squares, k -> squares[k] * squares[k]);
        return new PowerSum(squares, 2, 1);
    }

    @Override
    public OptionalDouble valueUnder(Minimum minimum, double[] factors, MetricContext context) {
        double sum = 0;
        for (int k = 0; k < factors.length; k++) {
            double moved = factors[k] * minimum.theta()[k];
            sum += moved * moved;
        }
        return OptionalDouble.of(sum);
    }

    @Override
    public Optional<PowerSum> powerSum(Minimum minimum, MetricContext context) {
        return Optional.of(sum(minimum));
    }

    @Override
    public Optional<ScalingLaw> scalingLaw() {
        return Optional.of(this);
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP);
    }
}
