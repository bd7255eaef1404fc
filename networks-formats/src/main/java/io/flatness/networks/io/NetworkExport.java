package io.flatness.networks.io;

import io.flatness.networks.graph.Network;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ModelExport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a network with given weights as ONNX or safetensors.
 *
 * @param network its layers
 * @param buffers its statistics; owned by the surface behind
 */
public record NetworkExport(Network network, double[] buffers) implements ModelExport {
    @Override
    public List<String> formats() {
        return List.of("onnx", "safetensors");
    }

    @Override
    public byte[] export(String format, double[] theta, Precision precision) {
        network.layout().requireVector(theta);
        return switch (format) {
            case "onnx" -> OnnxWriter.write(network, theta, buffers, precision);
            case "safetensors" -> SafetensorsWriter.write(tensors(theta), precision);
            default ->
                throw new IllegalArgumentException(
                        "there is no format " + format + "; a network can be written as " + formats());
        };
    }

    @Override
    public boolean exactInSinglePrecision(double[] theta) {
        return Arrays.stream(theta).allMatch(value -> (float) value == value)
                && Arrays.stream(buffers).allMatch(value -> (float) value == value);
    }

    /** Parameters and buffers as PyTorch stores them. */
    private List<Tensor> tensors(double[] theta) {
        List<Tensor> tensors = new ArrayList<>();
        for (int index = 0; index < network.nodes().size(); index++) {
            boolean turned =
                    network.nodes().get(index).layer() instanceof Dense dense && dense.order() == WeightOrder.IN_OUT;
            for (Block block : network.site(index).parameters()) {
                Tensor tensor = tensor(block, theta);
                tensors.add(turned && block.shape().size() == 2 ? OnnxConstants.transposed(tensor, 1, 0) : tensor);
            }
            for (Block block : network.site(index).buffers()) {
                tensors.add(tensor(block, buffers));
            }
        }
        return tensors;
    }

    private static Tensor tensor(Block block, double[] values) {
        double[] own = Arrays.copyOfRange(values, block.offset(), block.end());
        return new Tensor(block.name(), block.shape(), new Storage.Float64(own));
    }
}
