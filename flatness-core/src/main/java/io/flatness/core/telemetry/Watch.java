package io.flatness.core.telemetry;

/**
 * What is watched of a surface's evaluations.
 *
 * @param evaluations counts them
 * @param check called before each; throws when the run was interrupted
 */
public record Watch(Evaluations evaluations, Runnable check) {}
