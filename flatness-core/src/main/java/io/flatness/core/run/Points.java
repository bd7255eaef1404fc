package io.flatness.core.run;

import io.flatness.core.plan.PlannedPoint;
import io.flatness.core.plan.RunPlan;
import io.flatness.spi.loss.Minimum;

/** Points of a plan without their measurements. */
public final class Points {
    private Points() {}

    /**
     * The minimum of a point: trains its problem when the experiment asks for that, and applies the transform.
     *
     * @throws io.flatness.spi.RefusedException when the transform refuses
     */
    public static Minimum minimum(RunPlan plan, PlannedPoint point) {
        Minimum start =
                point.problem().problem().solve(point.problem().context()).minimum();
        return Chains.apply(start, point.links(), point.problem().id(), plan.host())
                .minimum();
    }
}
