package io.flatness.analyses.landscape;

import io.flatness.analyses.landscape.Landscape.Directions;
import io.flatness.analyses.landscape.Plane.Mark;
import io.flatness.numerics.EigenPairs;
import io.flatness.numerics.Lanczos;
import io.flatness.numerics.SpectrumEnd;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes the line or plane that the parameters ask for, at a point. */
record Planes(AnalysisContext context, Landscape.Parameters parameters) {
    /** Residuals of eigenvectors, relative to ‖H‖: finer than a picture shows. */
    private static final double TOLERANCE = 1e-6;

    private static final int PRODUCTS = 2000;

    /** A line or plane around one point. */
    Plane around(Place place) {
        Minimum minimum = place.minimum();
        return switch (parameters.directions()) {
            case RANDOM -> random(place);
            case EIGENVECTORS -> eigenvectors(place);
            case GRADIENT -> {
                double[] gradient = minimum.surface().gradient(minimum.theta());
                double norm = Plane.norm(gradient);
                if (!(norm > 0) || Double.isInfinite(norm)) {
                    throw new MeasurementException(
                            "the gradient at " + place.name() + " has norm " + norm + " and no direction");
                }
                yield plane(
                        place,
                        minimum.theta(),
                        List.of(Plane.scaled(1 / norm, gradient)),
                        List.of("distance along the gradient"),
                        Map.of("gradientNorm", norm));
            }
            case PARAMETERS -> axes(place);
            case MODELS, PCA -> throw new IllegalStateException("these go through several networks");
        };
    }

    /** Random directions, the same draws at every point of as many parameters. */
    private Plane random(Place place) {
        Minimum minimum = place.minimum();
        Normalization normalization = parameters.normalize() != null
                ? parameters.normalize()
                : minimum.surface().as(NetworkLoss.class).isPresent() ? Normalization.FILTER : Normalization.NONE;
        List<double[]> directions = new ArrayList<>();
        List<String> axes = new ArrayList<>();
        for (int d = 1; d <= dimensions(); d++) {
            RandomGenerator random = context.random("direction " + d);
            double[] drawn = new double[minimum.theta().length];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = random.nextGaussian();
            }
            directions.add(normalization.apply(drawn, minimum));
            axes.add("random direction" + (dimensions() == 1 ? "" : " " + d));
        }
        String word = normalization.name().toLowerCase(java.util.Locale.ROOT);
        return plane(place, minimum.theta(), directions, axes, Map.of("normalize", word));
    }

    private Plane eigenvectors(Place place) {
        Minimum minimum = place.minimum();
        int n = minimum.theta().length;
        if (n < dimensions()) {
            throw new MeasurementException("a problem of one parameter has no plane; use dimensions: 1");
        }
        EigenPairs pairs = new Lanczos(dimensions(), SpectrumEnd.LARGEST, TOLERANCE, 1, PRODUCTS)
                .solve(
                        minimum.surface().hessianAt(minimum.theta()),
                        context.random("eigenvectors"),
                        context.linearAlgebra());
        List<double[]> directions = new ArrayList<>();
        List<String> axes = new ArrayList<>();
        for (int d = 0; d < dimensions(); d++) {
            directions.add(upright(pairs.vectors()[d]));
            axes.add("distance along eigenvector " + (d + 1));
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("eigenvalues", pairs.values().clone());
        figures.put("converged", pairs.converged());
        return plane(place, minimum.theta(), directions, axes, figures);
    }

    /** With the largest component positive: an eigenvector has no sign of its own. */
    private static double[] upright(double[] vector) {
        int largest = 0;
        for (int i = 0; i < vector.length; i++) {
            if (Math.abs(vector[i]) > Math.abs(vector[largest])) {
                largest = i;
            }
        }
        return Plane.scaled(vector[largest] < 0 ? -1 : 1, vector);
    }

    /** Coordinates are the parameters themselves. */
    private Plane axes(Place place) {
        double[] origin = place.minimum().theta().clone();
        List<double[]> directions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int parameter : java.util.Objects.requireNonNull(parameters.parameters())) {
            if (parameter >= origin.length) {
                throw new InvalidParameterException(
                        "parameters",
                        "there is no parameter " + parameter + "; " + place.name() + " has " + origin.length
                                + ", numbered from 0");
            }
            origin[parameter] = 0;
            double[] unit = new double[origin.length];
            unit[parameter] = 1;
            directions.add(unit);
            names.add("θ" + subscript(parameter + 1));
        }
        return plane(place, origin, directions, names, Map.of());
    }

    private static String subscript(int number) {
        StringBuilder text = new StringBuilder();
        for (char digit : String.valueOf(number).toCharArray()) {
            text.append((char) ('₀' + digit - '0'));
        }
        return text.toString();
    }

    private Plane plane(
            Place place, double[] origin, List<double[]> directions, List<String> axes, Map<String, Object> figures) {
        Plane plane = new Plane(origin, directions, axes, List.of(), new double[0], figures);
        double[] at = new double[dimensions()];
        if (parameters.directions() == Directions.PARAMETERS) {
            at = plane.mark("", place.minimum().theta()).at();
        }
        List<Mark> marks = List.of(new Mark(place.name(), at, 0));
        return new Plane(origin, directions, axes, marks, window(marks, parameters.span()), figures);
    }

    /** The window of the parameters, or what holds all places and {@code margin} around them. */
    double[] window(List<Mark> marks, double margin) {
        @Nullable List<Double> given = parameters.window();
        double[] window = new double[2 * dimensions()];
        for (int d = 0; d < dimensions(); d++) {
            int axis = d;
            double low =
                    marks.stream().mapToDouble(mark -> mark.at()[axis]).min().orElse(0);
            double high =
                    marks.stream().mapToDouble(mark -> mark.at()[axis]).max().orElse(0);
            window[2 * d] = given != null ? given.get(2 * d) : low - margin;
            window[2 * d + 1] = given != null ? given.get(2 * d + 1) : high + margin;
        }
        return window;
    }

    private int dimensions() {
        return java.util.Objects.requireNonNull(parameters.dimensions());
    }
}
