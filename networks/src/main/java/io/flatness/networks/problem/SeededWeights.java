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
import java.util.random.RandomGenerator;

/**
 * He initialization: weights normal with variance 2 / (inputs of a unit), biases 0, scales 1. Source: He et al. (2015),
 * Delving deep into rectifiers, ICCV.
 */
final class SeededWeights implements WeightSource {
    private final RandomGenerator random;

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
            double[] values = new double[tensor.shape().stream().reduce(1, Math::multiplyExact)];
            fill(tensor, spec, inputs, values);
            tensors.add(new Tensor(layer + "." + tensor.role(), tensor.shape(), new Storage.Float64(values)));
        }
        return tensors;
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
