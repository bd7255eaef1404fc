package io.flatness.metrics.sharpness;

import io.flatness.metrics.sharpness.Terrain.Point;
import io.flatness.spi.MetricContext;
import java.util.random.RandomGenerator;

/**
 * Ten iterations of a projected limited-memory quasi-Newton ascent in a cube, from its centre.
 *
 * <p>Coordinates that sit on a face and want to leave the cube are held; the others follow the two-loop recursion, with
 * steps that go at least to the first face and are halved until the loss rises enough along the projected path (Bertsekas
 * 1982). The objective is scaled to a largest
 * slope of 1 at the start, so that the first step is a face away. Where the slope at the centre is zero the start is a
 * random point a hundredth of the way out.
 */
final class CubeAscent {
    private static final int ITERATIONS = 10;
    private static final int MAX_HALVINGS = 30;
    private static final double SUFFICIENT = 1e-4;
    private static final double OUT = 0.01;

    private final Neighbourhood cube;
    private final MetricContext context;

    CubeAscent(Neighbourhood cube, MetricContext context) {
        this.cube = cube;
        this.context = context;
    }

    /** The coordinates reached. */
    double[] climb() {
        Point here = cube.at(new double[cube.size()]);
        double steepest = Norm.LINF.of(here.gradient());
        if (steepest == 0) {
            RandomGenerator random = context.commonRandom("sharpness/cube-ascent");
            double[] z = new double[cube.size()];
            for (int i = 0; i < z.length; i++) {
                z[i] = OUT * (2 * random.nextDouble() - 1);
            }
            here = cube.at(z);
            steepest = Norm.LINF.of(here.gradient());
        }
        QuasiNewton model = new QuasiNewton();
        for (int iteration = 0; iteration < ITERATIONS && steepest > 0; iteration++) {
            double[] gradient = free(here, here.gradient());
            double[] direction = free(here, ascent(gradient, model, steepest));
            if (Norm.dot(direction, gradient) <= 0) {
                model.forget();
                direction = ascent(gradient, model, steepest);
            }
            Point next = search(here, direction, gradient);
            if (next == here) {
                break;
            }
            model.remember(here.y(), next.y(), here.gradient(), next.gradient());
            here = next;
        }
        return here.y();
    }

    /** Zero for the coordinates that are held by a face. */
    private static double[] free(Point at, double[] x) {
        return Norm.LINF.free(at.y(), at.gradient(), x);
    }

    private static double[] ascent(double[] gradient, QuasiNewton model, double steepest) {
        return model.empty() ? Neighbourhood.scaled(1 / steepest, gradient) : model.direction(gradient);
    }

    private Point search(Point here, double[] direction, double[] gradient) {
        double step = Math.max(1, toTheFirstFace(here.y(), direction));
        for (int halving = 0; halving < MAX_HALVINGS; halving++, step /= 2) {
            double[] z = here.y().clone();
            QuasiNewton.axpy(step, direction, z);
            Norm.LINF.project(z);
            Point there = cube.at(z);
            double moved = 0;
            for (int i = 0; i < z.length; i++) {
                moved += (z[i] - here.y()[i]) * gradient[i];
            }
            if (there.rise() - here.rise() >= SUFFICIENT * moved && there.rise() > here.rise()) {
                return there;
            }
        }
        return here;
    }

    /** The step along a direction at which its first coordinate reaches a face. */
    private static double toTheFirstFace(double[] z, double[] direction) {
        double step = Double.POSITIVE_INFINITY;
        for (int i = 0; i < z.length; i++) {
            if (direction[i] != 0) {
                step = Math.min(step, (1 - Math.signum(direction[i]) * z[i]) / Math.abs(direction[i]));
            }
        }
        return Double.isInfinite(step) ? 1 : step;
    }
}
