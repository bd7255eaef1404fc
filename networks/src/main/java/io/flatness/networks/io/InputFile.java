package io.flatness.networks.io;

import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.ProblemContext;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file named in an experiment: opens it, and speaks of what is wrong with it.
 *
 * @param parameter the key that names it, for example {@code model.file}
 * @param path as written in the experiment
 * @param context of the problem
 */
public record InputFile(String parameter, Path path, ProblemContext context) {
    private static final int BUFFER = 1 << 16;
    /** No deflated stream expands further. */
    private static final long MAX_DEFLATE_RATIO = 1032;

    /** Work on an open stream. */
    interface Reading<T> {
        T read(InputStream in) throws IOException;
    }

    /** Opens the file, unpacks it when it is gzipped, and reads it. */
    <T> T read(Reading<T> reading) {
        try (InputStream raw = new BufferedInputStream(open(), BUFFER)) {
            if (!gzipped(raw)) {
                return reading.read(raw);
            }
            try (InputStream unpacked = new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER)) {
                return reading.read(unpacked);
            }
        } catch (EOFException e) {
            throw new InvalidParameterException(parameter, path + " is truncated", e);
        } catch (ZipException e) {
            throw new InvalidParameterException(parameter, path + " is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new InvalidParameterException(parameter, path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private InputStream open() throws IOException {
        try {
            return context.open(path);
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
        try {
            return Math.multiplyExact(Files.size(context.resolve(path)), MAX_DEFLATE_RATIO);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** An error that names the file. */
    public InvalidParameterException error(String message) {
        return new InvalidParameterException(parameter, path + (message.startsWith(":") ? "" : " ") + message);
    }
}
