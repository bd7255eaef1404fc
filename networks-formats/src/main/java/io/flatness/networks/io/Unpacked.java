package io.flatness.networks.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that a packed file unpacks to, as long as it stays in proportion to what was read of the file. */
final class Unpacked extends FilterInputStream {
    /** Files of data shrink to a fifth or a tenth, sparse ones to a fiftieth. */
    private static final long MAX_RATIO = 200;

    /** Whatever the ratio is, this much is harmless: text is read at some ten megabytes a second. */
    private static final long HARMLESS = 8L << 20;

    private final InputFile file;
    private final Packed packed;
    private long unpacked;

    /**
     * A guarded stream.
     *
     * @param in what is unpacked
     * @param packed what it is unpacked from
     */
    Unpacked(InputFile file, InputStream in, Packed packed) {
        super(in);
        this.file = file;
        this.packed = packed;
    }

    /** The most bytes that a file of a size may unpack to. */
    static long most(long packedBytes) {
        return packedBytes > Long.MAX_VALUE / MAX_RATIO ? Long.MAX_VALUE : Math.max(HARMLESS, packedBytes * MAX_RATIO);
    }

    /** A packed stream that knows how much of it was read. */
    static final class Packed extends FilterInputStream {
        private long bytes;

        Packed(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            bytes += Math.max(0, read);
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(count);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long bytes) {
        unpacked += bytes;
        if (unpacked > most(packed.bytes)) {
            throw file.error("unpacks to more than " + (most(packed.bytes) >> 20) + " MB, over " + MAX_RATIO
                    + " times its size, which files of data do not; if it is meant to be so, unpack it first");
        }
    }
}
