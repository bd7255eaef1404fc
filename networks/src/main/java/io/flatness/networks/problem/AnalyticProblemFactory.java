package io.flatness.networks.problem;

import io.flatness.spi.Problem;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.ProblemFactory;
import io.flatness.spi.loss.Minimum;

/** Loss surfaces in one or two variables whose flatness is known in closed form. */
public final class AnalyticProblemFactory implements ProblemFactory<AnalyticParameters> {
    @Override
    public String name() {
        return "analytic";
    }

    @Override
    public String description() {
        return "A loss surface in one or two variables, given by a formula";
    }

    @Override
    public Class<AnalyticParameters> parameters() {
        return AnalyticParameters.class;
    }

    @Override
    public Problem open(AnalyticParameters parameters, ProblemContext context) {
        Formula formula = parameters.formula();
        double[] given = parameters.at();
        double[] at = given == null ? formula.minimum() : given.clone();
        Minimum minimum = new Minimum(new AnalyticSurface(formula), at);
        return () -> minimum;
    }
}
