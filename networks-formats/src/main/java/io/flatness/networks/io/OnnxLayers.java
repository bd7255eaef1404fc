package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import io.flatness.networks.layer.Activation;
import io.flatness.networks.layer.Add;
import io.flatness.networks.layer.AveragePool;
import io.flatness.networks.layer.BatchNorm;
import io.flatness.networks.layer.Concat;
import io.flatness.networks.layer.Conv2d;
import io.flatness.networks.layer.Dense;
import io.flatness.networks.layer.GlobalAveragePool;
import io.flatness.networks.layer.Identity;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.MaxPool;
import io.flatness.networks.layer.Maximum;
import io.flatness.networks.layer.Maxout;
import io.flatness.networks.layer.PRelu;
import io.flatness.networks.layer.Pad;
import io.flatness.networks.layer.Rectifier;
import io.flatness.networks.layer.Reshape;
import io.flatness.networks.layer.Scale;
import io.flatness.networks.layer.Site;
import io.flatness.networks.layer.WeightOrder;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes one layer as ONNX operators.
 *
 * @param inputs names of the values it reads
 */
record OnnxLayers(OnnxWriter writer, Site site, List<String> inputs) {
    /** Adds the operators of a layer and returns the name of its output. */
    String write(LayerSpec layer) {
        if (layer instanceof Dense dense) {
            return dense(dense);
        }
        if (layer instanceof Conv2d convolution) {
            List<AttributeProto> attributes = window(convolution.window());
            attributes.add(integer("group", convolution.groups()));
            return writer.operator("Conv", withTensors(), attributes.toArray(new AttributeProto[0]));
        }
        if (layer instanceof BatchNorm norm) {
            return writer.operator("BatchNormalization", withTensors(), number("epsilon", norm.epsilon()));
        }
        if (layer instanceof PRelu) {
            return writer.operator("PRelu", withTensors());
        }
        if (layer instanceof Rectifier rectifier) {
            return rectifier(rectifier.slope());
        }
        if (layer instanceof Activation activation) {
            return activation(activation);
        }
        if (layer instanceof MaxPool pool) {
            return writer.operator("MaxPool", inputs, window(pool.window()).toArray(new AttributeProto[0]));
        }
        if (layer instanceof AveragePool pool) {
            return averagePool(pool);
        }
        if (layer instanceof Scale scale) {
            return scale(scale);
        }
        if (layer instanceof Pad pad) {
            return pad(pad);
        }
        if (layer instanceof Reshape reshape) {
            return reshape(reshape.target().stream().map(Integer::longValue).toList());
        }
        if (layer instanceof Maxout maxout) {
            return maxout(maxout);
        }
        if (layer instanceof Concat) {
            return writer.operator("Concat", inputs, integer("axis", 1));
        }
        return writer.operator(plain(layer), inputs);
    }

    /** Operators without attributes. */
    private String plain(LayerSpec layer) {
        if (layer instanceof Identity) {
            return "Identity";
        }
        if (layer instanceof GlobalAveragePool) {
            return "GlobalAveragePool";
        }
        if (layer instanceof Add) {
            return inputs.size() == 2 ? "Add" : "Sum";
        }
        if (layer instanceof Maximum) {
            return "Max";
        }
        throw new IllegalArgumentException(
                "layer " + site.name() + " (" + layer.type() + ") cannot be written as ONNX");
    }

    private List<String> withTensors() {
        return Stream.of(
                        inputs.stream(),
                        site.parameters().stream().map(Block::name),
                        site.buffers().stream().map(Block::name))
                .flatMap(names -> names)
                .toList();
    }

    private String dense(Dense dense) {
        if (!dense.bias() && dense.order() == WeightOrder.IN_OUT) {
            return writer.operator("MatMul", withTensors());
        }
        return writer.operator("Gemm", withTensors(), integer("transB", dense.order() == WeightOrder.OUT_IN ? 1 : 0));
    }

    private String rectifier(double slope) {
        if (slope == 0) {
            return writer.operator("Relu", inputs);
        }
        if (slope == -1) {
            return writer.operator("Abs", inputs);
        }
        if ((float) slope == slope) {
            return writer.operator("LeakyRelu", inputs, number("alpha", slope));
        }
        return binary("Sub", relu(inputs.get(0)), binary("Mul", writer.scalar(slope), negativePart()));
    }

    /** An attribute holds single precision alone; a constant beside it holds any α. */
    private String elu(double alpha) {
        if ((float) alpha == alpha) {
            return writer.operator("Elu", inputs, number("alpha", alpha));
        }
        String below =
                writer.operator("Elu", List.of(writer.operator("Neg", List.of(negativePart()))), number("alpha", 1));
        return binary("Add", relu(inputs.get(0)), binary("Mul", writer.scalar(alpha), below));
    }

    private String relu(String x) {
        return writer.operator("Relu", List.of(x));
    }

    /** max(−x, 0). */
    private String negativePart() {
        return relu(writer.operator("Neg", inputs));
    }

    private String activation(Activation activation) {
        String x = inputs.get(0);
        return switch (activation.function()) {
            case TANH -> writer.operator("Tanh", inputs);
            case SIGMOID -> writer.operator("Sigmoid", inputs);
            case SOFTPLUS -> writer.operator("Softplus", inputs);
            case HARD_SWISH -> writer.operator("HardSwish", inputs);
            case ELU -> elu(activation.alpha());
            case SILU -> binary("Mul", x, writer.operator("Sigmoid", inputs));
            case SQUARED_RELU -> {
                String positive = writer.operator("Relu", inputs);
                yield binary("Mul", positive, positive);
            }
            case GELU -> half(x, writer.operator("Erf", List.of(binary("Div", x, writer.scalar(Math.sqrt(2))))));
            case GELU_TANH -> {
                String cube = binary("Mul", x, binary("Mul", x, x));
                String inner = binary("Add", x, binary("Mul", cube, writer.scalar(0.044715)));
                String scaled = binary("Mul", inner, writer.scalar(Math.sqrt(2 / Math.PI)));
                yield half(x, writer.operator("Tanh", List.of(scaled)));
            }
            case CLIP ->
                writer.operator(
                        "Clip", List.of(x, writer.scalar(activation.alpha()), writer.scalar(activation.beta())));
            case HARD_SIGMOID ->
                writer.operator(
                        "HardSigmoid", inputs, number("alpha", activation.alpha()), number("beta", activation.beta()));
            case SELU ->
                writer.operator(
                        "Selu", inputs, number("alpha", activation.alpha()), number("gamma", activation.beta()));
            case CELU -> writer.operator("Celu", inputs, number("alpha", activation.alpha()));
            case MISH -> binary("Mul", x, writer.operator("Tanh", List.of(writer.operator("Softplus", inputs))));
            case SOFTSIGN -> writer.operator("Softsign", inputs);
            case LOG_SIGMOID -> {
                String opposite = writer.operator("Neg", inputs);
                yield writer.operator("Neg", List.of(writer.operator("Softplus", List.of(opposite))));
            }
            case THRESHOLD -> {
                String above = binary("Greater", x, writer.scalar(activation.alpha()));
                yield writer.operator("Where", List.of(above, x, writer.scalar(activation.beta())));
            }
            case HARD_SHRINK -> writer.operator("Shrink", inputs, number("lambd", activation.alpha()));
            case SOFT_SHRINK ->
                writer.operator(
                        "Shrink", inputs, number("lambd", activation.alpha()), number("bias", activation.alpha()));
            case SINE -> writer.operator("Sin", inputs);
            case COSINE -> writer.operator("Cos", inputs);
            case EXP -> writer.operator("Exp", inputs);
            case LOG -> writer.operator("Log", inputs);
            case SQRT -> writer.operator("Sqrt", inputs);
            case RECIPROCAL -> writer.operator("Reciprocal", inputs);
            case SQUARE -> binary("Mul", x, x);
            case POWER -> binary("Pow", x, writer.scalar(activation.alpha()));
            case ERF -> writer.operator("Erf", inputs);
            case ARCTANGENT -> writer.operator("Atan", inputs);
        };
    }

    /** x (1 + odd) / 2. */
    private String half(String x, String odd) {
        return binary("Mul", binary("Mul", x, binary("Add", odd, writer.scalar(1))), writer.scalar(0.5));
    }

    private String binary(String type, String left, String right) {
        return writer.operator(type, List.of(left, right));
    }

    private String averagePool(AveragePool pool) {
        List<AttributeProto> attributes = window(pool.window());
        if (pool.window().dilationY() != 1 || pool.window().dilationX() != 1) {
            throw new IllegalArgumentException(
                    "layer " + site.name() + " is a dilated average pooling, which ONNX opset 17 does not have");
        }
        attributes.removeIf(attribute -> attribute.getName().equals("dilations"));
        attributes.add(integer("count_include_pad", pool.countPadding() ? 1 : 0));
        return writer.operator("AveragePool", inputs, attributes.toArray(new AttributeProto[0]));
    }

    /** A product and a sum, of which those that do nothing are left out. */
    private String scale(Scale scale) {
        String product = scale.factor().equals(List.of(1.0))
                ? inputs.get(0)
                : binary("Mul", inputs.get(0), numbers(scale.factor()));
        boolean none = scale.shift().equals(List.of(0.0)) && !product.equals(inputs.get(0));
        return none ? product : binary("Add", product, numbers(scale.shift()));
    }

    /** One number, or one for each unit of a sample. */
    private String numbers(List<Double> numbers) {
        List<Integer> shape = new ArrayList<>();
        if (numbers.size() > 1) {
            site.input().extents().forEach(extent -> shape.add(1));
            shape.set(0, numbers.size());
        }
        return writer.numbers(
                shape, numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private String pad(Pad pad) {
        List<Long> pads = Stream.of(0, 0, pad.top(), pad.left(), 0, 0, pad.bottom(), pad.right())
                .map(Integer::longValue)
                .toList();
        return writer.operator("Pad", List.of(inputs.get(0), writer.integers(pads), writer.scalar(pad.value())));
    }

    private String reshape(List<Long> target) {
        if (target.equals(List.of(-1L))) {
            return writer.operator("Flatten", inputs, integer("axis", 1));
        }
        List<Long> shape = new ArrayList<>();
        shape.add(0L);
        shape.addAll(target);
        return writer.operator("Reshape", List.of(inputs.get(0), writer.integers(shape)));
    }

    private String maxout(Maxout maxout) {
        List<Integer> extents = site.input().extents();
        long groups = extents.get(0) / maxout.pieces();
        List<Long> shape = new ArrayList<>();
        shape.add(0L);
        shape.add(maxout.pieceMajor() ? maxout.pieces() : groups);
        shape.add(maxout.pieceMajor() ? groups : maxout.pieces());
        extents.stream().skip(1).map(Integer::longValue).forEach(shape::add);
        String split = writer.operator("Reshape", List.of(inputs.get(0), writer.integers(shape)));
        AttributeProto axes = AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeType.INTS)
                .addInts(maxout.pieceMajor() ? 1 : 2)
                .build();
        return writer.operator("ReduceMax", List.of(split), axes, integer("keepdims", 0));
    }

    private static List<AttributeProto> window(Window window) {
        List<AttributeProto> attributes = new ArrayList<>();
        attributes.add(integers("kernel_shape", window.height(), window.width()));
        attributes.add(integers("strides", window.strideY(), window.strideX()));
        attributes.add(integers("pads", window.top(), window.left(), window.bottom(), window.right()));
        attributes.add(integers("dilations", window.dilationY(), window.dilationX()));
        return attributes;
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto integers(String name, int... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        for (int value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    /** A constant, which ONNX keeps in single precision. */
    private AttributeProto number(String name, double value) {
        float narrow = (float) value;
        if (narrow != value && Double.parseDouble(Float.toString(narrow)) != value) {
            throw new IllegalArgumentException("layer " + site.name() + " has " + name + " = " + value
                    + ", which ONNX cannot hold: it keeps such constants in single precision");
        }
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.FLOAT)
                .setF(narrow)
                .build();
    }
}
