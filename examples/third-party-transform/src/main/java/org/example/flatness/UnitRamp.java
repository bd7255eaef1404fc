package org.example.flatness;

import io.flatness.spi.*;
import io.flatness.spi.loss.*;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** {@code unit-ramp}: unit k of the first layer times step^k; whatever reads the layer takes that back. */
public final class UnitRamp implements Contents {
    @Override
    public List<ComponentFactory<?>> components() {
        return List.of(TransformFactory.of("unit-ramp", "Scales units in geometric steps.", Ramp.class, ramp -> ramp));
    }

    record Ramp(
            @Param(doc = "factor from each unit to the next")
            double step) implements Transform {
        @Override
        public Optional<Invariance> family() {
            return Optional.of(Invariance.NODE_RESCALING);
        }

        @Override
        public Transformed apply(Minimum at, Context context) {
            NetworkLoss network =
                    at.surface().as(NetworkLoss.class).orElseThrow(() -> new RefusedException("no network"));
            Carried carried = network.architecture().carry((position, layer, inputs) -> UnitMap.scaling(ramp(layer)));
            NetworkLoss moved = network.withBuffers(carried.buffers().forward(network.buffers()));
            Minimum there = new Minimum(moved, carried.parameters().forward(at.theta()));
            return new Transformed(there, Optional.of(carried.parameters()));
        }

        private double[] ramp(Layer layer) {
            double factor = layer.affine().filter(affine -> affine.index() == 0).isPresent() ? step : 1;
            return DoubleStream.iterate(1, c -> c * factor).limit(layer.units()).toArray();
        }
    }
}
