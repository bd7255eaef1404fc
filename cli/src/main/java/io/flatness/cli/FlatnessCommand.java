package io.flatness.cli;

import io.flatness.core.version.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: help and version. */
@Command(
        name = "flatness",
        description = {
            "Measures how flat the minimum of a neural network is, and whether that number means anything.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = FlatnessCommand.VersionText.class,
        subcommandsRepeatable = false,
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  flatness run examples/quickstart.yaml        run it, print its table",
            "  flatness run my.yaml --out runs/a --threads 4",
            "  flatness validate my.yaml                    find all mistakes at once",
            "  flatness list metrics                        what can be measured",
            "  flatness describe epsilon-sharpness          parameters and defaults",
            "",
            "Exit codes: 0 all measured, 1 internal error, 2 bad usage or invalid",
            "experiment, 3 a measurement failed, 4 an expectation failed,",
            "130 interrupted (--resume goes on)."
        })
final class FlatnessCommand implements Runnable {
    private final Console console;

    @Spec
    private CommandSpec spec;

    FlatnessCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? " + names());
    }

    private String names() {
        return String.join(", ", spec.subcommands().keySet());
    }

    /** The version as the jar states it. */
    static final class VersionText implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "flatness " + Version.CURRENT,
                "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.arch")
            };
        }
    }
}
