package io.flatness.analyses.landscape;

import io.flatness.spi.Analysis;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** "Show me the loss around it." */
public final class Landscape {
    private Landscape() {}

    /** Where a slice lies. */
    enum Directions {
        RANDOM,
        EIGENVECTORS,
        GRADIENT,
        PARAMETERS,
        MODELS,
        PCA
    }

    /**
     * The parameters.
     *
     * @param directions where the slice lies
     * @param dimensions a line or a plane
     * @param normalize length of random directions
     * @param points a side
     * @param span from the point to each side
     * @param window in place of span
     * @param models problems that the slice goes through
     * @param parameters numbers of the parameters that are the axes
     * @param transform a transform whose points are sliced too
     * @param along transforms whose points are drawn
     * @param level height above the point's loss
     * @param radius around the point
     */
    public record Parameters(
            @Param(
                    doc =
                            "random; eigenvectors (of the largest eigenvalues); gradient; parameters (two of them are the axes);"
                                    + " models (through two or three networks); pca (the plane that holds most of a path of"
                                    + " checkpoints)",
                    defaultValue = "random")
            Directions directions,

            @Param(
                    doc =
                            "1 (a line) or 2 (a plane). When left out: 1 for gradient, the number of networks less one for"
                                    + " models, the number of axes for parameters, and 2 for the others",
                    optional = true)
            @Nullable
            Integer dimensions,

            @Param(
                    doc = "length of random directions: filter (each filter as long as the network's own, biases stand"
                            + " still; Li et al. 2018), layer (each tensor), none (1). When left out: filter for"
                            + " networks, none for plain functions",
                    optional = true)
            @Nullable
            Normalization normalize,

            @Param(doc = "points a side, 3 to 401, an odd number has the point itself in the grid", defaultValue = "31")
            int points,

            @Param(
                    doc = "how far to each side, > 0: in units of the directions, or of the parameters for directions:"
                            + " parameters",
                    defaultValue = "1")
            double span,

            @Param(doc = "[x from, x to] or [x from, x to, y from, y to], in place of span", optional = true) @Nullable
            List<Double> window,

            @Param(
                    doc =
                            "for models two or three problems, the first where the slice begins; for pca the path in its order,"
                                    + " all problems when left out",
                    optional = true)
            @Nullable
            List<String> models,

            @Param(doc = "for directions: parameters, numbers of one or two of them, from 0", optional = true) @Nullable
            List<Integer> parameters,

            @Param(
                    doc =
                            "id of a transform: the same slice at each of its points, beside the untransformed one and with the"
                                    + " same scales",
                    optional = true)
            @Nullable
            String transform,

            @Param(
                    doc =
                            "ids of transforms: their points are drawn where they are, or next to them in the plane, joined by"
                                    + " a line",
                    optional = true)
            @Nullable
            List<String> along,

            @Param(
                    doc =
                            "a height above the loss at the point: on a line the interval in which the loss stays below it is"
                                    + " drawn and measured (volume ε-flatness of the line), in a plane the level line is drawn",
                    optional = true)
            @Nullable
            Double level,

            @Param(
                    doc =
                            "a radius: on a line the largest rise within it is drawn and measured (ε-sharpness of the line), in"
                                    + " a plane the ball around every point that is drawn",
                    optional = true)
            @Nullable
            Double radius) {
        /** Checks the ranges, and that what is given belongs together. */
        public Parameters {
            window = window == null ? null : List.copyOf(window);
            models = models == null ? null : List.copyOf(models);
            parameters = parameters == null ? null : List.copyOf(parameters);
            along = along == null ? List.of() : List.copyOf(along);
            dimensions = dimensions != null ? dimensions : usual(directions, models, parameters);
            Checks.dimensions(directions, dimensions, models, parameters);
            Checks.window(window, dimensions);
            if (points < 3 || points > 401) {
                throw new InvalidParameterException("points", "points is " + points + "; allowed: 3 to 401");
            }
            Checks.positive("span", span);
            Checks.positive("level", level);
            Checks.positive("radius", radius);
            if (normalize != null && directions != Directions.RANDOM) {
                throw new InvalidParameterException(
                        "normalize", "normalize is for directions: random; the others have a length of their own");
            }
        }

        private static int usual(
                Directions directions, @Nullable List<String> models, @Nullable List<Integer> parameters) {
            return switch (directions) {
                case GRADIENT -> 1;
                case MODELS -> models == null ? 1 : models.size() - 1;
                case PARAMETERS -> parameters == null ? 2 : parameters.size();
                case RANDOM, EIGENVECTORS, PCA -> 2;
            };
        }
    }

    /** Makes the analysis. */
    public static Analysis of(Parameters parameters) {
        return context -> new Slices(context, parameters).reports();
    }
}
