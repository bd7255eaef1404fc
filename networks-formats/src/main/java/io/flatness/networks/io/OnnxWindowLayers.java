package io.flatness.networks.io;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.flatness.networks.layer.Convolution;
import io.flatness.networks.layer.Kernel;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.Recurrent;
import io.flatness.networks.layer.TransposedConvolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes convolutions over any number of axes, and recurrent layers. */
final class OnnxWindowLayers {
    private OnnxWindowLayers() {}

    static void addTo(Map<Class<? extends LayerSpec>, OnnxLayers.Form<?>> forms) {
        OnnxLayers.add(forms, Convolution.class, (layer, to) -> {
            List<AttributeProto> attributes = attributes(layer.kernel(), layer.groups());
            return to.operator("Conv", to.withTensors(), attributes.toArray(new AttributeProto[0]));
        });
        OnnxLayers.add(forms, TransposedConvolution.class, (layer, to) -> {
            List<AttributeProto> attributes = attributes(layer.kernel(), layer.groups());
            attributes.add(OnnxLayers.integers("output_padding", ints(layer.extra())));
            return to.operator("ConvTranspose", to.withTensors(), attributes.toArray(new AttributeProto[0]));
        });
        OnnxLayers.add(forms, Recurrent.class, OnnxWindowLayers::recurrent);
    }

    private static List<AttributeProto> attributes(Kernel kernel, int groups) {
        List<Integer> pads = new ArrayList<>(kernel.before());
        pads.addAll(kernel.after());
        List<AttributeProto> attributes = new ArrayList<>();
        attributes.add(OnnxLayers.integers("kernel_shape", ints(kernel.sizes())));
        attributes.add(OnnxLayers.integers("strides", ints(kernel.strides())));
        attributes.add(OnnxLayers.integers("pads", ints(pads)));
        attributes.add(OnnxLayers.integers("dilations", ints(kernel.dilations())));
        attributes.add(OnnxLayers.integer("group", groups));
        return attributes;
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String recurrent(Recurrent layer, OnnxLayers to) {
        String type = switch (layer.cell()) {
            case LSTM -> "LSTM";
            case GRU -> "GRU";
            case RNN_TANH, RNN_RELU -> "RNN";
        };
        List<AttributeProto> attributes = new ArrayList<>();
        attributes.add(OnnxLayers.integer("hidden_size", layer.hidden()));
        attributes.add(OnnxLayers.text("direction", layer.direction().name().toLowerCase(Locale.ROOT)));
        if (layer.cell() == Recurrent.Cell.GRU) {
            attributes.add(OnnxLayers.integer("linear_before_reset", layer.linearBeforeReset() ? 1 : 0));
        }
        if (layer.cell() == Recurrent.Cell.RNN_RELU) {
            boolean both = layer.direction() == Recurrent.Direction.BIDIRECTIONAL;
            attributes.add(OnnxLayers.texts("activations", both ? List.of("Relu", "Relu") : List.of("Relu")));
        }
        String first = to.operator("Transpose", List.of(to.input(0)), OnnxLayers.integers("perm", 1, 0, 2));
        List<String> inputs = new ArrayList<>(to.withTensors());
        inputs.set(0, first);
        String states = to.operator(type, inputs, attributes.toArray(new AttributeProto[0]));
        // [positions, directions, samples, hidden]
        String back = to.operator("Transpose", List.of(states), OnnxLayers.integers("perm", 2, 0, 1, 3));
        return to.operator("Reshape", back, to.integers(0, 0, -1));
    }
}
