package io.flatness.analyses;

import io.flatness.spi.Measurement;
import io.flatness.spi.Preservation;
import io.flatness.spi.TransformStep;

/** What came of trying to take a problem beyond a value. */
sealed interface Attempt {
    /**
     * A rescaling that does it.
     *
     * @param step its one link
     * @param log2 the largest exponent of two in it
     * @param after what the metric says there
     */
    record Found(String problem, TransformStep step, int log2, Measurement after, Preservation preservation)
            implements Attempt {}

    /** A proof that there is none. */
    record Impossible(String reason) implements Attempt {}

    /** None was found, which proves nothing. */
    record Unsuccessful(String reason) implements Attempt {}
}
