package io.flatness.networks.io;

import io.flatness.spi.ModelFormat;
import io.flatness.spi.NetworkDescription;
import io.flatness.spi.SourceFile;
import java.util.Locale;

/** ONNX: networks with their layers, as PyTorch, TensorFlow and scikit-learn export them. */
public final class OnnxFormat implements ModelFormat {
    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public String description() {
        return "ONNX models of opset 9 and later, with their tensors inside or in a file beside them";
    }

    @Override
    public boolean reads(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    @Override
    public NetworkDescription read(SourceFile file, Request request) {
        Model.Ending ending = Model.Ending.valueOf(request.ending().toUpperCase(Locale.ROOT));
        return Descriptions.of(
                OnnxReader.read(InputFile.of(file), request.samples(), request.output().orElse(null), ending));
    }
}
