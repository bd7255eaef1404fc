package io.flatness.spi.loss;

import java.util.Optional;

/**
 * A minimum written in other parameters.
 *
 * @param minimum the new point, possibly on a new surface
 * @param map the map g from the old parameters to the new ones with g(θ) = θ' under which the function is the same on
 *     the whole space, L'(g(θ)) = L(θ); empty where there is none (a change of dimension)
 */
public record Transformed(Minimum minimum, Optional<Bijection> map) {}
