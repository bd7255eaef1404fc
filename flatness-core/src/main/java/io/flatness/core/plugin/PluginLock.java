package io.flatness.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The file {@code plugins.lock} of a plugin folder: one line {@code sha256  name} for every plugin that may be used.
 * Without the file every plugin may.
 */
public final class PluginLock {
    /** Name of the file. */
    public static final String FILE = "plugins.lock";

    private final Path file;
    private final Optional<Map<String, String>> pinned;

    private PluginLock(Path file, Optional<Map<String, String>> pinned) {
        this.file = file;
        this.pinned = pinned;
    }

    /** The lock of a folder. */
    static PluginLock of(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return new PluginLock(file, Optional.empty());
        }
        Map<String, String> pinned = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (!line.matches("[0-9a-f]{64} +\\S.*")) {
                    throw new PluginException(file + " has the line '" + line + "', which is not 'sha256  name';"
                            + " write the file anew with: flatness plugins lock");
                }
                pinned.put(line.substring(64).strip(), line.substring(0, 64));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return new PluginLock(file, Optional.of(pinned));
    }

    /** A lock that allows everything. */
    static PluginLock none() {
        return new PluginLock(Path.of(FILE), Optional.empty());
    }

    /** Pins the plugins of a folder as they are now. */
    public static Path write(Path folder) {
        List<Plugin> plugins = PluginLoader.loadUnlocked(folder);
        List<String> lines = new ArrayList<>();
        plugins.forEach(plugin ->
                lines.add(plugin.origin().sha256() + "  " + plugin.origin().plugin()));
        Path file = folder.resolve(FILE);
        try {
            return Files.write(file, lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** Why the lock does not allow a plugin, if it does not; asked before any of its code runs. */
    Optional<String> refusal(Origin origin) {
        if (pinned.isEmpty()) {
            return Optional.empty();
        }
        String expected = pinned.get().get(origin.plugin());
        if (expected == null) {
            return Optional.of(refusal(origin, "is not pinned in " + file));
        }
        return expected.equals(origin.sha256())
                ? Optional.empty()
                : Optional.of(refusal(origin, "has changed: its SHA-256 is not the one in " + file));
    }

    private static String refusal(Origin origin, String why) {
        return origin.location() + " " + why + "; if you trust it, pin it with: flatness plugins lock";
    }
}
