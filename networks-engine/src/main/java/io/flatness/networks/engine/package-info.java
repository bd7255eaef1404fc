/**
 * Loss surfaces of networks: values, gradients and curvature products, tile by tile.
 *
 * <p>The way in is {@code new NetworkSurface(network, buffers, data, objective, execution)}: a
 * {@link io.flatness.networks.graph.Network}, its buffers in layout order, a {@link
 * io.flatness.networks.engine.DataSet}, an {@link io.flatness.networks.loss.Objective} and an {@link
 * io.flatness.networks.engine.Execution}.
 */
@NullMarked
package io.flatness.networks.engine;

import org.jspecify.annotations.NullMarked;
