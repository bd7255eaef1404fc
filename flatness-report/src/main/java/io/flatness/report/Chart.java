package io.flatness.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Curves over a swept parameter.
 *
 * @param title what is shown
 * @param xLabel the parameter
 * @param yLabel the quantity
 * @param logY whether the quantity is shown on a logarithmic axis where it is positive, as the parameter always is
 * @param reference a horizontal line, or {@code null}
 * @param referenceLabel what the line is
 * @param curves the curves
 */
record Chart(
        String title,
        String xLabel,
        String yLabel,
        boolean logY,
        @Nullable Double reference,
        String referenceLabel,
        List<Curve> curves) {
    /**
     * One curve.
     *
     * @param name what it is
     * @param points in the order of x
     */
    record Curve(String name, List<Point> points) {}

    /**
     * One value.
     *
     * @param error standard error, 0 for none
     * @param mark what the value is: {@code exact}, {@code estimate}, {@code lower-bound}, {@code upper-bound}
     */
    record Point(double x, double y, double error, String mark) {}
}
