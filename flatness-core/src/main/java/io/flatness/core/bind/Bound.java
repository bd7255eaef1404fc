package io.flatness.core.bind;

/**
 * A bound value.
 *
 * @param value what the component receives
 * @param plain the same as written in an experiment, with all defaults: maps, lists, strings, numbers, booleans
 */
public record Bound<T>(T value, Object plain) {}
