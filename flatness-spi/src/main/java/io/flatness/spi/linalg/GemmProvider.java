package io.flatness.spi.linalg;

/** A source of matrix products that an experiment chooses by name; one {@link java.util.ServiceLoader} service each. */
public interface GemmProvider {
    /** The name that {@code backend:} of an experiment gives, in kebab-case. */
    String name();

    /**
     * Loads what the products need; loading again is cheap and returns an equivalent object.
     *
     * @throws GemmUnavailableException when this machine cannot serve them
     */
    Gemm load();
}
