package io.flatness.analyses.landscape;

import io.flatness.analyses.landscape.Plane.Mark;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.RefusedException;
import io.flatness.spi.linalg.LinearAlgebra;
import io.flatness.spi.linalg.SymmetricEigen;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines and planes through several networks of one architecture. */
final class Networks {
    private Networks() {}

    /** Throws unless all can be joined: the same tensors, and the same statistics that are not parameters. */
    static void requireAlike(List<Place> places) {
        Place first = places.get(0);
        for (Place other : places) {
            if (!shapes(first).equals(shapes(other))) {
                throw new RefusedException(other.name() + " has other tensors than " + first.name() + ": "
                        + shapes(other) + " instead of " + shapes(first));
            }
            if (!Arrays.equals(buffers(first), buffers(other))) {
                throw new RefusedException(other.name() + " has other statistics of its BatchNorm layers than "
                        + first.name() + "; between the two there are none that belong to the weights");
            }
        }
    }

    private static List<List<Integer>> shapes(Place place) {
        return place.minimum().surface().layout().blocks().stream()
                .map(Block::shape)
                .toList();
    }

    private static double[] buffers(Place place) {
        return place.minimum()
                .surface()
                .as(NetworkLoss.class)
                .map(NetworkLoss::buffers)
                .orElse(new double[0]);
    }

    /** The line through two, from 0 to 1. */
    static Plane line(Planes planes, Place a, Place b) {
        double[] direction = Plane.minus(b.minimum().theta(), a.minimum().theta());
        double length = Plane.norm(direction);
        if (length == 0) {
            throw new MeasurementException(a.name() + " and " + b.name() + " have the same parameters");
        }
        List<Mark> marks = List.of(new Mark(a.name(), new double[] {0}, 0), new Mark(b.name(), new double[] {1}, 0));
        return new Plane(
                a.minimum().theta(),
                List.of(direction),
                List.of("from " + a.name() + " (0) to " + b.name() + " (1)"),
                marks,
                planes.window(marks, 0.5),
                Map.of("distance", length));
    }

    /** The plane through three: the first at (0, 0), the second at (1, 0), the axes orthogonal and of one unit. */
    static Plane plane(Planes planes, List<Place> places) {
        double[] origin = places.get(0).minimum().theta();
        double[] u = Plane.minus(places.get(1).minimum().theta(), origin);
        double[] w = Plane.minus(places.get(2).minimum().theta(), origin);
        double uu = Plane.dot(u, u);
        double along = uu == 0 ? 0 : Plane.dot(w, u) / uu;
        double[] across = Plane.minus(w, Plane.scaled(along, u));
        double height = Plane.norm(across);
        if (!(height > 1e-9 * Plane.norm(w)) || uu == 0) {
            throw new MeasurementException(
                    "the three networks lie on one line, and no plane is theirs; use two of them");
        }
        double unit = Math.sqrt(uu);
        double[] v = Plane.scaled(unit / height, across);
        List<Mark> marks = List.of(
                new Mark(places.get(0).name(), new double[] {0, 0}, 0),
                new Mark(places.get(1).name(), new double[] {1, 0}, 0),
                new Mark(places.get(2).name(), new double[] {along, height / unit}, 0));
        return new Plane(
                origin,
                List.of(u, v),
                List.of(
                        "from " + places.get(0).name() + " to " + places.get(1).name(),
                        "across, towards " + places.get(2).name()),
                marks,
                planes.window(marks, 0.4),
                Map.of("unit", unit));
    }

    /**
     * The line or plane through the last checkpoint that holds most of the differences to it (Li et al. 2018): principal
     * components of θᵢ − θ_last, from their Gram matrix.
     */
    static Plane components(Planes planes, List<Place> path, int dimensions, LinearAlgebra algebra) {
        double[] origin = path.get(path.size() - 1).minimum().theta();
        List<double[]> steps = new ArrayList<>();
        for (Place place : path.subList(0, path.size() - 1)) {
            steps.add(Plane.minus(place.minimum().theta(), origin));
        }
        int m = steps.size();
        double[] gram = new double[m * m];
        double total = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                gram[i * m + j] = j < i ? gram[j * m + i] : Plane.dot(steps.get(i), steps.get(j));
            }
            total += gram[i * m + i];
        }
        SymmetricEigen eigen = algebra.eigen(gram, m);
        List<double[]> directions = new ArrayList<>();
        List<String> axes = new ArrayList<>();
        double[] explained = new double[dimensions];
        for (int d = 0; d < dimensions; d++) {
            double value = d < m ? eigen.values()[d] : 0;
            if (!(value > 1e-20 * total)) {
                throw new MeasurementException("the checkpoints differ in " + d + " of the " + dimensions
                        + " dimensions asked for; use dimensions: 1, or others");
            }
            double[] direction = new double[origin.length];
            for (int i = 0; i < m; i++) {
                double share = eigen.vectors()[d][i] / Math.sqrt(value);
                for (int k = 0; k < direction.length; k++) {
                    direction[k] += share * steps.get(i)[k];
                }
            }
            // The path comes from the right: an eigenvector has no sign of its own.
            double sign = Plane.dot(direction, steps.get(0)) < 0 ? -1 : 1;
            directions.add(Plane.scaled(sign / Plane.norm(direction), direction));
            explained[d] = value / total;
            axes.add(String.format(
                    java.util.Locale.ROOT, "component %d, %.1f %% of the path", d + 1, 100 * explained[d]));
        }
        Plane plain = new Plane(origin, directions, axes, List.of(), new double[0], Map.of());
        List<Mark> marks = path.stream()
                .map(place -> plain.mark(place.name(), place.minimum().theta()))
                .toList();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("explained", explained);
        double widest =
                marks.stream().mapToDouble(mark -> Plane.norm(mark.at())).max().orElse(1);
        return new Plane(origin, directions, axes, marks, planes.window(marks, 0.25 * widest), figures);
    }
}
