package io.flatness.metrics.sharpness;

import io.flatness.metrics.sharpness.Neighbourhood.Point;
import io.flatness.spi.MetricContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
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
    private static final int MEMORY = 10;
    private static final int MAX_HALVINGS = 30;
    private static final double SUFFICIENT = 1e-4;
    private static final double OUT = 0.01;

    private final Neighbourhood cube;
    private final MetricContext context;

    CubeAscent(Neighbourhood cube, MetricContext context) {
        this.cube = cube;
        this.context = context;
    }

    private record Pair(double[] s, double[] y, double inverse) {}

    /** The coordinates reached. */
    double[] climb() {
        Point here = cube.at(new double[cube.chart().size()]);
        double steepest = Norm.LINF.of(here.gradient());
        if (steepest == 0) {
            RandomGenerator random = context.random("cube-ascent");
            double[] z = new double[cube.chart().size()];
            for (int i = 0; i < z.length; i++) {
                z[i] = OUT * (2 * random.nextDouble() - 1);
            }
            here = cube.at(z);
            steepest = Norm.LINF.of(here.gradient());
        }
        Deque<Pair> pairs = new ArrayDeque<>();
        for (int iteration = 0; iteration < ITERATIONS && steepest > 0; iteration++) {
            double[] gradient = free(here, here.gradient());
            double[] direction = free(here, ascent(gradient, pairs, steepest));
            if (dot(direction, gradient) <= 0) {
                pairs.clear();
                direction = ascent(gradient, pairs, steepest);
            }
            Point next = search(here, direction, gradient);
            if (next == here) {
                break;
            }
            remember(pairs, here, next);
            here = next;
        }
        return here.z();
    }

    /** Zero for the coordinates that are held by a face. */
    private static double[] free(Point at, double[] x) {
        double[] free = x.clone();
        for (int i = 0; i < free.length; i++) {
            boolean held = at.z()[i] >= 1 && at.gradient()[i] > 0 || at.z()[i] <= -1 && at.gradient()[i] < 0;
            free[i] = held ? 0 : free[i];
        }
        return free;
    }

    private static double[] ascent(double[] gradient, Deque<Pair> pairs, double steepest) {
        double[] direction = gradient.clone();
        if (pairs.isEmpty()) {
            scale(1 / steepest, direction);
            return direction;
        }
        double[] alphas = new double[pairs.size()];
        int i = pairs.size();
        for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
            Pair pair = newest.next();
            alphas[--i] = pair.inverse() * dot(pair.s(), direction);
            axpy(-alphas[i], pair.y(), direction);
        }
        Pair last = pairs.getLast();
        scale(1 / (last.inverse() * dot(last.y(), last.y())), direction);
        for (Pair pair : pairs) {
            double beta = pair.inverse() * dot(pair.y(), direction);
            axpy(alphas[i++] - beta, pair.s(), direction);
        }
        return direction;
    }

    private Point search(Point here, double[] direction, double[] gradient) {
        double step = Math.max(1, toTheFirstFace(here.z(), direction));
        for (int halving = 0; halving < MAX_HALVINGS; halving++, step /= 2) {
            double[] z = here.z().clone();
            axpy(step, direction, z);
            Norm.LINF.project(z);
            Point there = cube.at(z);
            double moved = 0;
            for (int i = 0; i < z.length; i++) {
                moved += (z[i] - here.z()[i]) * gradient[i];
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

    /** Curvature of −L along the step, kept where −L is convex along it. */
    private static void remember(Deque<Pair> pairs, Point from, Point to) {
        double[] s = to.z().clone();
        axpy(-1, from.z(), s);
        double[] y = from.gradient().clone();
        axpy(-1, to.gradient(), y);
        double product = dot(s, y);
        if (product > 1e-10 * Math.sqrt(dot(s, s)) * Math.sqrt(dot(y, y))) {
            if (pairs.size() == MEMORY) {
                pairs.removeFirst();
            }
            pairs.addLast(new Pair(s, y, 1 / product));
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static void axpy(double a, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += a * x[i];
        }
    }

    private static void scale(double a, double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= a;
        }
    }
}
