package io.flatness.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis: from data to pixels.
 *
 * @param low smallest value shown
 * @param high largest value shown
 * @param log whether it is logarithmic
 * @param from pixel of {@code low}
 * @param to pixel of {@code high}
 */
record Scale(double low, double high, boolean log, double from, double to) {
    /** An axis that shows all values, with some air; logarithmic when asked for and possible. */
    static Scale of(List<Double> values, boolean logWanted, double from, double to) {
        double low = values.stream().mapToDouble(x -> x).min().orElse(0);
        double high = values.stream().mapToDouble(x -> x).max().orElse(1);
        if (logWanted && low > 0) {
            double air = Math.max(0.05 * (Math.log10(high) - Math.log10(low)), 0.05);
            return new Scale(Math.pow(10, Math.log10(low) - air), Math.pow(10, Math.log10(high) + air), true, from, to);
        }
        double air = high > low ? 0.05 * (high - low) : Math.max(Math.abs(high) * 0.1, 1e-300);
        return new Scale(low - air, high + air, false, from, to);
    }

    double pixel(double value) {
        double part = log
                ? (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
                : (value - low) / (high - low);
        return from + part * (to - from);
    }

    /** Values to mark, about five of them. */
    List<Double> ticks() {
        return log && Math.log10(high) - Math.log10(low) >= 1 ? powers() : rounds();
    }

    private List<Double> powers() {
        int first = (int) Math.ceil(Math.log10(low) - 1e-9);
        int last = (int) Math.floor(Math.log10(high) + 1e-9);
        int step = Math.max(1, (last - first + 5) / 6);
        List<Double> ticks = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent += step) {
            ticks.add(Math.pow(10, exponent));
        }
        if (ticks.size() < 2) {
            double start = Math.pow(10, Math.floor(Math.log10(low)));
            for (double tick = start; tick <= high; tick *= 10) {
                for (double factor : new double[] {1, 2, 5}) {
                    if (tick * factor >= low && tick * factor <= high && !ticks.contains(tick * factor)) {
                        ticks.add(tick * factor);
                    }
                }
            }
        }
        return ticks;
    }

    private List<Double> rounds() {
        double rough = (high - low) / 5;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(low / step); k * step <= high && ticks.size() < 12; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }
}
