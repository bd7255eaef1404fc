package io.flatness.networks.loss;

/**
 * What is minimized: the loss over samples, and a penalty.
 *
 * @param loss the loss of a sample
 * @param reduction how samples are combined
 * @param l2 weight λ of the penalty ½ λ ‖θ‖²; 0 for none
 */
public record Objective(Loss loss, Reduction reduction, double l2) {
    /** Checks the range. */
    public Objective {
        if (!(l2 >= 0 && l2 < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("l2 is " + l2 + "; it must be finite and not negative");
        }
    }

    /** The mean loss without a penalty. */
    public Objective(Loss loss) {
        this(loss, Reduction.MEAN, 0);
    }

    /** Factor of each sample's loss for {@code samples} samples. */
    public double sampleWeight(int samples) {
        return reduction == Reduction.MEAN ? 1.0 / samples : 1;
    }
}
