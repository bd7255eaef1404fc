package io.flatness.core.host;

import io.flatness.spi.InvalidParameterException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Opens input files and remembers the SHA-256 of each. */
public final class InputFiles {
    private final Path folder;
    private final Map<String, String> hashes = new TreeMap<>();

    /** Files relative to the folder of the experiment. */
    public InputFiles(Path folder) {
        this.folder = folder;
    }

    /** An absolute path. */
    public Path resolve(Path path) {
        return folder.resolve(path).toAbsolutePath().normalize();
    }

    /** Opens a file; when it is closed, what was not read is read for the hash. */
    public InputStream open(Path path) throws IOException {
        Path file = resolve(path);
        if (!Files.exists(file)) {
            throw new InvalidParameterException("", "there is no file " + path + " (looked for " + file + ")");
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidParameterException("", path + " is not a file");
        }
        if (!Files.isReadable(file)) {
            throw new InvalidParameterException("", "the file " + path + " cannot be read: permission denied");
        }
        String name = path.toString().replace('\\', '/');
        return new Hashing(name, new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), sha256()));
    }

    /** SHA-256 in hexadecimal by path as written, sorted by path. */
    public synchronized Map<String, String> hashes() {
        return new TreeMap<>(hashes);
    }

    private synchronized void remember(String name, String hash) {
        String earlier = hashes.put(name, hash);
        if (earlier != null && !earlier.equals(hash)) {
            throw new InvalidParameterException("", "the file " + name + " changed while it was read");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private final class Hashing extends FilterInputStream {
        private final String name;
        private final DigestInputStream digesting;
        private boolean closed;

        private Hashing(String name, DigestInputStream digesting) {
            super(digesting);
            this.name = name;
            this.digesting = digesting;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                try (digesting) {
                    digesting.transferTo(java.io.OutputStream.nullOutputStream());
                }
                remember(
                        name,
                        HexFormat.of().formatHex(digesting.getMessageDigest().digest()));
            }
        }
    }
}
