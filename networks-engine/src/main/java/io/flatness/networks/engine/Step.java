package io.flatness.networks.engine;

import io.flatness.networks.layer.LayerKernel;
import io.flatness.networks.tile.Shape;

/**
 * One kernel of a program.
 *
 * @param kernel what is computed
 * @param inputs numbers of the steps it reads, −1 − i for input i of the network
 * @param output shape of what it computes
 * @param trainable whether some of its tensors are parameters
 * @param gradientEnd end of the range of the gradient that it writes to
 */
record Step<A>(LayerKernel<A> kernel, int[] inputs, Shape output, boolean trainable, int gradientEnd) {}
