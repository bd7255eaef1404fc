package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A node of an ONNX graph: an operator with its attributes.
 *
 * @param file the file, for messages
 * @param proto the node
 * @param index its position in the graph
 */
record OnnxNode(InputFile file, NodeProto proto, int index) {
    String operator() {
        return proto.getOpType();
    }

    /** What a message calls it: {@code the operator Gemm (node /0/Gemm)}. */
    String described() {
        return "the operator " + operator() + " (node " + label() + ")";
    }

    String label() {
        return proto.getName().isEmpty() ? "number " + index : proto.getName();
    }

    /** The name of an input; the empty string when it is left out. */
    String input(int i) {
        return i < proto.getInputCount() ? proto.getInput(i) : "";
    }

    String output() {
        return proto.getOutputCount() == 0 ? "" : proto.getOutput(0);
    }

    /** The name of a tensor that the node computes from constants: a number is no name of the model's own. */
    String computed() {
        return output().matches("\\d+") ? "/" + output() : output();
    }

    private @Nullable AttributeProto attribute(String name) {
        for (AttributeProto attribute : proto.getAttributeList()) {
            if (attribute.getName().equals(name)) {
                return attribute;
            }
        }
        return null;
    }

    boolean has(String name) {
        return attribute(name) != null;
    }

    long integer(String name, long otherwise) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? otherwise : attribute.getI();
    }

    /**
     * A number written in the exporting program in double precision and rounded to single precision by the format: the
     * shortest decimal that rounds to it, 1e-5 and not 9.999999747378752e-6.
     */
    double number(String name, double otherwise) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? otherwise : Double.parseDouble(Float.toString(attribute.getF()));
    }

    /** A constant of a function, as the file has it: the number in single precision, widened. */
    double constant(String name, double otherwise) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? (float) otherwise : attribute.getF();
    }

    String text(String name, String otherwise) {
        AttributeProto attribute = attribute(name);
        return attribute == null ? otherwise : attribute.getS().toStringUtf8();
    }

    /** Words of a list; none when it is left out. */
    List<String> texts(String name) {
        AttributeProto attribute = attribute(name);
        return attribute == null
                ? List.of()
                : attribute.getStringsList().stream()
                        .map(text -> text.toStringUtf8())
                        .toList();
    }

    /** Integers of a list, or null when it is left out. */
    long @Nullable [] integers(String name) {
        AttributeProto attribute = attribute(name);
        return attribute == null
                ? null
                : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
    }

    /** The value of a Constant node. */
    Tensor constant() {
        for (AttributeProto attribute : proto.getAttributeList()) {
            switch (attribute.getName()) {
                case "value" -> {
                    return new OnnxTensors(file).read(attribute.getT(), computed());
                }
                case "value_float" -> {
                    return scalar(attribute.getF());
                }
                case "value_int" -> {
                    return scalar(attribute.getI());
                }
                case "value_floats" -> {
                    return vector(attribute.getFloatsList());
                }
                case "value_ints" -> {
                    return vector(attribute.getIntsList());
                }
                default -> throw refused("has a value of the kind " + attribute.getName() + "; only numbers are known");
            }
        }
        throw refused("has no value");
    }

    /** The ONNX type of a Constant's elements, or of those of a ConstantOfShape. */
    int type() {
        AttributeProto value = attribute("value");
        return value != null ? value.getT().getDataType() : has("value_int") || has("value_ints") ? 7 : 1;
    }

    private Tensor scalar(double value) {
        return new Tensor(computed(), List.of(), new Storage.Float64(new double[] {value}));
    }

    private Tensor vector(List<? extends Number> values) {
        double[] doubles = values.stream().mapToDouble(Number::doubleValue).toArray();
        return new Tensor(computed(), List.of(doubles.length), new Storage.Float64(doubles));
    }

    /** An error about this node; the message goes on after the node's name. */
    RuntimeException refused(String message) {
        return file.error("uses " + described() + ", which " + message);
    }

    /**
     * The name of the module that PyTorch exported the node from: {@code 0} for {@code /0/Gemm}, {@code layer1.0.conv1}
     * for {@code /layer1/layer1.0/conv1/Conv}; otherwise the node's own name, or its operator.
     */
    String module() {
        String name = proto.getName();
        if (name.isEmpty()) {
            return operator().toLowerCase(Locale.ROOT);
        }
        if (!name.startsWith("/")) {
            return name;
        }
        String[] parts = name.substring(1).split("/");
        if (parts.length == 1) {
            return parts[0].toLowerCase(Locale.ROOT);
        }
        StringBuilder path = new StringBuilder();
        String last = "";
        for (int i = 0; i < parts.length - 1; i++) {
            if (parts[i].startsWith(last + ".") && !last.isEmpty()) {
                path.setLength(path.length() - last.length());
            } else if (!path.isEmpty()) {
                path.append('.');
            }
            path.append(parts[i]);
            last = parts[i];
        }
        return path.toString();
    }
}
