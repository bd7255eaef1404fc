package io.flatness.networks.io;

import io.flatness.spi.DataSource;
import io.flatness.spi.NamedArray;
import io.flatness.spi.SourceFile;
import java.util.List;
import java.util.Locale;

/** One IDX file as MNIST comes: images, or labels when it has one dimension. */
public final class IdxFormat implements DataSource {
    @Override
    public String name() {
        return "idx";
    }

    @Override
    public String description() {
        return "IDX files as MNIST comes, gzipped or not";
    }

    @Override
    public boolean reads(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.matches(".*[.-]idx\\d?(-ubyte)?(\\.gz)?") || name.endsWith("-ubyte.gz");
    }

    @Override
    public List<NamedArray> read(SourceFile file) {
        Tensor tensor = IdxReader.read(InputFile.of(file), Integer.MAX_VALUE);
        String role = tensor.shape().size() == 1 ? "labels" : "inputs";
        return List.of(new NamedArray(role, tensor.shape(), tensor.values().toDoubles()));
    }
}
