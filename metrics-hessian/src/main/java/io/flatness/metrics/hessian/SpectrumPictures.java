package io.flatness.metrics.hessian;

import io.flatness.spi.Figure;
import io.flatness.spi.Figure.Axis;
import io.flatness.spi.Figure.Kind;
import io.flatness.spi.Figure.Series;
import java.util.ArrayList;
import java.util.List;

/** Pictures of spectra, as the detail {@code figures} has them. */
final class SpectrumPictures {
    private SpectrumPictures() {}

    /** A smoothed density with one standard error on both sides. */
    static List<Object> density(double[] grid, double[] density, double[] error) {
        List<double[]> middle = new ArrayList<>();
        List<double[]> low = new ArrayList<>();
        List<double[]> high = new ArrayList<>();
        for (int k = 0; k < grid.length; k++) {
            middle.add(new double[] {grid[k], density[k]});
            low.add(new double[] {grid[k], Math.max(0, density[k] - error[k])});
            high.add(new double[] {grid[k], density[k] + error[k]});
        }
        return List.of(new Figure(
                        "Density of the eigenvalues in the bulk",
                        Axis.linear("eigenvalue"),
                        Axis.linear("density"),
                        List.of(
                                new Series("density", Kind.CURVE, middle),
                                new Series("minus one standard error", Kind.CURVE, low),
                                new Series("plus one standard error", Kind.CURVE, high)),
                        "Eigenvalues near zero and outliers are left out of the curve; the details list them.")
                .values());
    }

    /** Eigenvalues by rank, positive and negative ones apart. */
    static List<Object> ranked(double[] eigenvalues) {
        List<double[]> positive = new ArrayList<>();
        List<double[]> negative = new ArrayList<>();
        for (int k = 0; k < eigenvalues.length; k++) {
            if (eigenvalues[k] > 0) {
                positive.add(new double[] {k + 1, eigenvalues[k]});
            } else if (eigenvalues[k] < 0) {
                negative.add(new double[] {k + 1, -eigenvalues[k]});
            }
        }
        List<Series> series = new ArrayList<>();
        if (!positive.isEmpty()) {
            series.add(new Series("positive", Kind.POINTS, positive));
        }
        if (!negative.isEmpty()) {
            series.add(new Series("negative, by size", Kind.POINTS, negative));
        }
        return List.of(new Figure("Eigenvalues", Axis.linear("rank"), Axis.log("size of the eigenvalue"), series, "")
                .values());
    }
}
