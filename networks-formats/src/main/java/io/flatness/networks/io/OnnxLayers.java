package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
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
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes one layer as ONNX operators.
 *
 * @param inputs names of the values it reads
 */
record OnnxLayers(OnnxWriter writer, Site site, List<String> inputs) {
    /** How a type of layer is written. */
    interface Form<L extends LayerSpec> {
        /** Adds the operators of a layer and returns the name of its output. */
        String write(L layer, OnnxLayers to);
    }

    /** A type of layer with its form. */
    static <L extends LayerSpec> void add(Map<Class<? extends LayerSpec>, Form<?>> forms, Class<L> type, Form<L> form) {
        forms.put(type, form);
    }

    /** All layers that can be written. */
    static Map<Class<? extends LayerSpec>, Form<?>> forms() {
        Map<Class<? extends LayerSpec>, Form<?>> forms = new HashMap<>();
        add(forms, Dense.class, (layer, to) -> to.dense(layer));
        add(forms, Conv2d.class, (layer, to) -> {
            List<AttributeProto> attributes = window(layer.window(), 3);
            attributes.add(integer("group", layer.groups()));
            return to.operator("Conv", to.withTensors(), attributes.toArray(new AttributeProto[0]));
        });
        add(
                forms,
                BatchNorm.class,
                (layer, to) ->
                        to.operator("BatchNormalization", to.withTensors(), to.number("epsilon", layer.epsilon())));
        add(forms, PRelu.class, (layer, to) -> to.operator("PRelu", to.withTensors()));
        add(forms, Rectifier.class, (layer, to) -> to.rectifier(layer.slope()));
        add(forms, Activation.class, (layer, to) -> to.activation(layer));
        add(
                forms,
                MaxPool.class,
                (layer, to) -> to.operator(
                        "MaxPool",
                        to.inputs,
                        window(layer.window(), to.shape(0).rank()).toArray(new AttributeProto[0])));
        add(forms, AveragePool.class, (layer, to) -> to.averagePool(layer));
        add(forms, Scale.class, (layer, to) -> to.scale(layer));
        add(forms, Pad.class, (layer, to) -> to.pad(layer));
        add(
                forms,
                Reshape.class,
                (layer, to) -> to.reshape(
                        layer.target().stream().map(Integer::longValue).toList()));
        add(forms, Maxout.class, (layer, to) -> to.maxout(layer));
        add(forms, Concat.class, (layer, to) -> to.operator("Concat", to.inputs, integer("axis", to.unitAxis())));
        add(forms, Identity.class, (layer, to) -> to.operator("Identity", to.inputs));
        add(forms, GlobalAveragePool.class, (layer, to) -> to.operator("GlobalAveragePool", to.inputs));
        add(forms, Add.class, (layer, to) -> to.operator(to.inputs.size() == 2 ? "Add" : "Sum", to.inputs));
        add(forms, Maximum.class, (layer, to) -> to.operator("Max", to.inputs));
        OnnxGeneralLayers.addTo(forms);
        OnnxWindowLayers.addTo(forms);
        return forms;
    }

    /** Adds the operators of a layer and returns the name of its output. */
    @SuppressWarnings("unchecked")
    <L extends LayerSpec> String write(L layer) {
        Form<L> form = (Form<L>) writer.form(layer.getClass());
        if (form == null) {
            throw new IllegalArgumentException(
                    "layer " + site.name() + " (" + layer.type() + ") cannot be written as ONNX");
        }
        return form.write(layer, this);
    }

    String operator(String type, List<String> reads, AttributeProto... attributes) {
        return writer.operator(type, reads, attributes);
    }

    String operator(String type, String... reads) {
        return writer.operator(type, List.of(reads));
    }

    String input(int i) {
        return inputs.get(i);
    }

    Shape shape(int input) {
        return site.inputs().get(input);
    }

    /** The axis of a value that an axis of a sample is. */
    int axis(int number) {
        return shape(0).axis(number) + 1;
    }

    private int unitAxis() {
        return site.output().unitsLast() ? site.output().rank() : 1;
    }

    /** The name of one of its tensors: parameters, then buffers. */
    String tensor(int i) {
        List<Block> own = new ArrayList<>(site.parameters());
        own.addAll(site.buffers());
        return own.get(i).name();
    }

    String integers(long... values) {
        return writer.integers(Arrays.stream(values).boxed().toList());
    }

    /** Integers of any shape; a single one without dimensions. */
    String indices(long[] values, long[] shape) {
        return writer.integers(Arrays.stream(values).boxed().toList(), shape);
    }

    String scalar(double value) {
        return writer.scalar(value);
    }

    String numbers(List<Integer> shape, double[] values) {
        return writer.numbers(shape, values);
    }

    /** One number everywhere. */
    String filled(List<Integer> shape, double value) {
        double[] values = new double[shape.stream().reduce(1, Math::multiplyExact)];
        Arrays.fill(values, value);
        return writer.numbers(shape, values);
    }

    /** Extents of a sample behind 1, as repeats and shapes to which values are broadcast. */
    String withSamples(List<Integer> extents) {
        List<Long> all = new ArrayList<>(List.of(1L));
        extents.forEach(extent -> all.add((long) extent));
        return writer.integers(all);
    }

    /** Extents of a sample behind the samples that there are. */
    String shaped(List<Integer> extents) {
        List<Long> all = new ArrayList<>(List.of(0L));
        extents.forEach(extent -> all.add((long) extent));
        return writer.integers(all);
    }

    /** An input with as many axes as the output. */
    String aligned(int input) {
        return raised(input, site.output().rank());
    }

    /** An input whose sample has {@code rank} axes, those that it lacks in front. */
    String raised(int input, int rank) {
        List<Integer> own = shape(input).extents();
        if (own.size() == rank) {
            return inputs.get(input);
        }
        List<Integer> extents = new ArrayList<>(Collections.nCopies(rank - own.size(), 1));
        extents.addAll(own);
        return operator("Reshape", inputs.get(input), shaped(extents));
    }

    /** An input that is the same for all samples, once for each of them; others as they are. */
    String repeated(int input) {
        int other = -1;
        for (int i = 0; i < inputs.size(); i++) {
            other = writer.isFixed(inputs.get(i)) ? other : i;
        }
        if (other < 0 || !writer.isFixed(inputs.get(input))) {
            return inputs.get(input);
        }
        String samples = operator("Slice", operator("Shape", inputs.get(other)), integers(0), integers(1), integers(0));
        long[] extents =
                shape(input).extents().stream().mapToLong(Integer::longValue).toArray();
        String shape = operator("Concat", List.of(samples, integers(extents)), integer("axis", 0));
        return operator("Expand", inputs.get(input), shape);
    }

    /** Axes of a sample in another order. */
    String transposed(String value, List<Integer> axes) {
        int[] order = new int[axes.size() + 1];
        for (int i = 0; i < axes.size(); i++) {
            order[i + 1] = axes.get(i) + 1;
        }
        return operator("Transpose", List.of(value), integers("perm", order));
    }

    /** The last two axes exchanged. */
    String turned(String value, int rank) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(i < rank - 2 ? i : 2 * rank - 3 - i);
        }
        return transposed(value, axes);
    }

    /** One entry of an axis, which stays. */
    String part(String value, int axis, int index) {
        return operator("Slice", value, integers(index), integers(index + 1), integers(axis));
    }

    /** A reduction: axes are an input of sums, and an attribute of the others. */
    String reduced(String type, String value, int[] axes, boolean keep) {
        AttributeProto keeps = integer("keepdims", keep ? 1 : 0);
        return type.equals("ReduceSum")
                ? operator(
                        type,
                        List.of(
                                value,
                                integers(Arrays.stream(axes).asLongStream().toArray())),
                        keeps)
                : operator(type, List.of(value), integers("axes", axes), keeps);
    }

    List<String> withTensors() {
        return Stream.of(
                        inputs.stream(),
                        site.parameters().stream().map(Block::name),
                        site.buffers().stream().map(Block::name))
                .flatMap(names -> names)
                .toList();
    }

    private String dense(Dense dense) {
        if (site.input().rank() > 1) {
            boolean turned = dense.order() == WeightOrder.OUT_IN;
            String weight = turned ? operator("Transpose", List.of(tensor(0)), integers("perm", 1, 0)) : tensor(0);
            String product = operator("MatMul", inputs.get(0), weight);
            return dense.bias() ? operator("Add", product, tensor(1)) : product;
        }
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
            case CLIP, THRESHOLD, HARD_SHRINK, SOFT_SHRINK, SELU, CELU, HARD_SIGMOID, POWER ->
                withConstants(activation, x);
            case MISH -> binary("Mul", x, unary("Tanh", unary("Softplus", x)));
            case SOFTSIGN -> unary("Softsign", x);
            case LOG_SIGMOID -> unary("Neg", unary("Softplus", unary("Neg", x)));
            case SINE -> unary("Sin", x);
            case COSINE -> unary("Cos", x);
            case EXP -> unary("Exp", x);
            case LOG -> unary("Log", x);
            case SQRT -> unary("Sqrt", x);
            case RECIPROCAL -> unary("Reciprocal", x);
            case SQUARE -> binary("Mul", x, x);
            case ERF -> unary("Erf", x);
            case ARCTANGENT -> unary("Atan", x);
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
        };
    }

    /** Functions with constants, which are written as tensors: attributes hold single precision alone. */
    private String withConstants(Activation activation, String x) {
        String alpha = writer.scalar(activation.alpha());
        String beta = writer.scalar(activation.beta());
        return switch (activation.function()) {
            case CLIP -> clip(activation, x);
            case THRESHOLD -> chosen(binary("Greater", x, alpha), x, beta);
            case HARD_SHRINK -> chosen(binary("Greater", unary("Abs", x), alpha), x, writer.scalar(0));
            case SOFT_SHRINK ->
                binary("Sub", relu(binary("Sub", x, alpha)), relu(unary("Neg", binary("Add", x, alpha))));
            case SELU -> binary("Mul", beta, binary("Add", relu(x), binary("Mul", alpha, below(x))));
            case CELU -> binary("Add", relu(x), binary("Mul", alpha, below(binary("Div", x, alpha))));
            case HARD_SIGMOID -> {
                String line = binary("Add", binary("Mul", x, alpha), beta);
                yield binary("Min", relu(line), writer.scalar(1));
            }
            default -> binary("Pow", x, alpha);
        };
    }

    private String clip(Activation activation, String x) {
        boolean below = activation.alpha() > Double.NEGATIVE_INFINITY;
        String low = below ? binary("Max", x, writer.scalar(activation.alpha())) : x;
        return activation.beta() < Double.POSITIVE_INFINITY
                ? binary("Min", low, writer.scalar(activation.beta()))
                : low;
    }

    /** eˣ − 1 where x is negative, and 0 elsewhere. */
    private String below(String x) {
        return writer.operator("Elu", List.of(unary("Neg", relu(unary("Neg", x)))), number("alpha", 1));
    }

    private String chosen(String condition, String a, String b) {
        return writer.operator("Where", List.of(condition, a, b));
    }

    private String unary(String type, String x) {
        return writer.operator(type, List.of(x));
    }

    /** x (1 + odd) / 2. */
    private String half(String x, String odd) {
        return binary("Mul", binary("Mul", x, binary("Add", odd, writer.scalar(1))), writer.scalar(0.5));
    }

    private String binary(String type, String left, String right) {
        return writer.operator(type, List.of(left, right));
    }

    private String averagePool(AveragePool pool) {
        List<AttributeProto> attributes = window(pool.window(), site.input().rank());
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
            shape.set(site.input().unitsLast() ? shape.size() - 1 : 0, numbers.size());
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

    /** The window over an image, or over a signal, which has no height. */
    private static List<AttributeProto> window(Window window, int rank) {
        List<AttributeProto> attributes = new ArrayList<>();
        if (rank == 2) {
            attributes.add(integers("kernel_shape", window.width()));
            attributes.add(integers("strides", window.strideX()));
            attributes.add(integers("pads", window.left(), window.right()));
            attributes.add(integers("dilations", window.dilationX()));
            return attributes;
        }
        attributes.add(integers("kernel_shape", window.height(), window.width()));
        attributes.add(integers("strides", window.strideY(), window.strideX()));
        attributes.add(integers("pads", window.top(), window.left(), window.bottom(), window.right()));
        attributes.add(integers("dilations", window.dilationY(), window.dilationX()));
        return attributes;
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto integers(String name, int... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        for (int value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto texts(String name, List<String> values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.STRINGS);
        values.forEach(value -> attribute.addStrings(ByteString.copyFromUtf8(value)));
        return attribute.build();
    }

    /** A constant, which ONNX keeps in single precision. */
    AttributeProto number(String name, double value) {
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
