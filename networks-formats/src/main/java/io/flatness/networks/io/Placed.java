package io.flatness.networks.io;

/**
 * A layer's output as a file arranges it.
 *
 * @param layer index of the layer
 * @param how its axes lie
 */
record Placed(int layer, Arrangement how) {}
