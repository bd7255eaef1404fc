package io.flatness.metrics.sharpness;

import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The largest rise of the loss found over a neighbourhood.
 *
 * @param neighbourhood where
 * @param model the quadratic model in its coordinates
 * @param gradient at the minimum, in its coordinates
 * @param found the ascents
 * @param rise certified at the best of them; at least 0, since z = 0 belongs to the neighbourhood
 */
record Maximum(Neighbourhood neighbourhood, QuadraticModel model, double[] gradient, Search.Found found, double rise) {
    /** Cubes of at most this many coordinates have their corners looked at one by one, if that leaves half the budget. */
    private static final int CORNERS = 12;

    private static final double BOUNDARY = 1e-9;

    /**
     * Searches from the solution of the quadratic model, the top eigenvector, the gradient, random directions, the corners
     * of a small cube, and starts of the caller's.
     */
    static Maximum over(Neighbourhood neighbourhood, Effort effort, List<double[]> chosen, MetricContext context) {
        double[] gradient =
                neighbourhood.at(new double[neighbourhood.chart().size()]).gradient();
        int products = (int) Math.min(1000, effort.budget() / 4 / Neighbourhood.PRODUCT_COST);
        QuadraticModel model = QuadraticModel.of(neighbourhood.hessian(), gradient, products, context);
        neighbourhood.spend((long) model.products() * Neighbourhood.PRODUCT_COST);
        Search search = new Search(neighbourhood, effort.budget() + neighbourhood.evaluations());
        chosen.forEach(search::from);
        List<double[]> directions = new ArrayList<>(List.of(model.solution().step(), model.top(), gradient));
        for (double[] direction : directions) {
            search.fromBothEnds(direction);
            if (neighbourhood.norm() == Norm.LINF) {
                search.fromBothEnds(Norm.LINF.steepest(direction));
            }
        }
        int size = neighbourhood.chart().size();
        if (neighbourhood.norm() == Norm.LINF && size <= CORNERS && 1L << size <= effort.budget() / 2) {
            search.from(bestCorner(neighbourhood));
        }
        search.fromRandom(effort.starts(), context);
        Search.Found found = search.run(context);
        double rise = Math.max(0, neighbourhood.certified(found.best().z()));
        return new Maximum(neighbourhood, model, gradient, found, rise);
    }

    private static double[] bestCorner(Neighbourhood cube) {
        int size = cube.chart().size();
        double[] best = new double[size];
        double highest = Double.NEGATIVE_INFINITY;
        for (int corner = 0; corner < 1 << size; corner++) {
            double[] z = new double[size];
            for (int i = 0; i < size; i++) {
                z[i] = (corner >> i & 1) == 0 ? -1 : 1;
            }
            double rise = cube.rise(z);
            if (rise > highest) {
                highest = rise;
                best = z;
            }
        }
        return best;
    }

    /** A lower bound with what the search says of itself. */
    Measurement measurement(double value) {
        return Measurement.lowerBound(value)
                .converged(found.best().converged())
                .with("onBoundary", neighbourhood.norm().of(found.best().z()) >= 1 - BOUNDARY)
                .with("distinctMaxima", found.distinct())
                .with("agreeingAscents", found.agreeing())
                .with("ascents", found.ascents())
                .with("evaluations", neighbourhood.evaluations());
    }
}
