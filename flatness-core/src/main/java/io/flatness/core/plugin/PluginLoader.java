package io.flatness.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds plugins in folders: {@code NAME.jar}, or {@code NAME/} with the plugin's jar and the libraries it brings.
 *
 * <p>Whatever is wrong with a plugin becomes a line of {@link Plugin#problems()} and hides nothing else.
 */
public final class PluginLoader {
    private PluginLoader() {}

    /** Loads everything in the folders, in their order and within each by name. */
    public static Plugins load(List<Path> folders) {
        List<Plugin> plugins = new ArrayList<>();
        for (Path folder : folders) {
            PluginLock lock = PluginLock.of(folder);
            plugins.addAll(loadAll(folder, lock));
        }
        return new Plugins(plugins);
    }

    /** Everything in a folder, whatever its lock says. */
    static List<Plugin> loadUnlocked(Path folder) {
        return loadAll(folder, PluginLock.none());
    }

    /** Whether a folder holds anything that would be loaded as a plugin. */
    public static boolean holdsPlugins(Path folder) {
        return !locations(folder).isEmpty();
    }

    private static List<Plugin> loadAll(Path folder, PluginLock lock) {
        return locations(folder).stream().map(entry -> load(entry, lock)).toList();
    }

    private static List<Path> locations(Path folder) {
        return children(folder).stream()
                .filter(entry -> isJar(entry)
                        || (Files.isDirectory(entry)
                                && !entry.getFileName().toString().startsWith(".")))
                .toList();
    }

    /** Loads one plugin: a jar or a folder of jars. */
    public static Plugin load(Path location) {
        return load(location, PluginLock.none());
    }

    private static Plugin load(Path location, PluginLock lock) {
        boolean folder = Files.isDirectory(location);
        String fileName = location.getFileName().toString();
        String name = folder ? fileName : fileName.substring(0, fileName.length() - ".jar".length());
        List<Path> jars =
                folder ? children(location).stream().filter(PluginLoader::isJar).toList() : List.of(location);
        JarFacts facts;
        try {
            facts = JarFacts.of(jars);
        } catch (PluginException e) {
            return new Plugin(
                    new Origin(name, null, "", location.toString()), List.of(), List.of(), List.of(e.getMessage()));
        }
        Origin origin = new Origin(name, facts.version(), facts.sha256(), location.toString());
        if (jars.isEmpty()) {
            return new Plugin(origin, List.of(), List.of(), List.of(location + " holds no jar"));
        }
        if (!facts.problems().isEmpty()) {
            return new Plugin(origin, List.of(), List.of(), facts.problems());
        }
        Optional<String> refusal = lock.refusal(origin);
        if (refusal.isPresent()) {
            return new Plugin(origin, List.of(), List.of(), List.of(refusal.get()));
        }
        return ProviderScan.of(origin, new PluginClassLoader(name, urls(jars), PluginLoader.class.getClassLoader()));
    }

    private static boolean isJar(Path path) {
        return path.getFileName().toString().endsWith(".jar") && Files.isRegularFile(path);
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the plugin folder " + folder + " cannot be read", e);
        }
    }

    private static URL[] urls(List<Path> jars) {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = jars.get(i).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new AssertionError("a file has a URL", e);
            }
        }
        return urls;
    }
}
