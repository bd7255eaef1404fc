package io.flatness.networks.io;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.ModelFormat;
import io.flatness.spi.NetworkDescription;
import io.flatness.spi.ProblemContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Model files of any format: the formats bundled here and those of plugins stand beside each other. */
public final class ModelFiles {
    /** Formats that only their own library reads, with the lines that export them. */
    private static final String PYTORCH = """
            is a PyTorch pickle, which only PyTorch can open. Export it from PyTorch, with one sample x of your data:
                model.eval()
                torch.onnx.export(model, (x.unsqueeze(0),), "model.onnx", dynamo=True)
                # or the weights alone: safetensors.torch.save_file(model.state_dict(), "model.safetensors")""";

    private static final String KERAS = """
            is a Keras model, which only Keras can open. Export it from Keras (3.7 or later):
                model = keras.saving.load_model("%s")
                model.export("model.onnx", format="onnx")
                # or, with TensorFlow: python -m tf2onnx.convert --keras "%s" --output model.onnx""";

    private static final String PICKLE = """
            is a Python pickle, which only Python can open. Export a scikit-learn model with skl2onnx, with the data X:
                onnx = skl2onnx.to_onnx(model, X[:1].astype("float32"), options={"zipmap": False})
                open("model.onnx", "wb").write(onnx.SerializeToString())""";

    private ModelFiles() {}

    /** Whether a word means a model file rather than a component. */
    public static boolean isModel(String word, List<ModelFormat> formats) {
        return formats.stream().anyMatch(format -> format.reads(word)) || foreign(word) != null;
    }

    /**
     * Reads a model file.
     *
     * @param parameter the key that names it
     * @throws InvalidParameterException when no format reads it, with what to do
     */
    public static NetworkDescription read(
            String parameter, Path path, ProblemContext context, ModelFormat.Request request) {
        InputFile file = InputFile.of(parameter, path, context);
        FormatChoice<ModelFormat> formats = new FormatChoice<>(
                context.formats(ModelFormat.class), ModelFormat::name, format -> format.reads(path.toString()));
        String foreign = foreign(path.toString());
        if (foreign != null && formats.fitting().isEmpty()) {
            throw file.error(foreign);
        }
        return formats.one(file).read(file, request);
    }

    private static @Nullable String foreign(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        if (name.endsWith(".pt") || name.endsWith(".pth") || name.endsWith(".ckpt")) {
            return PYTORCH;
        }
        if (name.endsWith(".h5") || name.endsWith(".keras") || name.endsWith(".hdf5")) {
            return KERAS.formatted(path, path);
        }
        return name.endsWith(".pkl") || name.endsWith(".joblib") ? PICKLE : null;
    }
}
