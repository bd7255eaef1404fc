package io.flatness.networks.io;

import io.flatness.spi.ModelFormat;
import io.flatness.spi.NetworkDescription;
import io.flatness.spi.SourceFile;
import java.util.Locale;

/** safetensors: weights without layers. */
public final class SafetensorsFormat implements ModelFormat {
    @Override
    public String name() {
        return "safetensors";
    }

    @Override
    public String description() {
        return "Weights as safetensors keeps them; the experiment gives the layers";
    }

    @Override
    public boolean reads(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(".safetensors");
    }

    @Override
    public NetworkDescription read(SourceFile file, Request request) {
        return NetworkDescription.weights(SafetensorsReader.read(InputFile.of(file)).stream()
                .map(Tensor::array)
                .toList());
    }
}
