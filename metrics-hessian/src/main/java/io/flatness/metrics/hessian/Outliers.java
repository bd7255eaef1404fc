package io.flatness.metrics.hessian;

import io.flatness.numerics.Estimate;
import io.flatness.numerics.LanczosQuadrature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Eigenvalues that stand apart from the bulk of the density: points, not to be smeared.
 *
 * @param values the eigenvalues, ascending
 * @param norm the largest |node|
 */
record Outliers(List<Double> values, double norm) {
    /** A node whose residual is below this share of the norm is an eigenvalue and no average of several. */
    private static final double SHARP = 1e-6;
    /** How far, relative to itself, an outlier is from the next node. */
    private static final double GAP = 0.05;
    /** Nodes of different probes within this share of the norm are the same eigenvalue. */
    private static final double SAME = 1e-5;

    /** Walks inwards from both ends of the first rule while nodes are sharp and apart. */
    static Outliers of(Quadratures quadratures) {
        LanczosQuadrature rule = quadratures.rules().get(0);
        double norm = quadratures.norm();
        double[] nodes = rule.nodes();
        List<Double> values = new ArrayList<>();
        int low = 0;
        int high = nodes.length - 1;
        while (low < high && nodes[low] < -SAME * norm && apart(rule, low, low + 1, norm)) {
            values.add(nodes[low++]);
        }
        List<Double> upper = new ArrayList<>();
        while (high > low && nodes[high] > SAME * norm && apart(rule, high, high - 1, norm)) {
            upper.add(0, nodes[high--]);
        }
        values.addAll(upper);
        return new Outliers(List.copyOf(values), norm);
    }

    private static boolean apart(LanczosQuadrature rule, int node, int next, double norm) {
        double[] nodes = rule.nodes();
        return rule.residuals()[node] <= SHARP * norm
                && Math.abs(nodes[node] - nodes[next]) > GAP * Math.abs(nodes[node]);
    }

    boolean contains(double node) {
        return values.stream().anyMatch(value -> near(value, node));
    }

    private boolean near(double value, double node) {
        return Math.abs(value - node) <= SAME * norm;
    }

    /** Each with its mass, and so with how often it occurs. */
    List<Map<String, Object>> described(Quadratures quadratures) {
        List<Map<String, Object>> described = new ArrayList<>();
        for (double value : values) {
            Estimate mass = quadratures.mean(node -> near(value, node) ? 1 : 0);
            Map<String, Object> point = new LinkedHashMap<>();
            point.put("eigenvalue", value);
            point.put("multiplicity", quadratures.dimension() * mass.value());
            point.put("standardError", quadratures.dimension() * mass.standardError());
            described.add(point);
        }
        return described;
    }
}
