package io.flatness.core.plugin;

import io.flatness.spi.ComponentFactory;

/**
 * A factory and where it comes from.
 *
 * @param factory the factory
 * @param origin its plugin
 * @param provider name of the class that provides it
 */
public record Component<F extends ComponentFactory<?>>(F factory, Origin origin, String provider) {
    /** The name as written in experiments. */
    public String name() {
        return factory.name();
    }
}
