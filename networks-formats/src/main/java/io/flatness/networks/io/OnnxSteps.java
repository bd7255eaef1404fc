package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** An operator written as several simpler ones, which are read as if the file held them. */
final class OnnxSteps {
    private final OnnxNode node;
    private final OnnxImport model;
    private int count;

    OnnxSteps(OnnxNode node, OnnxImport model) {
        this.node = node;
        this.model = model;
        node.proto().getInputList().forEach(model::readOnceMore);
    }

    /** What the last step computed. */
    OnnxValue value(String name) {
        return model.known(name);
    }

    /** Extents of a value, the samples among them. */
    List<Integer> extents(String name) {
        OnnxValue value = model.known(name);
        return value instanceof OnnxValue.Constant constant
                ? constant.tensor().shape()
                : model.arrangement(model.plainly(name, node)).extents();
    }

    /** Numbers that are no parameters. */
    String constant(List<Integer> shape, double... values) {
        String name = next();
        model.put(name, new OnnxValue.Constant(new Tensor("", shape, new Storage.Float64(values))));
        return name;
    }

    String scalar(double value) {
        return constant(List.of(), value);
    }

    String integers(long... values) {
        return constant(
                List.of(values.length), Arrays.stream(values).asDoubleStream().toArray());
    }

    String integers(List<Integer> values) {
        return integers(values.stream().mapToLong(Integer::longValue).toArray());
    }

    String step(String operator, List<String> inputs, AttributeProto... attributes) {
        String output = next();
        NodeProto proto = NodeProto.newBuilder()
                .setOpType(operator)
                .setName(node.proto().getName())
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
        inputs.forEach(model::readOnceMore);
        model.put(output, model.value(new OnnxNode(node.file(), proto, node.index())));
        return output;
    }

    String step(String operator, String... inputs) {
        return step(operator, List.of(inputs));
    }

    /** The axes in another order. */
    String transposed(String value, List<Integer> order) {
        boolean same = IntStream.range(0, order.size()).allMatch(i -> order.get(i) == i);
        return same
                ? value
                : step(
                        "Transpose",
                        List.of(value),
                        attribute(
                                "perm",
                                order.stream().mapToLong(Integer::longValue).toArray()));
    }

    String reshaped(String value, List<Integer> extents) {
        return extents(value).equals(extents)
                ? value
                : step("Reshape", List.of(value, integers(extents)), attribute("allowzero", 1));
    }

    /** Elements along an axis, for which the axes of the indices stand in its place. */
    String gathered(String value, int axis, List<Integer> shape, long... indices) {
        String places = constant(shape, Arrays.stream(indices).asDoubleStream().toArray());
        return step("Gather", List.of(value, places), attribute("axis", axis));
    }

    String reduced(String operator, String value, boolean keep, int... axes) {
        long[] all = Arrays.stream(axes).asLongStream().toArray();
        return step(operator, List.of(value), attribute("axes", all), attribute("keepdims", keep ? 1 : 0));
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, long[] values) {
        AttributeProto.Builder builder =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        Arrays.stream(values).forEach(builder::addInts);
        return builder.build();
    }

    static AttributeProto attribute(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    private String next() {
        return node.output() + "/step " + ++count;
    }
}
