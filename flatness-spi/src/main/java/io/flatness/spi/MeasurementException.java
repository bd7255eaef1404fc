package io.flatness.spi;

/** The mathematics refused: a measurement that cannot be made at this point, with the reason for its user. */
public final class MeasurementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the reason, a sentence that stands in the results. */
    public MeasurementException(String reason) {
        super(reason);
    }
}
