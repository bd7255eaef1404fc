package io.flatness.metrics.hessian;

import io.flatness.spi.Invariance;
import io.flatness.spi.Measurement;
import io.flatness.spi.MeasurementException;
import io.flatness.spi.Metric;
import io.flatness.spi.MetricContext;
import io.flatness.spi.PowerSum;
import io.flatness.spi.ScalingLaw;
import io.flatness.spi.ValueScale;
import io.flatness.spi.loss.Minimum;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A metric that is a function of a curvature matrix alone. */
final class CurvatureMetric implements Metric {
    /**
     * What every function of the spectrum has: permutations and sign flips are orthogonal changes of coordinates, and a
     * shift of the logits is a translation along which softmax cross-entropy is constant.
     */
    private static final Set<Invariance> SPECTRAL =
            Set.of(Invariance.PERMUTATION, Invariance.SIGN_FLIP, Invariance.SOFTMAX_SHIFT);

    private final Selection selection;
    private final CurvatureMeasure measure;
    private final ValueScale scale;
    private final Set<Invariance> invariances;
    private final @Nullable ScalingLaw law;

    CurvatureMetric(Selection selection, CurvatureMeasure measure) {
        this(selection, measure, ValueScale.LINEAR, SPECTRAL, null);
    }

    private CurvatureMetric(
            Selection selection,
            CurvatureMeasure measure,
            ValueScale scale,
            Set<Invariance> invariances,
            @Nullable ScalingLaw law) {
        this.selection = selection;
        this.measure = measure;
        this.scale = scale;
        this.invariances = invariances;
        this.law = law;
    }

    CurvatureMetric logarithmic() {
        return new CurvatureMetric(selection, measure, ValueScale.LOGARITHMIC, invariances, law);
    }

    CurvatureMetric with(CurvatureLaw scaling) {
        ScalingLaw full = new ScalingLaw() {
            @Override
            public OptionalDouble valueUnder(Minimum minimum, double[] factors, MetricContext context) {
                return Curvature.of(minimum, selection)
                        .map(curvature -> scaling.valueUnder(curvature, curvature.restrict(factors), context))
                        .orElse(OptionalDouble.empty());
            }

            @Override
            public Optional<PowerSum> powerSum(Minimum minimum, MetricContext context) {
                return Curvature.of(minimum, selection).flatMap(curvature -> scaling.powerSum(curvature, context));
            }
        };
        return new CurvatureMetric(selection, measure, scale, invariances, full);
    }

    CurvatureMetric alsoInvariantUnder(Invariance first, Invariance... more) {
        Set<Invariance> all = new HashSet<>(List.of(more));
        all.add(first);
        all.addAll(invariances);
        return new CurvatureMetric(selection, measure, scale, all, law);
    }

    /** For what looks at more than the spectrum: exactly these. */
    CurvatureMetric invariantUnder(Set<Invariance> exactly) {
        return new CurvatureMetric(selection, measure, scale, exactly, law);
    }

    @Override
    public Measurement measure(Minimum minimum, MetricContext context) {
        Optional<Curvature> curvature = Curvature.of(minimum, selection);
        if (curvature.isEmpty()) {
            return Measurement.notApplicable(Curvature.missing(minimum, selection));
        }
        try {
            return measure.measure(curvature.get(), context);
        } catch (ArithmeticException e) {
            throw new MeasurementException(
                    "the " + selection.matrix().kebab() + " cannot be measured here: " + e.getMessage());
        }
    }

    @Override
    public ValueScale scale() {
        return scale;
    }

    @Override
    public Set<Invariance> invariances() {
        return Set.copyOf(invariances);
    }

    @Override
    public Optional<ScalingLaw> scalingLaw() {
        return Optional.ofNullable(law);
    }
}
