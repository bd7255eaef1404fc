package io.flatness.core.plugin;

import io.flatness.core.version.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What can be known of a plugin's jars without running them.
 *
 * @param version of the first jar that states one in its manifest
 * @param sha256 of the jars one after the other
 * @param problems why the plugin cannot be used, one line each
 */
record JarFacts(@Nullable String version, String sha256, List<String> problems) {
    private static final long MAX_JAR = 1L << 30;
    private static final int MAX_CLASS = 16 << 20;

    static JarFacts of(List<Path> jars) {
        MessageDigest digest = newDigest();
        List<String> problems = new ArrayList<>();
        SpiLinkage linkage = new SpiLinkage(JarFacts.class.getClassLoader());
        String version = null;
        for (Path path : jars) {
            try (JarFile jar = new JarFile(path.toFile())) {
                if (Files.size(path) > MAX_JAR) {
                    throw new PluginException(
                            path + " has " + Files.size(path) + " bytes; at most " + MAX_JAR + " are read of a jar");
                }
                try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
                version = version == null ? version(jar.getManifest()) : version;
                inspect(path, jar, linkage, problems);
            } catch (IOException e) {
                throw new PluginException(path + " is not a readable jar", e);
            }
        }
        return new JarFacts(version, HexFormat.of().formatHex(digest.digest()), List.copyOf(problems));
    }

    private static void inspect(Path path, JarFile jar, SpiLinkage linkage, List<String> problems) throws IOException {
        for (JarEntry entry : jar.stream().toList()) {
            String name = entry.getName();
            if (!name.endsWith(".class") || name.startsWith("META-INF/")) {
                continue;
            }
            if (PluginClassLoader.shared(name)) {
                problems.add(
                        path + " contains SPI classes (" + className(name)
                                + "), which must come from Flatness: give flatness-spi the scope 'provided' and build it again");
                return;
            }
            byte[] bytes = jar.getInputStream(entry).readNBytes(MAX_CLASS + 1);
            if (bytes.length > MAX_CLASS) {
                problems.add(path + " holds the class " + className(name) + " of more than " + MAX_CLASS
                        + " bytes, which no compiler writes");
                return;
            }
            String missing = linkage.firstMissing(bytes);
            if (missing != null) {
                problems.add(path + " was built against another version of the SPI: " + className(name) + " " + missing
                        + "; build it against flatness-spi " + Version.CURRENT);
                return;
            }
        }
    }

    private static String className(String entry) {
        return entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
    }

    private static @Nullable String version(@Nullable Manifest manifest) {
        return manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
