package io.flatness.spi.loss;

/** A capability: certified bounds of the loss over a box of parameters, by interval arithmetic rounded outward. */
public interface BoxBounds {
    /**
     * An upper bound of L over {θ : |θᵢ − centerᵢ| ≤ radiusᵢ}, proved up to the stated rounding.
     *
     * @return the bound, +∞ when none was found
     */
    double upperBound(double[] center, double[] radius);

    /**
     * A lower bound of L over the same box, proved up to the stated rounding.
     *
     * @return the bound, −∞ when none was found, as where nothing else is said
     */
    default double lowerBound(double[] center, double[] radius) {
        return Double.NEGATIVE_INFINITY;
    }
}
