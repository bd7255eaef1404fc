package io.flatness.conformance;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.SplittableRandom;

/** Builds ONNX models operator by operator, with random weights. */
final class Graphs {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("main_graph");
    private final SplittableRandom random;
    private final int opset;
    private int count;

    Graphs(long seed, int opset, long... inputShape) {
        this.random = new SplittableRandom(seed);
        this.opset = opset;
        graph.addInput(value("input", inputShape));
    }

    /** A name that was not given before. */
    String fresh(String name) {
        return name + count++;
    }

    /** Adds an operator and returns the name of its output. */
    String add(String type, List<String> inputs, AttributeProto... attributes) {
        String name = "/" + count++ + "/" + type;
        graph.addNode(NodeProto.newBuilder()
                .setName(name)
                .setOpType(type)
                .addAllInput(inputs)
                .addOutput(name + "_output_0")
                .addAllAttribute(List.of(attributes)));
        return name + "_output_0";
    }

    String add(String type, String input, AttributeProto... attributes) {
        return add(type, List.of(input), attributes);
    }

    /** A normal weight in the typed field. */
    String weight(String name, long... shape) {
        return tensor(name, 0, 1, shape);
    }

    /** A tensor of numbers around a mean. */
    String tensor(String name, double mean, double deviation, long... shape) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
        long size = 1;
        for (long extent : shape) {
            tensor.addDims(extent);
            size *= extent;
        }
        for (long i = 0; i < size; i++) {
            // a sum of uniforms is normal enough
            double sum = -6;
            for (int k = 0; k < 12; k++) {
                sum += random.nextDouble();
            }
            tensor.addFloatData((float) (mean + deviation * sum));
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** A positive scalar or vector given by its values, as a Constant node. */
    String constant(float... values) {
        String name = "/Constant_" + count++ + "_output_0";
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(TensorProto.DataType.FLOAT_VALUE);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        if (values.length > 1) {
            tensor.addDims(values.length);
        }
        graph.addNode(NodeProto.newBuilder()
                .setName(name.replace("_output_0", ""))
                .setOpType("Constant")
                .addOutput(name)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeType.TENSOR)
                        .setT(tensor)));
        return name;
    }

    /** Integers as an initializer. */
    String integers(long... values) {
        String name = "integers" + count++;
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** Ones above the diagonal of a square matrix, zeros elsewhere. */
    String truths(int size) {
        String name = "truths" + count++;
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(size)
                .addDims(size);
        for (int k = 0; k < size * size; k++) {
            tensor.addInt64Data(k % size > k / size ? 1 : 0);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** An integer without dimensions. */
    String index(long value) {
        String name = "index" + count++;
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addInt64Data(value));
        return name;
    }

    byte[] build(String output, long... shape) {
        graph.addOutput(value(output, shape));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static ValueInfoProto value(String name, long... shape) {
        TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
        extents.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
        for (long extent : shape) {
            extents.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(extents)))
                .build();
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    /** An integer as a tensor of one element. */
    static AttributeProto integerTensor(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.TENSOR)
                .setT(TensorProto.newBuilder()
                        .setDataType(TensorProto.DataType.INT64_VALUE)
                        .addDims(1)
                        .addInt64Data(value))
                .build();
    }

    static AttributeProto number(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }
}
