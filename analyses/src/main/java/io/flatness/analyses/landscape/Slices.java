package io.flatness.analyses.landscape;

import io.flatness.analyses.landscape.Landscape.Directions;
import io.flatness.analyses.landscape.Plane.Mark;
import io.flatness.spi.AnalysisContext;
import io.flatness.spi.AnalysisReport;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Reparametrized;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The slices that one landscape asks for. */
final class Slices {
    private final AnalysisContext context;
    private final Landscape.Parameters parameters;
    private final Planes planes;

    Slices(AnalysisContext context, Landscape.Parameters parameters) {
        this.context = context;
        this.parameters = parameters;
        this.planes = new Planes(context, parameters);
    }

    /**
     * A slice with all that belongs to it.
     *
     * @param place the point
     * @param slice the loss around it
     * @param paths points of transforms, by id
     */
    record Seen(Place place, Slice slice, Map<String, List<Mark>> paths) {}

    List<AnalysisReport> reports() {
        if (parameters.directions() != Directions.MODELS && parameters.directions() != Directions.PCA) {
            return AnalysisReport.each(context, problem -> report(problem, List.of(problem)));
        }
        List<String> models = parameters.models() != null ? parameters.models() : context.problems();
        for (String model : models) {
            if (!context.problems().contains(model)) {
                throw new InvalidParameterException(
                        "models", "there is no problem '" + model + "'; problems: " + context.problems());
            }
        }
        if (models.size() < 3 && parameters.directions() == Directions.PCA) {
            throw new InvalidParameterException(
                    "models", "directions: pca needs at least three networks; problems: " + models);
        }
        boolean path = parameters.directions() == Directions.PCA;
        String center = path ? models.get(models.size() - 1) : models.get(0);
        return List.of(AnalysisReport.answer(center, problem -> report(problem, models)));
    }

    private AnalysisReport report(String problem, List<String> models) {
        List<Place> places = new ArrayList<>(List.of(Place.identity(context, problem)));
        if (parameters.transform() != null) {
            places.addAll(Place.of(context, problem, "transform", parameters.transform()));
        }
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            Plane plane = plane(place, problem, models);
            double[] progress = {(double) i / places.size(), 1.0 / places.size()};
            Slice slice =
                    Slice.of(context, place.name(), place.minimum().surface(), plane, parameters.points(), progress);
            seen.add(new Seen(place, slice, i == 0 ? paths(problem, place, plane) : Map.of()));
        }
        return new SliceReport(parameters, problem, seen).report();
    }

    private Plane plane(Place place, String problem, List<String> models) {
        if (parameters.directions() != Directions.MODELS && parameters.directions() != Directions.PCA) {
            return planes.around(place);
        }
        List<Place> all = new ArrayList<>();
        for (String model : models) {
            all.add(model.equals(problem) ? place : Place.identity(context, model));
        }
        Networks.requireAlike(all);
        if (parameters.directions() == Directions.PCA) {
            return Networks.components(
                    planes, all, Objects.requireNonNull(parameters.dimensions()), context.linearAlgebra());
        }
        return all.size() == 2 ? Networks.line(planes, all.get(0), all.get(1)) : Networks.plane(planes, all);
    }

    private Map<String, List<Mark>> paths(String problem, Place center, Plane plane) {
        Map<String, List<Mark>> paths = new LinkedHashMap<>();
        for (String id : Objects.requireNonNull(parameters.along())) {
            List<Mark> marks = new ArrayList<>();
            for (Place place : Place.of(context, problem, "along", id)) {
                Minimum minimum = place.minimum();
                if (minimum.theta().length != center.minimum().theta().length
                        || minimum.surface().as(Reparametrized.class).isPresent()) {
                    throw new MeasurementException(
                            place.name() + " is written in other coordinates and lies in no plane of these");
                }
                marks.add(plane.mark(place.name(), minimum.theta()));
            }
            paths.put(id, marks);
        }
        return paths;
    }
}
