/** Training in place: mini-batch optimizers, and the polish that takes a network to a critical point. */
@NullMarked
package io.flatness.networks.train;

import org.jspecify.annotations.NullMarked;
