package io.flatness.metrics.hessian;

import io.flatness.numerics.LanczosQuadrature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Eigenvalues that stand apart from the bulk of the density: points, not to be smeared.
 *
 * @param values the eigenvalues with their residuals, descending
 */
record Outliers(List<double[]> values) {
    /** How far, relative to itself, an outlier is from the next eigenvalue. */
    private static final double GAP = 0.05;

    /** Known eigenvalues beyond all nodes of the rest, walking inwards from both ends while each is apart. */
    static Outliers of(Quadratures quadratures) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (LanczosQuadrature rule : quadratures.rules()) {
            low = Math.min(low, rule.nodes()[0]);
            high = Math.max(high, rule.nodes()[rule.nodes().length - 1]);
        }
        List<double[]> known = new ArrayList<>();
        for (int i = 0; i < quadratures.known().size(); i++) {
            known.add(new double[] {
                quadratures.known().get(i), quadratures.residuals().get(i)
            });
        }
        known.sort((a, b) -> Double.compare(b[0], a[0]));
        // The innermost outlier is the one behind which everything follows without a gap.
        int above = 0;
        for (int i = 0; i < known.size() && known.get(i)[0] > Math.max(0, high); i++) {
            double next = i + 1 < known.size() ? Math.max(high, known.get(i + 1)[0]) : high;
            above = known.get(i)[0] - next > GAP * known.get(i)[0] ? i + 1 : above;
        }
        int below = known.size();
        for (int i = known.size() - 1; i >= above && known.get(i)[0] < Math.min(0, low); i--) {
            double next = i > above ? Math.min(low, known.get(i - 1)[0]) : low;
            below = next - known.get(i)[0] > -GAP * known.get(i)[0] ? i : below;
        }
        List<double[]> outliers = new ArrayList<>(known.subList(0, above));
        outliers.addAll(known.subList(below, known.size()));
        return new Outliers(List.copyOf(outliers));
    }

    boolean contains(double node) {
        return values.stream().anyMatch(value -> value[0] == node);
    }

    List<Map<String, Object>> described() {
        List<Map<String, Object>> described = new ArrayList<>();
        for (double[] value : values) {
            Map<String, Object> point = new LinkedHashMap<>();
            point.put("eigenvalue", value[0]);
            point.put("residual", value[1]);
            described.add(point);
        }
        return described;
    }
}
