package io.flatness.core.telemetry;

import io.flatness.spi.loss.EmpiricalRisk;
import java.util.OptionalDouble;

/** A metered empirical risk. */
class MeteredRisk extends MeteredSurface implements EmpiricalRisk {
    private final EmpiricalRisk risk;

    MeteredRisk(EmpiricalRisk risk, Watch watch) {
        super(risk, watch);
        this.risk = risk;
    }

    @Override
    public final int sampleCount() {
        return risk.sampleCount();
    }

    @Override
    public final int outputCount() {
        return risk.outputCount();
    }

    @Override
    public final EmpiricalRisk restrictedTo(int[] samples) {
        EmpiricalRisk part = risk.restrictedTo(samples);
        return (EmpiricalRisk) MeteredSurface.of(part, watch());
    }

    @Override
    public final double[] outputs(double[] theta) {
        watch().check().run();
        return risk.outputs(theta);
    }

    @Override
    public final double[] sampleLosses(double[] theta) {
        watch().check().run();
        return risk.sampleLosses(theta);
    }

    @Override
    public final OptionalDouble accuracy(double[] theta) {
        watch().check().run();
        return risk.accuracy(theta);
    }
}
