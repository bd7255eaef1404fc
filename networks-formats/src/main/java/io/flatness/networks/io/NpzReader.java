package io.flatness.networks.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Reads NumPy's npz archives (zip files of npy files) and single npy files. */
public final class NpzReader {
    private static final int MAX_ENTRIES = 20_000;
    private static final int ZIP_MAGIC = 'P';

    private NpzReader() {}

    /** The arrays of an archive by name, sorted; a single npy file is an archive of one array without a name. */
    public static Map<String, Tensor> read(InputFile file) {
        return file.read(in -> {
            in.mark(1);
            int first = in.read();
            in.reset();
            return first == ZIP_MAGIC ? readArchive(file, in) : Map.of("", new NpyReader(file, "").read(in));
        });
    }

    private static Map<String, Tensor> readArchive(InputFile file, InputStream in) throws IOException {
        Map<String, Tensor> tensors = new TreeMap<>();
        long total = 0;
        int entries = 0;
        Unpacked.Packed packed = new Unpacked.Packed(in);
        ZipInputStream zip = new ZipInputStream(packed);
        InputStream content = new Unpacked(file, zip, packed);
        for (ZipEntry entry = next(file, zip); entry != null; entry = next(file, zip)) {
            if (++entries > MAX_ENTRIES) {
                throw file.error("holds more than " + MAX_ENTRIES + " entries, the most that are read");
            }
            if (!entry.getName().endsWith(".npy")) {
                content.transferTo(OutputStream.nullOutputStream());
                continue;
            }
            String name = entry.getName().substring(0, entry.getName().length() - ".npy".length());
            Tensor tensor = new NpyReader(file, name).read(content);
            if (content.read() >= 0) {
                throw file.error("is damaged: the array " + name + " is longer than its header says");
            }
            if (tensors.put(name, tensor) != null) {
                throw file.error("holds two arrays called " + name);
            }
            total += (long) tensor.size() * Float.BYTES;
            file.requireTotal(total);
        }
        if (tensors.isEmpty()) {
            throw file.error("holds no arrays, or is truncated; write it with numpy.savez");
        }
        return tensors;
    }

    private static @Nullable ZipEntry next(InputFile file, ZipInputStream zip) throws IOException {
        try {
            return zip.getNextEntry();
        } catch (IllegalArgumentException e) {
            throw file.error("is damaged: the name of an entry is no text");
        }
    }
}
