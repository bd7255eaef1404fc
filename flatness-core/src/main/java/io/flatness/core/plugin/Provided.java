package io.flatness.core.plugin;

import io.flatness.spi.ComponentFactory;

/**
 * A factory that a plugin provides.
 *
 * @param provider name of the class that provides it
 */
public record Provided(ComponentKind kind, ComponentFactory<?> factory, String provider) {}
