package io.flatness.spi.loss;

/**
 * What a change of units does to a network: θ and the buffers after it compute the same function as before.
 *
 * @param parameters the linear map of the parameters; a {@link MonomialMap} unless units are mixed
 * @param buffers the linear map of the buffers
 */
public record Carried(Bijection parameters, Bijection buffers) {}
