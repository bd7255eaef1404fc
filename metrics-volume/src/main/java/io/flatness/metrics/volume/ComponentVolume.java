package io.flatness.metrics.volume;

import io.flatness.spi.Measurement;
import io.flatness.spi.MetricContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The volume of the component in any dimension: that of its star-shaped part, over the share that this is of it.
 *
 * <p>Both are estimated with independent errors: the first by rays ({@link StarVolume}), the second by Markov chains
 * through the component ({@link VisibleShare}). A part of the component that no chain enters, behind a passage too narrow
 * to be met, is not counted.
 */
final class ComponentVolume {
    static final String ASSUMPTION =
            "parts of the component behind passages that no chain met would be missing; details.countedShare is the part"
                    + " that straight lines count";

    private ComponentVolume() {}

    /**
     * Measures.
     *
     * @param radius of the ball around θ that cuts the volume; infinite for none
     */
    static Measurement measure(SublevelSet set, double radius, long budget, MetricContext context) {
        Ellipsoid ellipsoid = Ellipsoid.of(set, Curvature.HESSIAN, radius, context);
        StarVolume whole = StarVolume.measure(set, ellipsoid, radius, budget / 4, context);
        StarVolume star = whole.doubts().isEmpty() || whole.rays().open() > 0 ? whole : whole.clipped();
        List<String> doubts = new ArrayList<>(star.doubts());
        if (!doubts.isEmpty()) {
            Measurement refused = new Verdict(star.logVolume(), star.standardError(), doubts).measurement("");
            return star.describe(refused).with("method", "star");
        }
        VisibleShare visible = VisibleShare.of(set, star, budget - budget / 4, context);
        doubts.addAll(visible.doubts());
        double value = star.logVolume() - Math.log(visible.share());
        double error = Math.hypot(star.standardError(), visible.standardError());
        Measurement measured = star.describe(new Verdict(value, error, doubts).measurement(ASSUMPTION))
                .with("method", "star-and-chains")
                .with("countedLogVolume", star.logVolume())
                .with("clip", Double.isInfinite(star.clip()) ? "none" : star.clip())
                .with("countedShare", visible.share())
                .with("splitRhat", visible.splitRhat())
                .with("chainEffectiveSampleSize", visible.effectiveSampleSize())
                .with("evaluations", star.rays().evaluations() + visible.evaluations());
        return set.dimension() <= 3 && doubts.isEmpty() ? measured.with("volume", Math.exp(value)) : measured;
    }
}
