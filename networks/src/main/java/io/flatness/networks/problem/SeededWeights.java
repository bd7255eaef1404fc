package io.flatness.networks.problem;

import io.flatness.networks.io.Storage;
import io.flatness.networks.io.Tensor;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.TensorSpec;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.tile.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * He initialization: weights normal with variance 2 / (inputs of a unit), biases 0, scales 1. Source: He et al. (2015),
 * Delving deep into rectifiers, ICCV.
 */
final class SeededWeights implements WeightSource {
    /** Vectors of the size of the parameters that are in memory at once: weights, θ, a gradient, a direction, a product. */
    private static final int COPIES = 6;

    private final RandomGenerator random;
    private long numbers;

    SeededWeights(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public WeightOrder order() {
        return WeightOrder.IN_OUT;
    }

    @Override
    public List<Tensor> tensors(String layer, LayerSpec spec, List<Shape> inputs) {
        List<Tensor> tensors = new ArrayList<>();
        List<TensorSpec> specs = new ArrayList<>(spec.parameters(inputs));
        specs.addAll(spec.buffers(inputs));
        for (TensorSpec tensor : specs) {
            double[] values = new double[room(tensor.shape())];
            fill(tensor, spec, inputs, values);
            tensors.add(new Tensor(layer + "." + tensor.role(), tensor.shape(), new Storage.Float64(values)));
        }
        return tensors;
    }

    /** Number of elements, if all so far fit into memory with the copies that a measurement makes of them. */
    private int room(List<Integer> shape) {
        double count = 1;
        for (int extent : shape) {
            count *= extent;
        }
        long heap = Runtime.getRuntime().maxMemory();
        double bytes = (numbers + count) * Double.BYTES * COPIES;
        if (count > Integer.MAX_VALUE - 8 || bytes > heap) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "it has %.3g parameters or more, which take %.0f MB of the %d MB that Java may use, with the few copies"
                            + " that every measurement makes; use smaller layers, or give Java more memory"
                            + " (FLATNESS_JAVA_OPTIONS=-Xmx…)",
                    numbers + count,
                    bytes / (1 << 20),
                    heap >> 20));
        }
        numbers += (long) count;
        return (int) count;
    }

    private void fill(TensorSpec tensor, LayerSpec spec, List<Shape> inputs, double[] values) {
        if (tensor.role().equals("weight") && tensor.shape().size() > 1) {
            int units = spec.outputShape(inputs).units();
            double deviation = Math.sqrt(2.0 * units / values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = deviation * random.nextGaussian();
            }
        } else if (tensor.role().equals("weight") || tensor.role().equals("running_var")) {
            Arrays.fill(values, spec.type().equals("prelu") ? 0.25 : 1);
        }
    }

    @Override
    public void finish() {}
}
