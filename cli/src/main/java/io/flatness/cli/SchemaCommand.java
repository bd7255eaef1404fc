package io.flatness.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the JSON Schema of experiments. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the JSON Schema of experiments, with all components and plugins, for completion and checks in an"
                    + " editor.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  flatness schema > flatness.schema.json",
            "  then, as the first line of an experiment:",
            "  # yaml-language-server: $schema=flatness.schema.json"
        })
final class SchemaCommand implements Runnable {
    private final Console console;

    @Mixin
    private PluginOption plugins;

    SchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        console.out()
                .println(Json.sorted(
                        ExperimentSchema.of(plugins.flatness(console).registry())));
    }
}
