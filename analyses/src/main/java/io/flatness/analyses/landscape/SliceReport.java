package io.flatness.analyses.landscape;

import io.flatness.analyses.landscape.Plane.Mark;
import io.flatness.analyses.landscape.Slices.Seen;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.Finding;
import io.flatness.spi.Numbers;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What slices of one problem come to: values, sentences, pictures. */
final class SliceReport {
    /** What rounding alone may move: slices of one function are the same up to this. */
    private static final double ROUNDING = 1e-9;

    private final Landscape.Parameters parameters;
    private final String problem;
    private final List<Seen> seen;
    private final List<Readout> readouts = new ArrayList<>();

    SliceReport(Landscape.Parameters parameters, String problem, List<Seen> seen) {
        this.parameters = parameters;
        this.problem = problem;
        this.seen = seen;
        if (Objects.requireNonNull(parameters.dimensions()) == 1) {
            for (Seen each : seen) {
                readouts.add(Readout.of(
                        each.place().minimum().surface(),
                        each.slice(),
                        center(each)[0],
                        parameters.level(),
                        parameters.radius()));
            }
        }
    }

    AnalysisReport report() {
        AnalysisReport report = AnalysisReport.measured(problem, values());
        for (Finding finding : findings()) {
            report = report.with(finding);
        }
        SlicePictures pictures = new SlicePictures(parameters, problem, seen, readouts);
        for (var figure : pictures.figures()) {
            report = report.with(figure);
        }
        return report;
    }

    private static double[] center(Seen one) {
        return one.slice().plane().mark("", one.place().minimum().theta()).at();
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("directions", parameters.directions().name().toLowerCase(Locale.ROOT));
        values.put("axes", seen.get(0).slice().plane().axes());
        List<Object> slices = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            slices.add(slice(i));
        }
        values.put("slices", slices);
        List<Object> places = new ArrayList<>();
        seen.get(0).slice().plane().marks().forEach(mark -> places.add(place(mark)));
        seen.get(0).paths().values().forEach(path -> path.forEach(mark -> places.add(place(mark))));
        values.put("places", places);
        values.put("grid", grid());
        return values;
    }

    private Map<String, Object> slice(int index) {
        Seen one = seen.get(index);
        Plane plane = one.slice().plane();
        LossSurface surface = one.place().minimum().surface();
        double[] center = center(one);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("point", one.place().name());
        values.put("loss", surface.value(one.place().minimum().theta()));
        values.put("minimum", one.slice().minimum());
        values.put("maximum", one.slice().maximum());
        values.put("window", plane.window());
        SymmetricOperator hessian = surface.hessianAt(plane.theta(center));
        values.put(
                "curvatures",
                plane.directions().stream()
                        .mapToDouble(direction -> Plane.dot(direction, hessian.apply(direction)))
                        .toArray());
        values.put(
                "lengths", plane.directions().stream().mapToDouble(Plane::norm).toArray());
        values.putAll(plane.figures());
        if (!readouts.isEmpty()) {
            values.putAll(
                    readouts.get(index).values(Plane.norm(plane.directions().get(0))));
        }
        return values;
    }

    private static Map<String, Object> place(Mark mark) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("point", mark.name());
        values.put("at", mark.at());
        values.put("distance", mark.distance());
        return values;
    }

    /** Arrays by name: coordinates and losses, those of a transformed point with its name behind. */
    private Map<String, Object> grid() {
        Map<String, Object> grid = new LinkedHashMap<>();
        for (int i = 0; i < seen.size(); i++) {
            Slice slice = seen.get(i).slice();
            String end = i == 0 ? "" : " " + seen.get(i).place().name();
            grid.put("x" + end, slice.x());
            if (slice.plane().dimensions() == 1) {
                grid.put("loss" + end, slice.loss()[0]);
            } else {
                grid.put("y" + end, slice.y());
                grid.put("loss" + end, Arrays.asList(slice.loss()));
            }
        }
        return grid;
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Slice first = seen.get(0).slice();
        String where = switch (parameters.directions()) {
            case RANDOM -> "along random directions";
            case EIGENVECTORS -> "along the leading eigenvectors";
            case GRADIENT -> "along the gradient";
            case PARAMETERS -> "over " + String.join(" and ", first.plane().axes());
            case MODELS -> "between " + String.join(", ", names(first));
            case PCA ->
                "in the principal components of " + first.plane().marks().size() + " checkpoints";
        };
        findings.add(Finding.info("seen", "the loss " + where + " goes from " + range(first)));
        for (Seen one : seen.subList(1, seen.size())) {
            double change = difference(first, one.slice());
            String name = one.place().name();
            findings.add(
                    change <= ROUNDING
                            ? Finding.info(
                                    "same-slice", "written as " + name + " the network shows the same picture " + where)
                            : Finding.caution(
                                    "other-slice",
                                    "written as " + name + " the same function shows another picture " + where + ": "
                                            + range(one.slice()) + " instead of " + range(first)));
        }
        for (Seen one : seen) {
            if (Boolean.FALSE.equals(one.slice().plane().figures().get("converged"))) {
                findings.add(Finding.caution(
                        "unconverged", "the eigenvectors at " + one.place().name() + " are not converged"));
            }
        }
        first.plane().marks().stream()
                .max((a, b) -> Double.compare(a.distance(), b.distance()))
                .filter(mark -> parameters.directions() == Landscape.Directions.PCA)
                .ifPresent(mark -> findings.add(Finding.info(
                        "distance",
                        "no checkpoint is farther from the picture than " + mark.name() + ", by "
                                + Numbers.of(mark.distance()))));
        readouts(findings);
        return findings;
    }

    private void readouts(List<Finding> findings) {
        for (int i = 0; i < readouts.size(); i++) {
            Readout readout = readouts.get(i);
            String name = seen.get(i).place().name();
            Map<String, Object> values = readout.values(
                    Plane.norm(seen.get(i).slice().plane().directions().get(0)));
            if (readout.interval() != null) {
                findings.add(Finding.info(
                        "width",
                        name + " stays within " + Numbers.of(Objects.requireNonNull(parameters.level()))
                                + " of its loss over " + (readout.closed() ? "" : "at least ")
                                + Numbers.of((Double) Objects.requireNonNull(values.get("width"))) + " of the line"));
            }
            if (readout.reach() != null) {
                findings.add(Finding.info(
                        "rise",
                        name + " rises by at most " + Numbers.of(readout.rise()) + " on the line within "
                                + Numbers.of(Objects.requireNonNull(parameters.radius()))));
            }
        }
    }

    private static List<String> names(Slice slice) {
        return slice.plane().marks().stream().map(Mark::name).toList();
    }

    private static String range(Slice slice) {
        return Numbers.of(slice.minimum()) + " to " + Numbers.of(slice.maximum());
    }

    /** The largest difference of two slices, relative to the largest finite value. */
    private static double difference(Slice a, Slice b) {
        double largest = Double.MIN_NORMAL;
        double apart = 0;
        for (int j = 0; j < a.y().length; j++) {
            for (int i = 0; i < a.x().length; i++) {
                double u = a.loss()[j][i];
                double v = b.loss()[j][i];
                if (u != v) {
                    apart = Math.max(apart, Math.abs(u - v));
                }
                largest = Double.isFinite(u) ? Math.max(largest, Math.abs(u)) : largest;
            }
        }
        return apart / largest;
    }
}
