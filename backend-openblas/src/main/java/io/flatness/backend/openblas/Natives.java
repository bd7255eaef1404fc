package io.flatness.backend.openblas;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The native files of one platform, unpacked from the class path.
 *
 * <p>A folder appears under its final name only when it is complete, so that neither a kill nor two processes at once
 * leave a half one behind.
 */
final class Natives {
    private static final String VERSION = "META-INF/maven/org.bytedeco/openblas/pom.properties";

    private final Platform platform;
    private final ClassLoader classPath;

    Natives(Platform platform, ClassLoader classPath) {
        this.platform = platform;
        this.classPath = classPath;
    }

    /** The folder that holds the files, below {@code cache}, or a temporary one when that cannot be written to. */
    Path unpackedIn(Path cache) throws IOException {
        Path folder = cache.resolve("openblas-" + version() + "-" + platform.id());
        if (isComplete(folder)) {
            return folder;
        }
        Path fresh;
        try {
            Files.createDirectories(cache);
            fresh = Files.createTempDirectory(cache, "unpacking-");
        } catch (FileSystemException e) {
            return temporary(e);
        }
        try {
            unpack(fresh);
            publish(fresh, folder);
            return folder;
        } finally {
            delete(fresh);
        }
    }

    private Path temporary(FileSystemException cacheFailure) throws IOException {
        try {
            Path fresh = Files.createTempDirectory("flatness-openblas-");
            fresh.toFile().deleteOnExit();
            unpack(fresh);
            try (Stream<Path> files = Files.list(fresh)) {
                files.forEach(file -> file.toFile().deleteOnExit());
            }
            return fresh;
        } catch (IOException e) {
            e.addSuppressed(cacheFailure);
            throw e;
        }
    }

    private void publish(Path fresh, Path folder) throws IOException {
        try {
            Files.move(fresh, folder, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException occupied) {
            if (isComplete(folder)) {
                return; // another process was faster
            }
            if (!Files.isDirectory(folder)) {
                throw occupied;
            }
            delete(folder); // damaged from outside
            Files.move(fresh, folder, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private boolean isComplete(Path folder) throws IOException {
        for (String resource : platform.resources()) {
            Path file = folder.resolve(fileName(resource));
            if (!Files.isRegularFile(file)
                    || Files.size(file) != connection(resource).getContentLengthLong()) {
                return false;
            }
        }
        return true;
    }

    private void unpack(Path folder) throws IOException {
        for (String resource : platform.resources()) {
            Path file = folder.resolve(fileName(resource));
            try (InputStream in = connection(resource).getInputStream()) {
                Files.copy(in, file);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    private URLConnection connection(String resource) throws IOException {
        URL url = classPath.getResource(resource);
        if (url == null) {
            throw new IOException("this installation has no natives for " + platform.id() + ": " + resource
                    + " is not on the class path");
        }
        return url.openConnection();
    }

    private String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = connection(VERSION).getInputStream()) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    static String fileName(String resource) {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
