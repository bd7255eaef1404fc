package org.example.@PACKAGE@;

import io.flatness.spi.About;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import io.flatness.spi.Context;
import io.flatness.spi.Invariance;
import io.flatness.spi.Transform;
import io.flatness.spi.TransformFactory;
import io.flatness.spi.loss.Minimum;
import io.flatness.spi.loss.Transformed;
import java.util.List;
import java.util.Optional;

/** What this plugin offers. */
public final class @CLASS@ implements Contents {
    /** The parameters of an experiment's entry: none yet; give a component {@code @Param} to describe it. */
    public record Parameters() {}

    @Override
    public List<ComponentFactory<?>> components() {
        return List.of(TransformFactory.of(
                "@NAME@",
                About.of("Writes the same parameters again.").definition("θ ↦ θ").cost("nothing"),
                Parameters.class,
                parameters -> new Rewriting()));
    }

    /** Other parameters of the same function: here, the same. */
    private record Rewriting() implements Transform {
        @Override
        public Optional<Invariance> family() {
            return Optional.empty();
        }

        @Override
        public Transformed apply(Minimum minimum, Context context) {
            double[] theta = minimum.theta().clone();
            // change theta here, so that the network's function stays: that is checked in every run
            return new Transformed(new Minimum(minimum.surface(), theta), Optional.empty());
        }
    }
}
