package io.flatness.cli;

import io.flatness.core.plugin.Plugin;
import io.flatness.core.plugin.PluginLoader;
import io.flatness.core.plugin.PluginLock;
import io.flatness.core.plugin.Plugins;
import io.flatness.core.run.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is in the plugin folders. */
@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        description = "Lists, starts, checks and pins plugins.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  flatness plugins list                       what was found, and what is wrong with it",
            "  flatness plugins new my-measure --metric    a project to start from",
            "  flatness plugins check my.jar               the testkit on its metrics",
            "  flatness plugins lock                       allow these jars, as they are, and no others"
        })
final class PluginsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Lists. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists all plugins with their components, versions and hashes; exit code 2 if one is broken.")
    static final class ListPlugins implements Callable<Integer> {
        private final Console console;

        @Mixin
        private PluginOption option;

        ListPlugins(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            Plugins plugins = option.load();
            if (plugins.plugins().isEmpty()) {
                console.out().println("no plugins in " + option.folders());
            }
            plugins.plugins().forEach(this::print);
            plugins.problems().forEach(problem -> console.err().println("flatness: " + problem));
            plugins.registry();
            return plugins.problems().isEmpty() ? ExitCode.OK.code() : ExitCode.INVALID.code();
        }

        private void print(Plugin plugin) {
            String version = plugin.origin().version() == null
                    ? ""
                    : " " + plugin.origin().version();
            console.out()
                    .println(console.styled("bold", plugin.origin().plugin()) + version + "  "
                            + plugin.origin().location());
            if (plugin.origin().sha256() != null && !plugin.origin().sha256().isEmpty()) {
                console.out().println("  sha256 " + plugin.origin().sha256());
            }
            plugin.components()
                    .forEach(each -> console.out()
                            .println("  " + each.kind().word() + " "
                                    + each.factory().name() + "  "
                                    + each.factory().description()));
        }
    }

    /** Checks. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Runs the testkit on the metrics of a plugin; exit code 3 when one fails.")
    static final class CheckPlugin implements Callable<Integer> {
        private final Console console;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "JAR", description = "The plugin: a jar, or a folder with its jars.")
        private Path location = Path.of("");

        @Option(
                names = "--with",
                paramLabel = "{KEY: VALUE}",
                description = "Parameters of the metric as YAML; what is not given has its default.")
        private String parameters = "{}";

        CheckPlugin(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            if (!Files.exists(location)) {
                throw new ParameterException(spec.commandLine(), "there is no " + location);
            }
            Plugin plugin = PluginLoader.load(location);
            plugin.problems().forEach(problem -> console.err().println("flatness: " + problem));
            if (!plugin.problems().isEmpty()) {
                return ExitCode.INVALID.code();
            }
            int failures = new PluginCheck(console, parameters).failures(plugin);
            return failures == 0 ? ExitCode.OK.code() : ExitCode.FAILED_MEASUREMENTS.code();
        }
    }

    /** Pins. */
    @Command(
            name = "lock",
            mixinStandardHelpOptions = true,
            description = "Writes plugins.lock: from then on only these jars, as they are now, may be used.")
    static final class LockPlugins implements Runnable {
        private final Console console;

        @Mixin
        private PluginOption option;

        LockPlugins(Console console) {
            this.console = console;
        }

        @Override
        public void run() {
            for (Path folder : option.folders()) {
                Path file = PluginLock.write(folder);
                console.out().println("Wrote " + file);
            }
        }
    }
}
