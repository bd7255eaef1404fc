package io.flatness.transforms;

import io.flatness.spi.RefusedException;
import io.flatness.spi.loss.Affine;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.Layer;
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
    public boolean absorbs() {
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
        UnitMap input = maps.get(0);
        if (type.equals("add")) {
            for (UnitMap other : maps) {
                if (!java.util.Arrays.equals(other.scale(), input.scale())
                        || !java.util.Arrays.equals(other.source(), input.source())) {
                    throw new RefusedException("layer " + name + " adds its inputs: they must change alike");
                }
            }
            return input;
        }
        double[] scale = input.scale().clone();
        for (int unit = 0; unit < units; unit++) {
            boolean allowed = type.equals("tanh") ? Math.abs(scale[unit]) == 1 : scale[unit] > 0;
            if (!allowed) {
                throw new RefusedException("layer " + name + ": " + type + " does not carry the factor " + scale[unit]);
            }
            scale[unit] = type.equals("squared-relu") ? scale[unit] * scale[unit] : scale[unit];
        }
        return new UnitMap(input.source(), scale);
    }

    @Override
    public void transport(
            List<UnitMap> maps,
            UnitMap output,
            int[] source,
            double[] factor,
            int[] bufferSource,
            double[] bufferFactor) {
        Dense affine = dense;
        if (affine == null) {
            return;
        }
        UnitMap input = maps.get(0);
        for (int i = 0; i < affine.inputUnits(); i++) {
            for (int o = 0; o < affine.outputUnits(); o++) {
                int k = affine.weight().offset() + i * affine.outputUnits() + o;
                source[k] = affine.weight().offset() + input.source()[i] * affine.outputUnits() + output.source()[o];
                factor[k] = output.scale()[o] / input.scale()[i];
            }
        }
        affine.bias().ifPresent(bias -> {
            for (int o = 0; o < affine.outputUnits(); o++) {
                source[bias.offset() + o] = bias.offset() + output.source()[o];
                factor[bias.offset() + o] = output.scale()[o];
            }
        });
    }
}
