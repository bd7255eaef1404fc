package io.flatness.cli;

import io.flatness.core.Flatness;
import io.flatness.core.plugin.PluginLoader;
import io.flatness.core.plugin.PluginLock;
import io.flatness.core.plugin.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** {@code --plugins}, and what can be found there. */
final class PluginOption {
    /** Names the folder beside the launcher. */
    static final String PROPERTY = "flatness.plugins";

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Another folder with plugin jars, beside the launcher's own; may be repeated.")
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = "--locked",
            description = "Refuse plugins of a folder that has no plugins.lock (flatness plugins lock writes it).")
    private boolean locked;

    /** Everything found; says on the console what cannot be used. */
    Flatness flatness(Console console) {
        List<Path> all = folders();
        Plugins plugins = PluginLoader.load(all);
        plugins.problems().forEach(problem -> console.err().println("flatness: " + problem));
        return new Flatness(plugins.registry(), all);
    }

    /** Loads all plugins. */
    Plugins load() {
        return PluginLoader.load(folders());
    }

    /** The folder of the launcher, if there is one, and those given. */
    List<Path> folders() {
        List<Path> all = new ArrayList<>();
        String own = System.getProperty(PROPERTY);
        if (own != null && Files.isDirectory(Path.of(own))) {
            all.add(Path.of(own));
        }
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new ParameterException(spec.commandLine(), "--plugins " + folder + ": there is no such folder");
            }
            all.add(folder);
        }
        if (locked) {
            all.forEach(this::requireLock);
        }
        return all;
    }

    private void requireLock(Path folder) {
        if (PluginLoader.holdsPlugins(folder) && !Files.isRegularFile(folder.resolve(PluginLock.FILE))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--locked: " + folder + " holds plugins and no " + PluginLock.FILE
                            + "; write it with: flatness plugins lock --plugins " + folder);
        }
    }
}
