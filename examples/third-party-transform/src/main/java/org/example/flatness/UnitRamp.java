package org.example.flatness;

import io.flatness.spi.*;
import io.flatness.spi.loss.*;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** {@code unit-ramp}: unit k of a layer times step^k; whatever reads the layer takes that back. */
public final class UnitRamp implements Contents {
    record Parameters(
            @Param(doc = "affine layer, numbered from 0", defaultValue = "0")
            int layer,

            @Param(doc = "factor from each unit to the next", defaultValue = "2")
            double step) {}

    @Override
    public List<ComponentFactory<?>> components() {
        About about =
                About.of("Scales the units of a layer in geometric steps.").source("Definition 5, unit by unit");
        return List.of(TransformFactory.of("unit-ramp", about, Parameters.class, Ramp::new));
    }

    record Ramp(Parameters p) implements Transform {
        @Override
        public Optional<Invariance> family() {
            return Optional.of(Invariance.NODE_RESCALING);
        }

        @Override
        public Transformed apply(Minimum at, Context context) {
            NetworkLoss network =
                    at.surface().as(NetworkLoss.class).orElseThrow(() -> new RefusedException("no network"));
            Carried carried = network.architecture()
                    .carry((position, layer, inputs) -> UnitMap.scaling(DoubleStream.iterate(
                                    1,
                                    c -> layer.affine()
                                                    .filter(a -> a.index() == p.layer())
                                                    .isPresent()
                                            ? c * p.step()
                                            : c)
                            .limit(layer.units())
                            .toArray()));
            NetworkLoss moved = network.withBuffers(carried.buffers().forward(network.buffers()));
            double[] theta = carried.parameters().forward(at.theta());
            return new Transformed(new Minimum(moved, theta), Optional.of(carried.parameters()));
        }
    }
}
