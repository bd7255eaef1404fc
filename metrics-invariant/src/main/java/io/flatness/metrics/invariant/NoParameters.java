package io.flatness.metrics.invariant;

/** The parameters of a measure that has none. */
public record NoParameters() {}
