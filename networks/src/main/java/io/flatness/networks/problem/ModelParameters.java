package io.flatness.networks.problem;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Param;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network of a problem: a file that describes itself (ONNX), weights of a file with the layers written here, or
 * layers with weights from the experiment or the seed.
 *
 * @param file where the weights come from
 * @param output which output of the file is the network's
 * @param trainable patterns of the names of tensors that are parameters; all when null
 * @param layers widths or layer objects
 * @param layout how the file stores the weights of dense layers
 * @param activation between layers given as widths
 * @param bias whether layers given as widths have biases
 * @param weights W_1 … W_K
 * @param biases b_1 … b_K
 */
public record ModelParameters(
        @Param(doc = "ONNX, safetensors or npz file; the last two need layers", optional = true, pattern = true)
        @Nullable
        Path file,

        @Param(doc = "Name of the output of an ONNX file that has several", optional = true) @Nullable
        String output,

        @Param(
                doc =
                        "Patterns of names of tensors, as in ['head.*', '*.bias']: these are the parameters, all others are held"
                                + " where they are. ['!table'] holds table alone; a fixed tensor named in full becomes a"
                                + " parameter",
                optional = true)
        @Nullable
        List<String> trainable,

        @Param(doc = "Widths [d_0, …, d_K], or layer objects, each {type: dense | conv2d | relu | …}", optional = true)
        @Nullable
        List<LayerParameters> layers,

        @Param(doc = "How the file stores weights of dense layers: out-in as PyTorch, or in-out", optional = true)
        @Nullable
        Layout layout,

        @Param(doc = "Activation between layers given as widths; relu when left out", optional = true) @Nullable
        ActivationParameters activation,

        @Param(
                doc = "Whether layers given as widths have biases; when left out, yes, or as the file has them",
                optional = true)
        @Nullable
        Boolean bias,

        @Param(doc = "Weights [W_1, …, W_K], each a list of d_{k−1} rows of d_k numbers", optional = true) @Nullable
        List<List<double[]>> weights,

        @Param(doc = "Biases [b_1, …, b_K], each a list of d_k numbers", optional = true) @Nullable
        List<double[]> biases) {

    /** Orders of storage. */
    public enum Layout {
        /** Rows are outputs. */
        OUT_IN,
        /** Rows are inputs. */
        IN_OUT
    }

    /** Checks which keys go together. */
    public ModelParameters {
        if (file == null && layers == null && weights == null) {
            throw new InvalidParameterException("", "model needs a file, layers or weights");
        }
        if (file != null && weights != null) {
            throw new InvalidParameterException("weights", "the weights come from the file; leave out file or weights");
        }
        if (biases != null && weights == null) {
            throw new InvalidParameterException("biases", "there are biases but no weights");
        }
        if (biases != null && weights != null && biases.size() != weights.size()) {
            throw new InvalidParameterException(
                    "biases", "there are " + weights.size() + " weights but " + biases.size() + " biases");
        }
        if (layout != null && file == null) {
            throw new InvalidParameterException(
                    "layout", "layout says how a file stores weights, but there is no file");
        }
        if (layers != null && layers.isEmpty()) {
            throw new InvalidParameterException("layers", "layers is empty");
        }
        boolean widths = layers != null && layers.stream().allMatch(layer -> layer instanceof LayerParameters.Width);
        if (layers != null && widths && layers.size() < 2) {
            throw new InvalidParameterException("layers", "layers has one width; it needs those of input and output");
        }
        if (layers != null && !widths && (activation != null || bias != null)) {
            throw new InvalidParameterException(
                    activation != null ? "activation" : "bias",
                    "activation and bias go with layers given as widths; with layer objects, write them there");
        }
    }

    /** Whether the layers are given as widths alone. */
    boolean hasWidths() {
        return layers != null && layers.stream().allMatch(layer -> layer instanceof LayerParameters.Width);
    }
}
