package io.flatness.analyses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Rank correlation: Kendall's τ-b, and its granulated form Ψ of Jiang et al. (2020), ICLR. */
final class Kendall {
    private Kendall() {}

    /**
     * τ-b: (concordant − discordant pairs)/√((pairs − ties in x)(pairs − ties in y)); infinite values tie with each other.
     *
     * @return empty when all x or all y are tied
     */
    static OptionalDouble tauB(double[] x, double[] y) {
        long balance = 0;
        long untiedX = 0;
        long untiedY = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                int a = Double.compare(x[i] + 0.0, x[j] + 0.0);
                int b = Double.compare(y[i] + 0.0, y[j] + 0.0);
                balance += Integer.signum(a) * Integer.signum(b);
                untiedX += a == 0 ? 0 : 1;
                untiedY += b == 0 ? 0 : 1;
            }
        }
        return untiedX == 0 || untiedY == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(balance / Math.sqrt((double) untiedX * untiedY));
    }

    /**
     * ψ of one axis: the mean of τ over groups of networks that differ in this axis alone.
     *
     * @param mean ψ
     * @param standardError of the mean over groups; 0 for a single group
     * @param groups number of groups with an order
     */
    record Axis(double mean, double standardError, int groups) {}

    /**
     * ψ of every axis that has a group with an order, by name.
     *
     * @param settings for each network its value on every axis
     */
    static Map<String, Axis> granulated(List<Map<String, String>> settings, double[] x, double[] y) {
        Map<String, Axis> axes = new LinkedHashMap<>();
        if (settings.isEmpty()) {
            return axes;
        }
        for (String axis : settings.get(0).keySet()) {
            Map<Map<String, String>, List<Integer>> groups = new LinkedHashMap<>();
            for (int i = 0; i < settings.size(); i++) {
                Map<String, String> others = new LinkedHashMap<>(settings.get(i));
                others.remove(axis);
                groups.computeIfAbsent(others, key -> new ArrayList<>()).add(i);
            }
            List<Double> taus = new ArrayList<>();
            for (List<Integer> group : groups.values()) {
                tauB(chosen(x, group), chosen(y, group)).ifPresent(taus::add);
            }
            if (!taus.isEmpty()) {
                axes.put(axis, axis(taus));
            }
        }
        return axes;
    }

    private static Axis axis(List<Double> taus) {
        double mean = taus.stream().mapToDouble(Double::doubleValue).sum() / taus.size();
        double squares =
                taus.stream().mapToDouble(tau -> (tau - mean) * (tau - mean)).sum();
        double error = taus.size() < 2 ? 0 : Math.sqrt(squares / (taus.size() - 1) / taus.size());
        return new Axis(mean, error, taus.size());
    }

    static double[] chosen(double[] values, List<Integer> places) {
        return places.stream().mapToDouble(place -> values[place]).toArray();
    }
}
