package io.flatness.metrics.sharpness;

import io.flatness.spi.MetricContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The largest rise at a radius, in order by construction with that at every other radius and with that of less effort.
 *
 * <p>Surveys are made at the rungs of a ladder of radii that does not depend on the radius asked for: foot · 2ᵏ upwards
 * (8ᵏ where samples are many), each going on from the maxima of the one below and never lower, and foot / 8ᵏ downwards,
 * each never higher than the one above. Where two rungs do not agree their middle is surveyed, and the middle of the half
 * and so on; in the end the maxima of the two nearest radii are followed to the one asked for, and the value is kept
 * between theirs. A ladder of
 * more effort starts from what that of less effort found at the same rung. All rungs are remembered at the point, so that
 * a sweep over radii climbs the ladder once; random starts depend on the seed alone, so that another run climbs the same.
 */
final class Ladder {
    private static final double NARROW = 2;
    private static final double WIDE = 8;
    private static final int HALVINGS = 6;
    private static final int SURVEYED = 2;

    private final Expedition expedition;
    private final double foot;
    private final String key;
    private final Effort effort;
    private final MetricContext context;

    /**
     * Creates it.
     *
     * @param foot radius of the first rung
     * @param name what tells this terrain from others of the same point
     */
    Ladder(Expedition expedition, double foot, String name, Effort effort, MetricContext context) {
        this.expedition = expedition;
        this.foot = foot;
        this.key = "sharpness/" + name + " ";
        this.effort = effort;
        this.context = context;
    }

    /** The node of a radius: the best of what this effort and smaller ones find. */
    Node at(double radius) {
        Node best = Node.nothing();
        double spent = 0;
        for (Effort stage : effort.stages()) {
            Node node = at(radius, stage);
            spent = Math.max(spent, node.evaluations());
            best = node.within(best.value(), Double.POSITIVE_INFINITY);
        }
        return best.spending(spent);
    }

    private Node at(double radius, Effort stage) {
        int below = 0;
        while (radius(below) > radius) {
            below--;
        }
        while (radius(below + 1) <= radius) {
            below++;
        }
        Node low = rung(below, stage);
        if (low.radius() == radius) {
            return low;
        }
        Node high = rung(below + 1, stage);
        double spent = Math.max(low.evaluations(), high.evaluations());
        for (int halving = 0; halving < HALVINGS && !low.continues(high); halving++) {
            Node from = low;
            Node to = high;
            double middle = 0.5 * (low.radius() + high.radius());
            boolean surveyed = halving < SURVEYED;
            Node between = context.memo(
                    key + stage + " " + middle,
                    Node.class,
                    given -> surveyed
                            ? expedition
                                    .survey(middle, List.of(from, to), true, stage)
                                    .within(from.value(), to.value())
                            : expedition.follow(from, to, middle, stage));
            spent += between.evaluations();
            if (between.radius() == radius) {
                return between.spending(spent);
            }
            low = between.radius() < radius ? between : low;
            high = between.radius() < radius ? high : between;
        }
        Node followed = expedition.follow(low, high, radius, stage);
        return followed.spending(spent + followed.evaluations());
    }

    private double radius(int rung) {
        return foot * Math.pow(rung < 0 || expedition.explores() ? WIDE : NARROW, rung);
    }

    private Node rung(int k, Effort stage) {
        return context.memo(key + stage + " rung " + k, Node.class, given -> climb(k, stage));
    }

    private Node climb(int k, Effort stage) {
        double least = 0;
        double spent = 0;
        List<Node> near = new ArrayList<>();
        for (Effort smaller : stage.before()) {
            Node node = rung(k, smaller);
            if (node.complete() && smaller.starts() == stage.starts()) {
                return node;
            }
            near.add(node);
            least = Math.max(least, node.value());
            spent = Math.max(spent, node.evaluations());
        }
        double most = Double.POSITIVE_INFINITY;
        Node neighbour = k == 0 ? Node.nothing() : rung(k < 0 ? k + 1 : k - 1, stage);
        if (k < 0) {
            most = neighbour.value();
        } else {
            least = Math.max(least, neighbour.value());
        }
        near.add(neighbour);
        boolean chosen = stage.before().stream().noneMatch(smaller -> smaller.starts() < stage.starts());
        Node found = expedition.survey(radius(k), near, chosen, stage);
        return found.within(Math.min(least, most), most)
                .spending(found.evaluations() + Math.max(spent, neighbour.evaluations()));
    }
}
