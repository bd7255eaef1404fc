package io.flatness.spi;

/**
 * Makes a {@link Transform} from its parameters; found through {@link java.util.ServiceLoader}.
 *
 * @param <P> the record of parameters
 */
public interface TransformFactory<P extends Record> extends ComponentFactory<P> {
    /** Makes the transform; must be cheap. */
    Transform create(P parameters);
}
