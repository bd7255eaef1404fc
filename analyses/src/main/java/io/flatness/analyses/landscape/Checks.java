package io.flatness.analyses.landscape;

import io.flatness.analyses.landscape.Landscape.Directions;
import io.flatness.spi.InvalidParameterException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the parameters of a landscape must be. */
final class Checks {
    private Checks() {}

    static void positive(String name, @Nullable Double value) {
        if (value != null && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new InvalidParameterException(name, name + " is " + value + "; it must be positive and finite");
        }
    }

    static void dimensions(
            Directions directions, int dimensions, @Nullable List<String> models, @Nullable List<Integer> parameters) {
        if (dimensions < 1 || dimensions > 2) {
            throw new InvalidParameterException("dimensions", "dimensions is " + dimensions + "; allowed: 1, 2");
        }
        boolean needsModels = directions == Directions.MODELS;
        if (needsModels && (models == null || models.size() != dimensions + 1)) {
            throw new InvalidParameterException(
                    "models",
                    "directions: models goes through two networks (a line) or three (a plane); name them: models: [a, b]");
        }
        if (models != null && !needsModels && directions != Directions.PCA) {
            throw new InvalidParameterException("models", "models is for directions: models and directions: pca");
        }
        if (directions == Directions.PCA && models != null && models.size() < 3) {
            throw new InvalidParameterException(
                    "models", "directions: pca needs at least three networks, in their order");
        }
        if (directions == Directions.GRADIENT && dimensions == 2) {
            throw new InvalidParameterException(
                    "dimensions", "the gradient is one direction; use dimensions: 1, or directions: eigenvectors");
        }
        if ((directions == Directions.PARAMETERS) != (parameters != null)
                || (parameters != null && parameters.size() != dimensions)) {
            throw new InvalidParameterException(
                    "parameters",
                    "directions: parameters needs the numbers of one or two parameters, and nothing else does:"
                            + " parameters: [0, 1]");
        }
        if (parameters != null
                && (parameters.stream().anyMatch(p -> p < 0) || distinct(parameters) < parameters.size())) {
            throw new InvalidParameterException(
                    "parameters", "parameters is " + parameters + "; give different numbers, from 0");
        }
        if (models != null && distinct(models) < models.size()) {
            throw new InvalidParameterException("models", "models is " + models + "; name each problem once");
        }
    }

    private static long distinct(List<?> items) {
        return items.stream().distinct().count();
    }

    static void window(@Nullable List<Double> window, int dimensions) {
        if (window == null) {
            return;
        }
        boolean ordered = window.size() == 2 * dimensions;
        for (int i = 0; ordered && i < window.size(); i += 2) {
            ordered = window.get(i) < window.get(i + 1)
                    && Double.isFinite(window.get(i))
                    && Double.isFinite(window.get(i + 1));
        }
        if (!ordered) {
            throw new InvalidParameterException(
                    "window",
                    "window is " + window + "; give "
                            + (dimensions == 1 ? "[from, to]" : "[x from, x to, y from, y to]")
                            + ", each from below its to");
        }
    }
}
