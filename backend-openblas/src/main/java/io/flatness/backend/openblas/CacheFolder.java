package io.flatness.backend.openblas;

import java.nio.file.Path;
import java.util.Map;

/** Where unpacked natives are kept: {@code FLATNESS_CACHE}, or the place the operating system has for caches. */
final class CacheFolder {
    private CacheFolder() {}

    static Path of(Platform platform, Map<String, String> environment, Path home) {
        String ours = environment.getOrDefault("FLATNESS_CACHE", "");
        if (!ours.isEmpty()) {
            return Path.of(ours);
        }
        String system = environment.getOrDefault(platform.cacheVariable(), "");
        // The XDG specification has relative paths ignored.
        if (!system.isEmpty() && Path.of(system).isAbsolute()) {
            return Path.of(system, "flatness");
        }
        return home.resolve(platform.homeCache()).resolve("flatness");
    }
}
