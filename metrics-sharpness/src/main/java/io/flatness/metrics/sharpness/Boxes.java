package io.flatness.metrics.sharpness;

import io.flatness.spi.loss.BoxBounds;
import java.util.Comparator;
import java.util.PriorityQueue;

/** An upper bound of the loss over a neighbourhood by bounds over boxes: over the whole, or over pieces of a small one. */
final class Boxes {
    private static final int FEW = 3;
    private static final int MOST = 20_000;
    private static final double CLOSE = 1e-3;

    private final Terrain terrain;
    private final double radius;
    private final BoxBounds bounds;

    Boxes(Terrain terrain, double radius, BoxBounds bounds) {
        this.terrain = terrain;
        this.radius = radius;
        this.bounds = bounds;
    }

    private record Box(double[] center, double[] half, double bound) {}

    /**
     * The bound.
     *
     * @param attained a loss that is attained: no bound can be lower
     */
    double upperBound(double attained) {
        double[] theta = terrain.minimum().theta();
        Box whole = box(theta.clone(), terrain.chart().extent(radius));
        boolean round = terrain.chart().size() == terrain.chart().part().size();
        if (terrain.chart().part().size() > FEW || !round) {
            return whole.bound();
        }
        PriorityQueue<Box> open =
                new PriorityQueue<>(Comparator.comparingDouble(Box::bound).reversed());
        open.add(whole);
        double enough = attained + CLOSE * Math.abs(attained - terrain.loss());
        for (int k = 0; k < MOST && !open.isEmpty() && open.peek().bound() > enough; k += 2) {
            Box worst = open.remove();
            int widest = widest(worst);
            for (int side = -1; side <= 1; side += 2) {
                double[] half = worst.half().clone();
                double[] center = worst.center().clone();
                half[widest] = Math.nextUp(0.5 * half[widest]);
                center[widest] += side * half[widest];
                Box piece = box(center, half);
                if (reachable(piece)) {
                    open.add(piece);
                }
            }
        }
        return open.isEmpty() ? attained : Math.max(attained, open.peek().bound());
    }

    private Box box(double[] center, double[] half) {
        double bound = bounds.upperBound(center, half);
        return new Box(center, half, Double.isNaN(bound) ? Double.POSITIVE_INFINITY : bound);
    }

    private static int widest(Box box) {
        int widest = 0;
        for (int i = 1; i < box.half().length; i++) {
            widest = box.half()[i] > box.half()[widest] ? i : widest;
        }
        return widest;
    }

    /** Whether the nearest point of a box may lie in the neighbourhood. */
    private boolean reachable(Box box) {
        double[] theta = terrain.minimum().theta();
        double[] nearest = new double[theta.length];
        double[] extent = terrain.chart().extent(1);
        double[] steps = new double[terrain.chart().size()];
        for (int k = 0; k < steps.length; k++) {
            int i = terrain.chart().part().index(k);
            nearest[i] = Math.max(0, Math.abs(box.center()[i] - theta[i]) - box.half()[i]);
            steps[k] = extent[i] == 0 ? 0 : nearest[i] / extent[i];
        }
        return terrain.norm().of(steps) <= radius * (1 + 1e-9);
    }
}
