package io.flatness.networks.engine;

/**
 * Inputs and targets of the same samples.
 *
 * @param inputs the inputs as stored
 * @param targets what the outputs should be
 */
public record DataSet(Inputs inputs, Targets targets) {
    /** Checks that both have the same number of samples, and some. */
    public DataSet {
        if (inputs.count() != targets.count()) {
            throw new IllegalArgumentException(inputs.count() + " input samples but " + targets.count() + " targets");
        }
        if (inputs.count() == 0) {
            throw new IllegalArgumentException("there are no samples");
        }
    }

    /** Number of samples. */
    public int count() {
        return inputs.count();
    }
}
