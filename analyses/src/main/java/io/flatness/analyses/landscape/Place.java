package io.flatness.analyses.landscape;

import io.flatness.spi.AnalysisContext;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Numbers;
import io.flatness.spi.PointRef;
import io.flatness.spi.TransformStep;
import io.flatness.spi.loss.Minimum;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A point of the experiment, opened.
 *
 * @param name as people read it
 * @param chain its links
 * @param minimum the point on its surface
 */
record Place(String name, List<TransformStep> chain, Minimum minimum) {
    static Place of(AnalysisContext context, String problem, String name, List<TransformStep> chain) {
        return new Place(name, chain, context.point(problem, chain).minimum());
    }

    static Place identity(AnalysisContext context, String problem) {
        return of(context, problem, problem, List.of());
    }

    /**
     * The points of a transform, swept ones in the order of their values.
     *
     * @param parameter the parameter that names it, for the message when there is none
     */
    static List<Place> of(AnalysisContext context, String problem, String parameter, String id) {
        List<PointRef> points = context.points(problem).stream()
                .filter(point -> point.id().equals(id) && !point.chain().isEmpty())
                .toList();
        if (points.isEmpty()) {
            List<String> ids = context.points(problem).stream()
                    .filter(point -> !point.chain().isEmpty())
                    .map(PointRef::id)
                    .distinct()
                    .toList();
            throw new InvalidParameterException(
                    parameter, "there is no transform '" + id + "' at " + problem + "; transforms: " + ids);
        }
        return points.stream()
                .map(point -> of(context, problem, name(point, points), point.chain()))
                .toList();
    }

    private static String name(PointRef point, List<PointRef> all) {
        List<String> words = new ArrayList<>(List.of(point.id()));
        point.parameters().forEach((name, value) -> {
            boolean varies = all.stream()
                    .anyMatch(other ->
                            !Objects.equals(String.valueOf(other.parameters().get(name)), String.valueOf(value)));
            if (varies) {
                words.add(name + "=" + (value instanceof Number number ? Numbers.of(number.doubleValue()) : value));
            }
        });
        return String.join(" ", words);
    }
}
