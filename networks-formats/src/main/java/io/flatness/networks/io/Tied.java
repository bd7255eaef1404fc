package io.flatness.networks.io;

import io.flatness.networks.layer.WeightOrder;

/**
 * A weight as it is stored.
 *
 * @param tensor the weight
 * @param order how it is stored
 * @param named whether it was found under another name
 */
record Tied(Tensor tensor, WeightOrder order, boolean named) {}
