package io.flatness.networks.engine;

import io.flatness.networks.loss.Logistic;
import io.flatness.networks.loss.Loss;
import io.flatness.networks.loss.SoftmaxCrossEntropy;
import io.flatness.networks.loss.SquaredError;
import java.util.Optional;

/**
 * How fast a loss of outputs can grow.
 *
 * @param lipschitz bound of ‖∂ℓ/∂f‖ everywhere; +∞ for none
 * @param curvature bound of ‖∂²ℓ/∂f²‖ everywhere
 * @param bend κ such that the curvature along a step Δ grows by at most a factor e^{κ‖Δ‖} on the way
 */
record LossGrowth(double lipschitz, double curvature, double bend) {
    /** Targets need not sum to 1 to the last bit. */
    private static final double MASS = 1 + 1e-5;

    /** That of a loss, where it is known. */
    static Optional<LossGrowth> of(Loss loss, int outputs) {
        if (loss instanceof SoftmaxCrossEntropy) {
            // Along Δ the third derivative of log Σ exp is at most (max Δ − min Δ) ≤ √2 ‖Δ‖ times the second.
            return Optional.of(new LossGrowth(Math.sqrt(2) * MASS, 0.5 * MASS, Math.sqrt(2)));
        }
        if (loss instanceof Logistic) {
            return Optional.of(new LossGrowth(1, 0.25, 1));
        }
        if (loss instanceof SquaredError error) {
            return Optional.of(new LossGrowth(Double.POSITIVE_INFINITY, error.weight(outputs), 0));
        }
        return Optional.empty();
    }

    /** The most that ℓ rises along a step of at most a length, given the slope ‖∂ℓ/∂f‖ at its start. */
    double rise(double slope, double length) {
        if (length == 0) {
            return 0;
        }
        return Math.min(lipschitz * length, slope * length + 0.5 * curvature * length * length);
    }

    /** The most that ℓ rises along such a step beyond its linear part. */
    double beyondSlope(double slope, double length) {
        return length == 0 ? 0 : Math.min((lipschitz + slope) * length, 0.5 * curvature * length * length);
    }

    /** 2(eʷ − 1 − w)/w² for w = κ · length: what the second-order term is at most multiplied by. */
    double secondOrderFactor(double length) {
        double w = bend * length;
        return w < 1e-3 ? 1 + w : 2 * (Math.expm1(w) - w) / (w * w);
    }
}
