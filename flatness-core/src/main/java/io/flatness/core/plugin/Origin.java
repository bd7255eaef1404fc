package io.flatness.core.plugin;

import org.jspecify.annotations.Nullable;

/**
 * Where a component comes from.
 *
 * @param plugin name of the plugin, or {@code built-in}
 * @param version its version, or {@code null} when it states none
 * @param sha256 SHA-256 of its jar in hexadecimal (of all its jars in order of name); {@code null} for built-ins
 * @param location the jar or folder for messages; empty for built-ins
 */
public record Origin(
        String plugin, @Nullable String version, @Nullable String sha256, String location) {
    /** The origin of everything on the class path. */
    public static final Origin BUILT_IN = new Origin("built-in", null, null, "");

    /** Whether the component came with the host. */
    public boolean builtIn() {
        return sha256 == null;
    }

    /** For messages: the location, or the name. */
    public String describe() {
        return location.isEmpty() ? plugin : location;
    }
}
