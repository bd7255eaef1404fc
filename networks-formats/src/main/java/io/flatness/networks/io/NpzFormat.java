package io.flatness.networks.io;

import io.flatness.spi.DataSource;
import io.flatness.spi.ModelFormat;
import io.flatness.spi.NamedArray;
import io.flatness.spi.NetworkDescription;
import io.flatness.spi.SourceFile;
import java.util.List;
import java.util.Locale;

/** Archives of NumPy arrays: weights without layers, or data. */
public final class NpzFormat implements ModelFormat, DataSource {
    @Override
    public String name() {
        return "npz";
    }

    @Override
    public String description() {
        return "Arrays as numpy.savez writes them: weights, for which the experiment gives the layers, or data";
    }

    @Override
    public boolean reads(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(".npz");
    }

    @Override
    public NetworkDescription read(SourceFile file, Request request) {
        return NetworkDescription.weights(read(file));
    }

    @Override
    public List<NamedArray> read(SourceFile file) {
        return NpzReader.read(InputFile.of(file)).values().stream()
                .map(Tensor::array)
                .toList();
    }
}
