package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.flatness.networks.graph.Network;
import io.flatness.networks.graph.Node;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.Block;
import io.flatness.spi.loss.ModelExport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a network as an ONNX model of opset 17 that reads back as the same network. */
final class OnnxWriter {
    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;
    private static final String INPUT = "input";

    private final Network network;
    private final ModelExport.Precision precision;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
    private final List<String> values = new ArrayList<>();
    private final Set<String> fixed = new HashSet<>();
    private final Map<Class<? extends LayerSpec>, OnnxLayers.Form<?>> forms = OnnxLayers.forms();
    private Node node;
    private int inNode;

    private OnnxWriter(Network network, ModelExport.Precision precision) {
        this.network = network;
        this.precision = precision;
        this.node = network.nodes().get(0);
    }

    /** The content of a file. */
    static byte[] write(Network network, double[] theta, double[] buffers, ModelExport.Precision precision) {
        return new OnnxWriter(network, precision).model(theta, buffers).toByteArray();
    }

    private ModelProto model(double[] theta, double[] buffers) {
        for (int i = 0; i < network.inputs().size(); i++) {
            graph.addInput(value(input(i), network.inputs().get(i)));
        }
        for (Block block : network.layout().blocks()) {
            tensor(block.name(), shape(block), Arrays.copyOfRange(theta, block.offset(), block.end()));
        }
        for (Block block : network.buffers().blocks()) {
            tensor(block.name(), block.shape(), Arrays.copyOfRange(buffers, block.offset(), block.end()));
        }
        for (int index = 0; index < network.nodes().size(); index++) {
            node = network.nodes().get(index);
            inNode = 0;
            List<String> inputs = new ArrayList<>();
            node.inputs().forEach(input -> inputs.add(input < 0 ? input(-1 - input) : values.get(input)));
            boolean same = fixed.containsAll(inputs);
            values.add(new OnnxLayers(this, network.site(index), inputs).write(node.layer()));
            if (same) {
                fixed.add(values.get(index));
            }
        }
        String output = values.get(network.output());
        graph.addOutput(value(output, network.outputShape(network.output())));
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("flatness")
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey(OnnxLearned.PARAMETERS)
                        .setValue(String.join(
                                "\n",
                                network.layout().blocks().stream()
                                        .map(Block::name)
                                        .toList())))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build();
    }

    private String input(int index) {
        return network.inputs().size() == 1 ? INPUT : INPUT + "_" + index;
    }

    /** Whether a value is the same for all samples. */
    boolean isFixed(String value) {
        return fixed.contains(value);
    }

    /** How a type of layer is written; null for one that cannot be. */
    OnnxLayers.@Nullable Form<?> form(Class<?> type) {
        return forms.get(type);
    }

    /** PRelu's slopes are spread over positions, so they need as many dimensions as an image. */
    private List<Integer> shape(Block block) {
        for (int index = 0; index < network.nodes().size(); index++) {
            boolean own = network.site(index).parameters().contains(block);
            if (own && network.nodes().get(index).layer().type().equals("prelu")) {
                List<Integer> shape = new ArrayList<>(block.shape());
                for (int i = 1; i < network.site(index).input().extents().size(); i++) {
                    shape.add(1);
                }
                return shape;
            }
        }
        return block.shape();
    }

    /** Adds an operator of the current layer and returns the name of its output. */
    String operator(String type, List<String> inputs, AttributeProto... attributes) {
        String name = "/" + node.name() + "/" + type + (inNode == 0 ? "" : "_" + inNode);
        inNode++;
        String output = name + "_output_0";
        graph.addNode(NodeProto.newBuilder()
                .setName(name)
                .setOpType(type)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    /** Adds a scalar of the current layer and returns its name. */
    String scalar(double value) {
        return numbers(List.of(), new double[] {value});
    }

    /** Adds constants of the current layer and returns their name. */
    String numbers(List<Integer> shape, double[] values) {
        String name = "/" + node.name() + "/Constant_" + inNode++ + "_output_0";
        tensor(name, shape, values);
        return name;
    }

    /** Adds a list of integers of the current layer and returns its name. */
    String integers(List<Long> values) {
        return integers(values, new long[] {values.size()});
    }

    /** Adds integers of the current layer and returns their name. */
    String integers(List<Long> values, long[] shape) {
        String name = "/" + node.name() + "/Constant_" + inNode++ + "_output_0";
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addAllDims(Arrays.stream(shape).boxed().toList())
                .addAllInt64Data(values));
        return name;
    }

    private void tensor(String name, List<Integer> shape, double[] values) {
        boolean wide = precision == ModelExport.Precision.FLOAT64;
        ByteBuffer raw = ByteBuffer.allocate(Math.multiplyExact(values.length, wide ? Double.BYTES : Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            if (wide) {
                raw.putDouble(value);
            } else {
                raw.putFloat((float) value);
            }
        }
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(elementType())
                .setRawData(ByteString.copyFrom(raw.flip()));
        shape.forEach(tensor::addDims);
        graph.addInitializer(tensor);
    }

    private int elementType() {
        return precision == ModelExport.Precision.FLOAT64
                ? TensorProto.DataType.DOUBLE_VALUE
                : TensorProto.DataType.FLOAT_VALUE;
    }

    private ValueInfoProto value(String name, Shape shape) {
        TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
        extents.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
        shape.extents()
                .forEach(extent ->
                        extents.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent)));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(elementType())
                                .setShape(extents)))
                .build();
    }
}
