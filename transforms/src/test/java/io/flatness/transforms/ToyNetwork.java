package io.flatness.transforms;

import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.EmpiricalRisk;
import io.flatness.spi.loss.InputMap;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.NetworkLoss;
import io.flatness.spi.loss.ParameterLayout;
import io.flatness.spi.loss.SymmetricOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** A small network that evaluates its layers one by one. */
final class ToyNetwork implements NetworkLoss {
    private final List<ToyLayer> layers = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final int inputUnits;
    private int parameters;

    private ToyNetwork(int inputUnits) {
        this.inputUnits = inputUnits;
    }

    /** {@code of(3, "4b relu 2")}: widths make dense layers, with bias where {@code b} follows; {@code add:i:j} sums. */
    static ToyNetwork of(int inputs, String words) {
        ToyNetwork network = new ToyNetwork(inputs);
        for (String word : words.split(" ")) {
            if (Character.isDigit(word.charAt(0))) {
                network.dense(Integer.parseInt(word.replace("b", "")), word.endsWith("b"));
            } else if (word.startsWith("add")) {
                String[] parts = word.split(":");
                network.add(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            } else {
                network.activation(word);
            }
        }
        return network;
    }

    private int units() {
        return layers.isEmpty() ? inputUnits : layers.get(layers.size() - 1).units();
    }

    private void dense(int outputs, boolean biased) {
        int index = architecture().affineLayers().size();
        Block weight = block(index + ".weight", List.of(units(), outputs));
        Optional<Block> bias = biased ? Optional.of(block(index + ".bias", List.of(outputs))) : Optional.empty();
        layers.add(new ToyLayer(
                "fc" + index,
                "dense",
                List.of(layers.size() - 1),
                outputs,
                new ToyLayer.Dense(index, units(), outputs, weight, bias)));
    }

    private void activation(String type) {
        layers.add(new ToyLayer(type + layers.size(), type, List.of(layers.size() - 1), units(), null));
    }

    private void add(int first, int second) {
        layers.add(new ToyLayer("add" + layers.size(), "add", List.of(first, second), units(), null));
    }

    private Block block(String name, List<Integer> shape) {
        Block block = new Block(name, shape, parameters);
        blocks.add(block);
        parameters = block.end();
        return block;
    }

    double[] randomTheta(RandomGenerator random) {
        return random.doubles(parameters, -1, 1).toArray();
    }

    @Override
    public double[] outputs(double[] theta, double[] inputs) {
        int samples = inputs.length / inputUnits;
        double[] outputs = new double[samples * units()];
        for (int s = 0; s < samples; s++) {
            double[] x = Arrays.copyOfRange(inputs, s * inputUnits, (s + 1) * inputUnits);
            System.arraycopy(output(theta, x), 0, outputs, s * units(), units());
        }
        return outputs;
    }

    private double[] output(double[] theta, double[] x) {
        List<double[]> values = new ArrayList<>();
        for (ToyLayer layer : layers) {
            List<double[]> in =
                    layer.inputs().stream().map(i -> i < 0 ? x : values.get(i)).toList();
            values.add(output(layer, theta, in));
        }
        return values.get(values.size() - 1);
    }

    private static double[] output(ToyLayer layer, double[] theta, List<double[]> in) {
        double[] y = new double[layer.units()];
        ToyLayer.Dense dense = layer.dense();
        for (int o = 0; o < y.length; o++) {
            if (dense != null) {
                y[o] = dense.bias().isPresent() ? theta[dense.bias().get().offset() + o] : 0;
                for (int i = 0; i < dense.inputUnits(); i++) {
                    y[o] += in.get(0)[i] * theta[dense.weight().offset() + i * y.length + o];
                }
            } else if (layer.type().equals("add")) {
                y[o] = in.get(0)[o] + in.get(1)[o];
            } else {
                y[o] = layer.activate(in.get(0)[o]);
            }
        }
        return y;
    }

    @Override
    public Architecture architecture() {
        return new Shape(List.copyOf(layers), inputUnits, layout());
    }

    record Shape(List<Layer> layers, int inputUnits, ParameterLayout parameters) implements Architecture {
        @Override
        public int output() {
            return layers.size() - 1;
        }

        @Override
        public ParameterLayout buffers() {
            return new ParameterLayout(List.of());
        }

        @Override
        public boolean piecewiseLinear() {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public ParameterLayout layout() {
        return new ParameterLayout(blocks);
    }

    @Override
    public double[] buffers() {
        return new double[0];
    }

    @Override
    public boolean dependsOnFunctionAlone() {
        return true;
    }

    @Override
    public boolean ignoresOutputShift() {
        return false;
    }

    @Override
    public int inputSize() {
        return inputUnits;
    }

    @Override
    public int outputCount() {
        return units();
    }

    // No move of the parameters asks for what follows.

    @Override
    public NetworkLoss withBuffers(double[] changed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NetworkLoss withInputMap(InputMap map) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void input(int index, double[] into) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int sampleCount() {
        throw new UnsupportedOperationException();
    }

    @Override
    public EmpiricalRisk restrictedTo(int[] samples) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double[] outputs(double[] theta) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double[] sampleLosses(double[] theta) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OptionalDouble accuracy(double[] theta) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double value(double[] theta) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double valueAndGradient(double[] theta, double[] into) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SymmetricOperator hessianAt(double[] theta) {
        throw new UnsupportedOperationException();
    }
}
