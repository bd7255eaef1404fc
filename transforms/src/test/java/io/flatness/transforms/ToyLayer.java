package io.flatness.transforms;

import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A dense layer, an activation or a sum, as plainly as can be written: an engine of two hundred characters. */
record ToyLayer(
        String name,
        String type,
        List<Integer> inputs,
        int units,
        @Nullable Dense dense) implements Layer {
    record Dense(int index, int inputUnits, int outputUnits, Block weight, Optional<Block> bias) implements Affine {
        @Override
        public int inputUnit(int k) {
            return k / outputUnits;
        }

        @Override
        public int outputUnit(int k) {
            return k % outputUnits;
        }
    }

    @Override
    public Optional<Affine> affine() {
        return Optional.ofNullable(dense);
    }

    @Override
    public boolean absorbsInputs() {
        return dense != null;
    }

    @Override
    public boolean absorbsOutput() {
        return dense != null;
    }

    double activate(double z) {
        return switch (type) {
            case "relu" -> Math.max(z, 0);
            case "squared-relu" -> Math.max(z, 0) * Math.max(z, 0);
            case "tanh" -> StrictMath.tanh(z);
            default -> throw new AssertionError(type);
        };
    }

    @Override
    public UnitMap propagate(List<UnitMap> maps) {
        try {
            return passed(maps);
        } catch (RefusedException e) {
            throw new RefusedException("layer " + name + " (" + type + ") " + e.getMessage());
        }
    }

    private UnitMap passed(List<UnitMap> maps) {
        UnitMap input = maps.get(0);
        return switch (type) {
            case "dense" -> UnitMap.identity(units);
            case "add" -> maps.stream().reduce(UnitMap::agree).orElseThrow();
            case "tanh" -> input.signs();
            case "squared-relu" -> input.power(2);
            case "relu" -> input.power(1);
            default -> throw new AssertionError(type);
        };
    }

    @Override
    public void transport(List<UnitMap> maps, UnitMap output, Moves moves) {
        Dense affine = dense;
        if (affine != null) {
            moves.parameter(affine.weight(), Along.input(0, maps.get(0)), Along.output(1, output));
            affine.bias().ifPresent(bias -> moves.parameter(bias, Along.output(0, output)));
        }
    }
}
