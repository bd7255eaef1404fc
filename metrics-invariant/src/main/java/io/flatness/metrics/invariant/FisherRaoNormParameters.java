package io.flatness.metrics.invariant;

import io.flatness.spi.Param;

/** Parameters of {@code fisher-rao-norm}. */
public record FisherRaoNormParameters(
        @Param(
                doc = "Which Fisher matrix: model (labels drawn from the network's own predictions) or empirical (the"
                        + " given labels).",
                defaultValue = "model")
        Fisher fisher) {
    /** The two matrices that go by the name. */
    public enum Fisher {
        /** The Fisher information of the predictive distribution. */
        MODEL,
        /** The second moment of the gradients of the samples. */
        EMPIRICAL
    }
}
