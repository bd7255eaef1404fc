package io.flatness.metrics.hessian;

import io.flatness.numerics.LanczosQuadrature;

/**
 * The mass that the measure of a probe has in [−radius, radius], and how far it may be off what its Gauss rule shows there.
 *
 * <p>At most the mass is the weight of the nodes inside and of the next one on either side; at least it is the weight of the nodes
 * inside but the first and the last (Chebyshev, Markov and Stieltjes). A Ritz vector inside whose residual ρ is small is itself
 * a witness: at most ρ/(radius − |node|) of it lies outside of the window, so the mass is at least (√weight − that)².
 *
 * @param seen the weight of the nodes inside
 * @param unresolved |mass − seen| at most
 */
record WindowMass(double seen, double unresolved) {
    static WindowMass of(LanczosQuadrature rule, double radius) {
        double[] nodes = rule.nodes();
        double[] weights = rule.weights();
        int first = 0;
        while (first < nodes.length && nodes[first] < -radius) {
            first++;
        }
        int end = first;
        while (end < nodes.length && nodes[end] <= radius) {
            end++;
        }
        double seen = 0;
        double least = 0;
        for (int i = first; i < end; i++) {
            seen += weights[i];
            least += i > first && i < end - 1 ? weights[i] : 0;
        }
        for (int i = first; i < end; i++) {
            double outside = rule.residuals()[i] == 0 ? 0 : rule.residuals()[i] / (radius - Math.abs(nodes[i]));
            double witness = Math.max(0, Math.sqrt(weights[i]) - outside);
            least = Math.max(least, witness * witness);
        }
        double more = 0;
        if (first > 0 && rule.residuals()[first - 1] > 0) {
            more += weights[first - 1];
        }
        if (end < nodes.length && rule.residuals()[end] > 0) {
            more += weights[end];
        }
        return new WindowMass(seen, Math.max(seen - least, more));
    }
}
