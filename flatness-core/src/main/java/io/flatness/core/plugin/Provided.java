package io.flatness.core.plugin;

import io.flatness.spi.ComponentFactory;

/** A factory that a plugin provides. */
public record Provided(ComponentKind kind, ComponentFactory<?> factory) {}
