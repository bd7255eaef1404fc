package io.flatness.networks.io;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.SourceFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A file named in an experiment: opens it, and speaks of what is wrong with it. */
public final class InputFile implements SourceFile {
    private static final int BUFFER = 1 << 16;
    /** No deflated stream expands further. */
    private static final long MAX_DEFLATE_RATIO = 1032;

    private final String parameter;
    private final String name;
    private final Opening opening;
    private final long packedBytes;

    private final @Nullable Folder folder;
    private final @Nullable SourceFile foreign;

    private InputFile(String parameter, String name, Opening opening, long packedBytes, @Nullable Folder folder) {
        this.parameter = parameter;
        this.name = name;
        this.opening = opening;
        this.packedBytes = packedBytes;
        this.folder = folder;
        this.foreign = null;
    }

    /** A file of another host, which knows nothing of its size. */
    private InputFile(SourceFile foreign) {
        this.parameter = foreign.error("").parameter();
        this.name = foreign.name();
        this.opening = foreign::open;
        this.packedBytes = Integer.MAX_VALUE;
        this.folder = null;
        this.foreign = foreign;
    }

    /** The folder in which a file lies; an absolute file has one. */
    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new AssertionError(file + " is no file in a folder");
        }
        return folder;
    }

    private static boolean beside(Path file, Path other) {
        return folderOf(file).equals(folderOf(other));
    }

    /** Where a file of the experiment lies. */
    private record Folder(Path path, ProblemContext context) {
        boolean holds(Path beside) throws IOException {
            Path real = context.resolve(beside).toRealPath();
            Path own = context.resolve(path).toRealPath();
            return beside(real, own)
                    || beside(real, folderOf(context.resolve(path)).toRealPath().resolve("file"));
        }
    }

    /**
     * A file of the experiment.
     *
     * @param parameter the key that names it, for example {@code model.file}
     * @param path as written in the experiment
     */
    public static InputFile of(String parameter, Path path, ProblemContext context) {
        Path resolved = context.resolve(path);
        long size = resolved.toFile().length();
        return new InputFile(parameter, path.toString(), () -> context.open(path), size, new Folder(path, context));
    }

    /**
     * A file in the same folder.
     *
     * @param location its name, as this file states it
     * @param what it is needed for
     */
    InputFile beside(String location, String what) {
        if (foreign != null) {
            return of(foreign.beside(location));
        }
        Folder own = folder;
        if (own == null || location.isEmpty() || location.matches(".*[/\\\\\u0000:].*|\\.\\.?")) {
            throw error("keeps " + what + " in '" + location
                    + "'; only a file in the same folder, named without a path," + " is read");
        }
        Path path = own.path.resolveSibling(location);
        try {
            if (Files.exists(own.context.resolve(path)) && !own.holds(path)) {
                throw error("keeps " + what + " in " + location + ", which leads out of the folder; put the file itself"
                        + " beside the model");
            }
        } catch (IOException e) {
            throw new InvalidParameterException(parameter, location + " cannot be read: " + e.getMessage(), e);
        }
        if (!Files.exists(own.context.resolve(path))) {
            throw error(
                    "keeps " + what + " in the file " + location
                            + ", which is not there: put it beside the model, or save the model in one file (onnx.save_model(model, path, save_as_external_data=False))");
        }
        return of(parameter, path, own.context);
    }

    /** All of its bytes. */
    byte[] readWhole() {
        return read(in -> {
            long limit = Math.min(Integer.MAX_VALUE - 8L, Runtime.getRuntime().maxMemory() / 4);
            byte[] bytes = in.readNBytes((int) limit);
            if (in.read() >= 0) {
                throw error("is larger than " + (limit >> 20)
                        + " MB, a quarter of the memory that Java may use; give Java more memory (-Xmx)");
            }
            return bytes;
        });
    }

    /** A file in this module. */
    public static InputFile bundled(String resource) {
        return new InputFile("", resource, () -> open(resource), Integer.MAX_VALUE, null);
    }

    private static InputStream open(String resource) {
        InputStream in = InputFile.class.getResourceAsStream(resource);
        if (in == null) {
            throw new AssertionError("the module lacks its resource " + resource);
        }
        return in;
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    /** A file that a format is given, whoever opens it. */
    static InputFile of(SourceFile file) {
        return file instanceof InputFile own ? own : new InputFile(file);
    }

    @Override
    public InputFile beside(String location) {
        return beside(location, "a part of it");
    }

    @Override
    public InputStream open() throws IOException {
        InputStream raw = new BufferedInputStream(opened(), BUFFER);
        return gzipped(raw) ? unpacked(raw) : raw;
    }

    /** Work on an open stream. */
    interface Reading<T> {
        T read(InputStream in) throws IOException;
    }

    /** Opens the file, unpacks it when it is gzipped, and reads it. */
    <T> T read(Reading<T> reading) {
        try (InputStream raw = new BufferedInputStream(opened(), BUFFER)) {
            if (!gzipped(raw)) {
                return reading.read(raw);
            }
            try (InputStream unpacked = unpacked(raw)) {
                return reading.read(unpacked);
            }
        } catch (EOFException e) {
            throw new InvalidParameterException(parameter, name + " is truncated", e);
        } catch (ZipException e) {
            throw new InvalidParameterException(parameter, name + " is damaged: it cannot be unpacked", e);
        } catch (IOException e) {
            throw new InvalidParameterException(parameter, name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private InputStream unpacked(InputStream packed) throws IOException {
        Unpacked.Packed counted = new Unpacked.Packed(packed);
        return new BufferedInputStream(new Unpacked(this, new GZIPInputStream(counted, BUFFER), counted), BUFFER);
    }

    private InputStream opened() throws IOException {
        try {
            return opening.open();
        } catch (InvalidParameterException e) {
            throw new InvalidParameterException(parameter, String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean gzipped(InputStream in) throws IOException {
        in.mark(2);
        boolean gzipped = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzipped;
    }

    /** An upper bound of the number of bytes that the file holds, unpacked. */
    long maxBytes() {
        long deflated =
                packedBytes > Long.MAX_VALUE / MAX_DEFLATE_RATIO ? Long.MAX_VALUE : packedBytes * MAX_DEFLATE_RATIO;
        return Math.min(deflated, Unpacked.most(packedBytes));
    }

    /** The key that names the file. */
    public String parameter() {
        return parameter;
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Checks, before memory is taken, that an array that the file announces can be there and fits into memory.
     *
     * @param shape its sizes as the file states them
     * @return the number of elements
     */
    int requireRoom(String what, long[] shape, ElementType type) {
        long count = 1;
        for (long extent : shape) {
            if (extent < 0) {
                throw error(": " + what + " has a negative size in its shape " + Arrays.toString(shape));
            }
            if (extent != 0 && count > Integer.MAX_VALUE / extent) {
                throw error(": " + what + " has shape " + Arrays.toString(shape)
                        + ": more elements than the largest array of 2³¹ − 1; use part of it");
            }
            count *= extent;
        }
        if (count * type.bytes() > maxBytes()) {
            throw error(": " + what + " has shape " + Arrays.toString(shape) + " (" + count * type.bytes()
                    + " bytes), more than the file can hold: it is truncated or damaged");
        }
        long heap = Runtime.getRuntime().maxMemory();
        if (count * type.storedBytes() > heap / 2) {
            throw error(": " + what + " takes " + megabytes(count * type.storedBytes()) + ", more than half of the "
                    + megabytes(heap) + " that Java may use; give Java more memory (-Xmx) or use part of the file");
        }
        return (int) count;
    }

    /** Checks that all that is read of the file together fits into memory. */
    void requireTotal(long bytes) {
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap / 2) {
            throw error(": its arrays take more than " + megabytes(heap / 2) + ", half of the " + megabytes(heap)
                    + " that Java may use; give Java more memory (-Xmx) or use part of the file");
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%d MB", bytes >> 20);
    }

    /** Reads elements, in the byte order of the caller's choice, without holding their bytes all at once. */
    Storage readElements(InputStream in, ElementType type, int count, ByteOrder order, String what) throws IOException {
        Storage storage = type.allocate(count);
        int perChunk = BUFFER / type.bytes();
        byte[] chunk = new byte[BUFFER];
        for (int done = 0; done < count; ) {
            int now = Math.min(perChunk, count - done);
            int bytes = now * type.bytes();
            int got = in.readNBytes(chunk, 0, bytes);
            if (got < bytes) {
                throw error("is truncated: " + what + " should have " + count + " elements, but the file ends after "
                        + (done + got / type.bytes()));
            }
            type.read(ByteBuffer.wrap(chunk, 0, bytes).order(order), now, storage, done);
            done += now;
        }
        return storage;
    }

    /** Reads exactly {@code count} bytes of something small. */
    byte[] readBytes(InputStream in, int count, String what) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw error("is truncated: it ends inside " + what);
        }
        return bytes;
    }

    @Override
    public InvalidParameterException error(String message) {
        if (foreign != null) {
            return foreign.error(message);
        }
        return new InvalidParameterException(parameter, name + (message.startsWith(":") ? "" : " ") + message);
    }
}
