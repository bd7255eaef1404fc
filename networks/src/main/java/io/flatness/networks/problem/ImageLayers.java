package io.flatness.networks.problem;

import io.flatness.networks.io.ModelBuilder;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.tile.Window;
import io.flatness.spi.Param;
import org.jspecify.annotations.Nullable;

/** Layers over images, and layers with statistics or slopes per channel. */
public sealed interface ImageLayers extends LayerParameters {

    private static Window window(Extent2 kernel, Extent2 stride, Extent2 padding, Extent2 dilation) {
        return new Window(
                kernel.height(),
                kernel.width(),
                stride.height(),
                stride.width(),
                padding.height(),
                padding.width(),
                padding.height(),
                padding.width(),
                dilation.height(),
                dilation.width());
    }

    /** A convolution. */
    record Conv2d(
            @Param(doc = "Number of output channels, at least 1")
            int channels,

            @Param(doc = "Size of the window: a number or [height, width]")
            Extent2 kernel,

            @Param(doc = "Step between windows: a number or [down, across]", defaultValue = "1")
            Extent2 stride,

            @Param(doc = "Zeros around the image: a number or [above and below, left and right]", defaultValue = "0")
            Extent2 padding,

            @Param(doc = "Distance between elements of the window", defaultValue = "1")
            Extent2 dilation,

            @Param(doc = "Groups of channels that do not see each other, at least 1", defaultValue = "1")
            int groups,

            @Param(doc = "Whether it has a bias", defaultValue = "true")
            boolean bias)
            implements ImageLayers {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            Window window = window(kernel, stride, padding, dilation);
            return LayerParameters.add(
                    model, name, new io.flatness.networks.layer.Conv2d(channels, window, groups, bias), input, weights);
        }
    }

    /** Batch normalization with fixed statistics. */
    record BatchNorm(
            @Param(doc = "Added to the variance, at least 0", defaultValue = "1e-5")
            double epsilon) implements ImageLayers {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            return LayerParameters.add(model, name, new io.flatness.networks.layer.BatchNorm(epsilon), input, weights);
        }
    }

    /** A leaky ReLU with learned slopes. */
    record Prelu(
            @Param(doc = "Number of slopes: 1, or one per unit", defaultValue = "1")
            int slopes) implements ImageLayers {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            return LayerParameters.add(model, name, new io.flatness.networks.layer.PRelu(slopes), input, weights);
        }
    }

    /** The largest element of each window. */
    record MaxPool(
            @Param(doc = "Size of the window: a number or [height, width]")
            Extent2 kernel,

            @Param(doc = "Step between windows; the kernel when left out", optional = true) @Nullable
            Extent2 stride,

            @Param(doc = "Padding, which never wins", defaultValue = "0")
            Extent2 padding)
            implements ImageLayers {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            Window window = window(kernel, stride == null ? kernel : stride, padding, Extent2.of(1));
            return model.add(name, new io.flatness.networks.layer.MaxPool(window), input);
        }
    }

    /** The mean of each window. */
    record AveragePool(
            @Param(doc = "Size of the window: a number or [height, width]")
            Extent2 kernel,

            @Param(doc = "Step between windows; the kernel when left out", optional = true) @Nullable
            Extent2 stride,

            @Param(doc = "Zeros around the image", defaultValue = "0")
            Extent2 padding,

            @Param(doc = "Whether the padding counts in the mean", defaultValue = "true")
            boolean countPadding)
            implements ImageLayers {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            Window window = window(kernel, stride == null ? kernel : stride, padding, Extent2.of(1));
            return model.add(name, new io.flatness.networks.layer.AveragePool(window, countPadding), input);
        }
    }

    /** The mean of each channel. */
    record GlobalAveragePool() implements ImageLayers {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            return model.add(name, new io.flatness.networks.layer.GlobalAveragePool(), input);
        }
    }

    /** A constant around the image. */
    record Pad(
            @Param(
                    doc = "Rows and columns added: a number, [above and below, left and right] or [top, left, bottom,"
                            + " right]; negative numbers take them away")
            Sides padding,

            @Param(doc = "What they hold", defaultValue = "0")
            double value)
            implements ImageLayers {
        @Override
        public int addTo(ModelBuilder model, String name, int input, WeightSource weights) {
            LayerSpec layer = new io.flatness.networks.layer.Pad(
                    padding.top(), padding.left(), padding.bottom(), padding.right(), value);
            return model.add(name, layer, input);
        }
    }
}
