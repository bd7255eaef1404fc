/** Losses on the outputs of a network. */
@NullMarked
package io.flatness.networks.loss;

import org.jspecify.annotations.NullMarked;
