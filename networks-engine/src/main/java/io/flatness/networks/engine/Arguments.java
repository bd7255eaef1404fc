package io.flatness.networks.engine;

import java.util.List;

/**
 * What a network is evaluated at, in the precision of its arithmetic.
 *
 * @param theta the parameters, and then the frozen tensors
 * @param buffers all buffers
 * @param directions parameter directions along which it may be differentiated, as long as θ, zero along frozen tensors
 * @param <A> {@code double[]} or {@code float[]}
 */
record Arguments<A>(A theta, A buffers, List<A> directions) {}
