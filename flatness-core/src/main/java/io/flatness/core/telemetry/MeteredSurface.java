package io.flatness.core.telemetry;

import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.LossSurface;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.Optional;

/** Counts and times the evaluations of a surface, and stops them when the run is interrupted. Hides no capability. */
public class MeteredSurface implements LossSurface {
    private final LossSurface surface;
    private final Watch watch;
    private final Evaluations evaluations;
    private final Runnable check;

    MeteredSurface(LossSurface surface, Watch watch) {
        this.surface = surface;
        this.watch = watch;
        this.evaluations = watch.evaluations();
        this.check = watch.check();
    }

    /** The metered form of a surface: a network stays one, a risk stays one. */
    public static LossSurface of(LossSurface surface, Watch watch) {
        Optional<NetworkLoss> network = surface.as(NetworkLoss.class);
        if (network.isPresent()) {
            return new MeteredNetwork(network.get(), watch);
        }
        Optional<EmpiricalRisk> risk = surface.as(EmpiricalRisk.class);
        if (risk.isPresent()) {
            return new MeteredRisk(risk.get(), watch);
        }
        return new MeteredSurface(surface, watch);
    }

    final Watch watch() {
        return watch;
    }

    @Override
    public final <C> Optional<C> as(Class<C> capability) {
        return capability.isInstance(this)
                ? Optional.of(capability.cast(this))
                : surface.as(capability).map(found -> MeteredCapability.of(capability, found, watch));
    }

    @Override
    public final ParameterLayout layout() {
        return surface.layout();
    }

    @Override
    public final double value(double[] theta) {
        check.run();
        long start = System.nanoTime();
        double value = surface.value(theta);
        evaluations.record(Evaluation.LOSS, start, 1);
        return value;
    }

    @Override
    public final double[] gradient(double[] theta) {
        check.run();
        long start = System.nanoTime();
        double[] gradient = surface.gradient(theta);
        evaluations.record(Evaluation.GRADIENT, start, 1);
        return gradient;
    }

    @Override
    public final double valueAndGradient(double[] theta, double[] into) {
        check.run();
        long start = System.nanoTime();
        double value = surface.valueAndGradient(theta, into);
        evaluations.record(Evaluation.GRADIENT, start, 1);
        return value;
    }

    @Override
    public final SymmetricOperator hessianAt(double[] theta) {
        check.run();
        return new MeteredOperator(surface.hessianAt(theta), watch, Evaluation.HVP);
    }
}
