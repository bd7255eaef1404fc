package io.flatness.networks.io;

import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Identity;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Recognizes an activation by its values.
 *
 * <p>Exporters write GELU, SiLU and others as several operators in several orders, with constants rounded to single
 * precision. A function that agrees with an activation on a fine grid to 1e-5 is taken for it: the two forms of GELU
 * differ by up to 5e-4.
 */
final class ActivationCatalog {
    private static final double TOLERANCE = 1e-5;

    private ActivationCatalog() {}

    /** The layer that computes the function, if there is one. */
    static Optional<LayerSpec> find(DoubleUnaryOperator function) {
        return candidates(function).stream()
                .filter(candidate -> agrees(function, candidate.function, TOLERANCE))
                .map(Candidate::layer)
                .findFirst();
    }

    /** The layer that scales and shifts as the function does, if it does nothing else. */
    static Optional<LayerSpec> scale(DoubleUnaryOperator function) {
        // at a power of two this large the shift is lost, and the factor comes out to the last bit
        double far = 0x1p300;
        double factor = function.applyAsDouble(far) / far;
        double shift = function.applyAsDouble(0) + 0.0;
        boolean finite = Double.isFinite(factor) && Double.isFinite(shift) && factor != 0;
        return finite && agrees(function, x -> factor * x + shift, 1e-12)
                ? Optional.of(Scale.of(factor, shift))
                : Optional.empty();
    }

    private record Candidate(LayerSpec layer, DoubleUnaryOperator function) {}

    private static List<Candidate> candidates(DoubleUnaryOperator function) {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(new Identity(), x -> x));
        double slope = -function.applyAsDouble(-1);
        if (Double.isFinite(slope)) {
            candidates.add(new Candidate(new Rectifier(slope + 0.0), x -> x > 0 ? x : slope * x));
        }
        // the division rounds; a constant in single precision comes out as it was
        double quotient = function.applyAsDouble(-1) / Math.expm1(-1);
        double alpha = Math.abs((float) quotient - quotient) <= 4 * Math.ulp(quotient) ? (float) quotient : quotient;
        if (alpha > 0 && Double.isFinite(alpha)) {
            candidates.add(new Candidate(
                    new Activation(Activation.Function.ELU, alpha), x -> x > 0 ? x : alpha * Math.expm1(x)));
        }
        for (Activation.Function known : Activation.Function.values()) {
            if (known != Activation.Function.ELU) {
                Activation activation = new Activation(known);
                candidates.add(new Candidate(activation, activation::value));
            }
        }
        return candidates;
    }

    /** Whether two functions agree on a fine grid, relative to 1 + their size. */
    static boolean agrees(DoubleUnaryOperator found, DoubleUnaryOperator known, double tolerance) {
        // 0.37 keeps clear of round numbers, where functions may touch
        for (double x = -24; x <= 24; x += x > -6 && x < 6 ? 0.037 : 0.37) {
            double expected = known.applyAsDouble(x);
            double error = Math.abs(found.applyAsDouble(x) - expected);
            if (!(error <= tolerance * (1 + Math.abs(expected)))) {
                return false;
            }
        }
        return true;
    }
}
