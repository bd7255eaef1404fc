package io.flatness.analyses;

import io.flatness.analyses.DisjointBoxes.Layout;
import io.flatness.spi.Figure;
import io.flatness.spi.Figure.Axis;
import io.flatness.spi.Figure.Kind;
import io.flatness.spi.Figure.Series;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.List;

/** The boxes of Theorem 2, by their norms and, in two dimensions, where they are (Figure 3 of the paper). */
final class BoxPictures {
    private static final int POINTS = 61;

    private BoxPictures() {}

    static Figure norms(Layout layout, int boxes) {
        List<String> names = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        for (int j = 0; j < boxes; j++) {
            double[] norm = layout.norm(j);
            names.add(name(j));
            rows.add(new double[] {norm[0], norm[1], Math.sqrt(norm[0] * norm[1]), j});
        }
        return new Figure(
                "Disjoint boxes by their largest weight",
                Axis.log("largest weight of the enlarged layer"),
                Axis.names(names),
                List.of(new Series("between", Kind.INTERVALS, rows)),
                "No two bars meet, so no two boxes do.");
    }

    static Figure map(Minimum minimum, Layout layout, int boxes, double height) {
        double[] reach = new double[2];
        List<Series> drawn = new ArrayList<>();
        for (int j = 0; j < boxes; j++) {
            double[] x = layout.side(0, j);
            double[] y = layout.side(1, j);
            reach[0] = Math.max(reach[0], Math.max(Math.abs(x[0]), Math.abs(x[1])));
            reach[1] = Math.max(reach[1], Math.max(Math.abs(y[0]), Math.abs(y[1])));
            drawn.add(new Series(name(j), Kind.BOXES, List.of(new double[] {x[0], y[0], x[1], y[1]})));
        }
        List<double[]> grid = new ArrayList<>();
        for (int j = 0; j < POINTS; j++) {
            for (int i = 0; i < POINTS; i++) {
                double x = 1.1 * reach[0] * i / (POINTS - 1) * Math.signum(layout.theta()[0]);
                double y = 1.5 * reach[1] * j / (POINTS - 1) * Math.signum(layout.theta()[1]);
                grid.add(new double[] {x, y, Math.min(minimum.surface().value(new double[] {x, y}), 3 * height + 0.5)});
            }
        }
        List<Series> series = new ArrayList<>();
        series.add(new Series("loss", Kind.SURFACE, grid));
        series.add(new Series("L + ε", Kind.LEVELS, List.of(new double[] {height})));
        series.addAll(drawn);
        return new Figure(
                "Disjoint boxes where the loss is low",
                Axis.linear("θ₁"),
                Axis.linear("θ₂"),
                series,
                "Boxes of one area along the valley, which never ends: the volume where the loss is low is infinite.");
    }

    private static String name(int j) {
        return j == 0 ? "B" : j == 1 ? "T B" : "T^" + j + " B";
    }
}
