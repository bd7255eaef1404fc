package io.flatness.networks.problem;

import io.flatness.networks.io.ModelBuilder;
import io.flatness.networks.io.Tensor;
import io.flatness.networks.layer.Identity;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.util.List;

/** One entry of {@code model.layers}: a width, or a layer told apart by {@code type}. */
public sealed interface LayerParameters
        permits ActivationParameters,
                ImageLayers,
                CombinedLayers,
                LayerParameters.Width,
                LayerParameters.Dense,
                LayerParameters.Flatten,
                LayerParameters.Reshape,
                LayerParameters.Scale,
                LayerParameters.Dropout {
    /** A width. */
    static LayerParameters of(int width) {
        return new Width(width);
    }

    /**
     * Adds what the entry describes.
     *
     * @param name of its place, {@code 3} or {@code 3.0}; its tensors are called after it
     * @param input index of the layer it reads
     * @param weights where its tensors come from
     * @return index of the layer that computes its output
     */
    int addTo(ModelBuilder model, String name, int input, WeightSource weights);

    /** Adds a layer that reads one other, with its tensors. */
    static int add(ModelBuilder model, String name, LayerSpec layer, int input, WeightSource weights) {
        List<Tensor> tensors = weights.tensors(name, layer, List.of(model.shape(input)));
        return model.add(name, layer, List.of(input), tensors);
    }

    /** A number of units in a list of widths. */
    record Width(@Param(doc = "Number of units, at least 1") int units) implements LayerParameters {
        /** Checks the range. */
        public Width {
            if (units < 1) {
                throw new InvalidParameterException("units", "a width is " + units + "; it must be at least 1");
            }
        }

        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            throw new InvalidParameterException(
                    "model.layers",
                    "layers mixes widths with layer objects; write either widths alone or objects alone");
        }
    }

    /** A fully connected layer. */
    record Dense(
            @Param(doc = "Number of output units, at least 1")
            int units,

            @Param(doc = "Whether it has a bias", defaultValue = "true")
            boolean bias)
            implements LayerParameters {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            return add(model, name, new io.flatness.networks.layer.Dense(units, bias, weights.order()), input, weights);
        }
    }

    /** All elements as one vector. */
    record Flatten() implements LayerParameters {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            return model.add(name, io.flatness.networks.layer.Reshape.flatten(), input);
        }
    }

    /** The same elements in another shape. */
    record Reshape(
            @Param(doc = "The new extents; one may be −1 and follows from the others")
            List<Integer> shape) implements LayerParameters {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            return model.add(name, new io.flatness.networks.layer.Reshape(shape), input);
        }
    }

    /** Fixed numbers that multiply and shift every unit. */
    record Scale(
            @Param(
                    doc = "What units are multiplied by: a list of one number, or of one for each unit",
                    defaultValue = "[1]")
            List<Double> factor,

            @Param(
                    doc = "What is added to them then: a list of one number, or of one for each unit",
                    defaultValue = "[0]")
            List<Double> shift)
            implements LayerParameters {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            return model.add(name, new io.flatness.networks.layer.Scale(factor, shift), input);
        }
    }

    /** Dropout in evaluation: nothing. */
    record Dropout(
            @Param(doc = "Ignored: dropout does nothing in evaluation", defaultValue = "0.5")
            double rate) implements LayerParameters {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            return model.add(name, new Identity(), input);
        }
    }
}
