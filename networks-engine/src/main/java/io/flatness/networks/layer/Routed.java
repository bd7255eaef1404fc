package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import java.util.Arrays;
import java.util.List;

/**
 * A layer that moves elements: those of each input go to their places in the output, times one factor; what meets in one
 * place is added, and places that get none hold a constant.
 *
 * @param routings one for each input
 * @param factor of every element
 * @param constant where nothing goes
 */
record Routed(List<Routing> routings, double factor, double constant) {
    /** Moves without a factor, from one input. */
    static Routed moving(Routing routing) {
        return new Routed(List.of(routing), 1, 0);
    }

    <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new RoutingKernel<>(routings, factor, constant, site, arithmetic);
    }

    /** How boxes move; sums and factors are rounded outward, moves alone are exact. */
    IntervalRule intervals(Site site) {
        int[] terms = new int[site.output().size()];
        for (Routing routing : routings) {
            for (int start : routing.to()) {
                for (int i = 0; i < routing.run(); i++) {
                    terms[start + i]++;
                }
            }
        }
        return (in, parameters, buffers, out) -> {
            Arrays.fill(out.low(), constant);
            Arrays.fill(out.high(), constant);
            double[] magnitude = new double[out.length()];
            for (int input = 0; input < in.length; input++) {
                add(routings.get(input), in[input], terms, out, magnitude);
            }
            for (int k = 0; k < out.length(); k++) {
                if (terms[k] > 1 || terms[k] == 1 && factor != 1) {
                    out.widen(k, terms[k], magnitude[k]);
                }
            }
        };
    }

    private void add(Routing routing, Intervals in, int[] terms, Intervals out, double[] magnitude) {
        for (int r = 0; r < routing.from().length; r++) {
            for (int i = 0; i < routing.run(); i++) {
                int to = routing.to()[r] + i;
                double low = factor * in.low()[routing.from()[r] + i];
                double high = factor * in.high()[routing.from()[r] + i];
                boolean sum = terms[to] > 1;
                out.low()[to] = (sum ? out.low()[to] : 0) + Math.min(low, high);
                out.high()[to] = (sum ? out.high()[to] : 0) + Math.max(low, high);
                magnitude[to] += Math.max(Math.abs(low), Math.abs(high));
            }
        }
    }
}
